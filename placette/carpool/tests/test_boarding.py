"""A ride confirmed on board: the passenger's code, read by the driver, is stronger than words afterwards."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool import boarding
from placette.carpool.actions import boarding as actions
from placette.carpool.actions import proofs
from placette.carpool.actions.bookings import cancel
from placette.carpool.models import Booking, Journey, ProofIdentity
from placette.carpool.tasks import arrive
from placette.conversations.models import Message, Participant
from placette.core.tests.racing import at_once
from placette.impact.models import Exchange
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import way_of
from .rides import ride_of

pytestmark = pytest.mark.django_db
AT_THE_DOOR = "2026-11-30T06:58:00+00:00"  # two minutes before eight in Paris


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(AT_THE_DOOR, tick=False):
        yield


@pytest.fixture
def ride() -> Booking:
    karim, jeanne = person_of("Karim"), person_of("Jeanne")
    booking = ride_of(way_of(karim), jeanne, state="accepted")
    for person in (karim, jeanne):
        Participant.objects.create(conversation=booking.contact.conversation, person=person)
    return booking


def now() -> datetime:
    return datetime.now(UTC)


def driver_of(ride: Booking):
    return ride.way.trip.author


def test_the_code_is_shown_typed_and_counts_at_the_arrival(client, ride):
    client.force_login(ride.passenger)
    page = client.get(f"/places/{ride.pk}/code/")
    code = boarding.code_of(ride, now())
    assert f"{code[:3]} {code[3:]}" in page.content.decode()
    assert "<svg" in page.content.decode()
    assert "no-store" in page["Cache-Control"]

    client.force_login(driver_of(ride))
    scanned = client.get(f"/places/{ride.pk}/a-bord/", {"code": code})
    assert f'value="{code}"' in scanned.content.decode()
    done = client.post(f"/places/{ride.pk}/a-bord/", {"code": f"{code[:3]} {code[3:]}"}, follow=True)
    assert "Confirmé à bord" in done.content.decode()
    ride.refresh_from_db()
    assert (ride.boarded_at, ride.state) == (now(), "accepted")
    assert Notice.objects.get(person=ride.passenger).facts["step"] == "board"
    assert not Exchange.objects.exists()

    with time_machine.travel(ride.drop_off_at + timedelta(minutes=1)):
        arrive(0)
        arrive(0)
    ride.refresh_from_db()
    assert ride.state == "done"
    assert Exchange.objects.get().source == f"booking:{ride.pk}"


def test_the_passenger_says_what_she_would_have_done_and_nothing_else(client, ride):
    actions.board(ride, driver_of(ride), boarding.code_of(ride, now()), now())
    client.force_login(ride.passenger)
    with time_machine.travel(ride.pick_up_at + timedelta(minutes=5)):
        page = client.get(f"/messages/{ride.contact.conversation_id}/").content.decode()
        assert "auriez-vous pris votre voiture" in page
        assert "Il n’a pas eu lieu" not in page
        client.post(f"/places/{ride.pk}/bilan/", {"took_place": "no"})
        client.post(f"/places/{ride.pk}/bilan/", {"took_place": "yes", "would_have_driven": "yes"})

    ride.refresh_from_db()
    assert (ride.state, ride.would_have_driven) == ("accepted", True)
    arrive_at = ride.drop_off_at + timedelta(minutes=1)
    actions.arrive(arrive_at)
    assert Exchange.objects.get().co2_grams_low > 0


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(client, ride):
    client.force_login(driver_of(ride))
    wrong = str((int(boarding.code_of(ride, now())) + 1) % 10**6).zfill(6)

    refused = client.post(f"/places/{ride.pk}/a-bord/", {"code": wrong})

    assert refused.status_code == 422
    assert f'value="{wrong}"' in refused.content.decode()
    assert "Demandez à Jeanne d’ouvrir de nouveau sa page" in refused.content.decode()
    assert (
        "six chiffres, comme" in client.post(f"/places/{ride.pk}/a-bord/", {"code": "abc"}).content.decode()
    )


def test_a_code_is_not_guessed(client, ride):
    client.force_login(driver_of(ride))
    good = boarding.code_of(ride, now())
    wrong = str((int(good) + 1) % 10**6).zfill(6)
    for _each in range(5):
        client.post(f"/places/{ride.pk}/a-bord/", {"code": wrong})

    refused = client.post(f"/places/{ride.pk}/a-bord/", {"code": good})

    assert "attendez dix minutes" in refused.content.decode()
    ride.refresh_from_db()
    assert ride.boarded_at is None


def test_nobody_but_the_two(client, ride):
    code = boarding.code_of(ride, now())
    addresses = f"/places/{ride.pk}/code/", f"/places/{ride.pk}/a-bord/"
    assert [client.get(each).status_code for each in addresses] == [302, 302]
    client.force_login(person_of("Odile"))
    assert [client.get(each).status_code for each in addresses] == [404, 404]
    assert client.post(addresses[1], {"code": code}).status_code == 404
    client.force_login(ride.passenger)
    assert client.post(addresses[1], {"code": code}).status_code == 404
    client.force_login(driver_of(ride))
    assert client.get(addresses[0]).status_code == 404

    ride.refresh_from_db()
    assert ride.boarded_at is None


@pytest.mark.parametrize("minutes", [-61, 200])
def test_only_around_the_hour(client, ride, minutes):
    code = boarding.code_of(ride, ride.pick_up_at + timedelta(minutes=minutes))
    with time_machine.travel(ride.pick_up_at + timedelta(minutes=minutes), tick=False):
        client.force_login(ride.passenger)
        assert "Pas de code en ce moment" in client.get(f"/places/{ride.pk}/code/").content.decode()
        client.force_login(driver_of(ride))
        refused = client.post(f"/places/{ride.pk}/a-bord/", {"code": code})

    assert "Un code se confirme le jour même" in refused.content.decode()
    ride.refresh_from_db()
    assert ride.boarded_at is None


def test_it_cannot_be_cancelled_any_more(client, ride):
    actions.board(ride, driver_of(ride), boarding.code_of(ride, now()), now())
    client.force_login(ride.passenger)
    client.post(f"/places/{ride.pk}/annuler/")
    ride.refresh_from_db()
    assert ride.state == "accepted"

    with pytest.raises(IntegrityError, match="who_is_on_board_rides"), transaction.atomic():
        cancel(ride, ride.passenger)


def test_the_register_s_journey_says_that_a_code_was_read(ride):
    by_words = ride_of(way_of(driver_of(ride), clock=9 * 3600), ride.passenger, state="done")
    for person in (ride.passenger, driver_of(ride)):
        ProofIdentity.objects.create(person=person, identity_key="a" * 64, phone_trunc="+336010203")
    actions.board(ride, driver_of(ride), boarding.code_of(ride, now()), now())
    actions.arrive(ride.drop_off_at)

    proofs.prepare_due(now() + timedelta(hours=3))

    evidence = dict(Journey.objects.values_list("booking_id", "evidence"))
    assert evidence == {ride.pk: "code", by_words.pk: "words"}


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_one_confirms(ride):
    code, by, at = boarding.code_of(ride, now()), driver_of(ride), now()

    def tap(_: int) -> datetime | None:
        return actions.board(Booking.objects.select_related("way").get(pk=ride.pk), by, code, at).boarded_at

    assert at_once(tap, range(4)) == [at] * 4

    assert Message.objects.filter(event="board").count() == 1


@given(st.integers(1, 10**9), st.integers(0, 2**33))
def test_a_code_is_good_between_five_and_ten_minutes(pk, shown):
    ride, at = Booking(pk=pk), datetime.fromtimestamp(shown, UTC)
    code = boarding.code_of(ride, at)

    assert len(code) == 6
    assert all(boarding.fits(ride, code, at + timedelta(seconds=each)) for each in (0, 150, 300))
    assert timedelta(seconds=300) < boarding.good_until(at) - at <= timedelta(seconds=600)


def test_a_code_is_good_for_one_ride_and_not_later():
    at = now()
    rides = [Booking(pk=pk) for pk in range(1, 301)]
    late = [
        each for each in rides if boarding.fits(each, boarding.code_of(each, at), boarding.good_until(at))
    ]
    other = [a for a, b in pairwise(rides) if boarding.fits(a, boarding.code_of(b, at), at)]

    assert len(late + other) <= 2  # six figures meet by chance, twice in a million
