"""No place is asked or answered for her without a consent that stands, by another helper, or by who drives her."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.behalf.actions import consents, ending, riding, taking_over
from placette.behalf.actions.acting import Refusal
from placette.behalf.registrations import erase
from placette.behalf.tasks import end_lapsed
from placette.carpool import rules
from placette.carpool.actions import bookings
from placette.carpool.actions.steps import Refusal as TooLate
from placette.carpool.models import Booking, RideDeed, Seat, Trip
from placette.carpool.riding import GONE
from placette.carpool.tests.factories import way_of
from placette.carpool.tests.rides import ride_of
from placette.core.tests.racing import side_by_side
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.people.models import Deed, Membership, Person, Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of

from .factories import carried_by, trusted_as_well
from .purchases import text_of
from .rides import asked_by, offered_by, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim():
    return person_of("Karim", "Benali")


@pytest.fixture
def in_a_week():
    """A day to come, whatever the day of the test."""
    return timezone.localdate() + timedelta(days=7)


@pytest.fixture
def trip(officer, consent, in_a_week):
    return asked_by(consent, officer, in_a_week)


@pytest.fixture
def booking(trip, karim):
    return offered_by(karim, trip)


def refused(act, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_the_database_lets_nobody_ask_for_her_without_consent(officer, consent, trip, karim, in_a_week):
    facts = {"consent": consent, "by": officer, "holder": "town_hall"}
    posting = Deed.objects.create(scope="posts", **facts)
    asking = Deed.objects.create(scope="rides", **facts)
    said = {"author": consent.person, "commune": trip.commune, "role": "passenger"}

    refused(lambda: Trip.objects.create(**said), "nothing_without_consent")
    refused(lambda: Trip.objects.create(**said, deed=posting), "nothing_without_consent")
    refused(lambda: Trip.objects.create(**said | {"role": "driver"}, deed=asking), "she_asks_for_a_place")
    refused(lambda: Trip.objects.create(**said | {"author": karim}, deed=asking), "a_deed_is_its_author_s")
    refused(lambda: RideDeed.objects.create(deed=posting, trip=trip, what="asks"), "a_deed_is_its_author_s")
    refused(lambda: RideDeed.objects.update(what="ends"), "a_deed_stays")
    ending.end(consent, officer)
    refused(lambda: Trip.objects.create(**said, deed=asking), "nothing_without_consent")
    refused(lambda: Trip.objects.filter(pk=trip.pk).update(state="open"), "nothing_without_consent")


def test_the_database_books_no_drive_in_her_name_and_says_no_yes_for_her(officer, consent, booking, karim):
    facts = {"consent": consent, "by": officer, "holder": "town_hall"}
    posting = Deed.objects.create(scope="posts", **facts)
    his = Deed.objects.create(consent=consent, by=karim, holder="town_hall", scope="rides")
    hers = Booking.objects.filter(pk=booking.pk)
    now = timezone.now()

    refused(lambda: ride_of(way_of(karim), consent.person, state="asked"), "she_asks_for_a_place")
    for said in ({"state": "accepted", "decided_at": now}, {"state": "declined", "decided_at": now}):
        refused(lambda said=said: hers.update(**said), "nothing_without_consent")
        refused(lambda said=said: hers.update(**said, deed=posting), "nothing_without_consent")
        refused(lambda said=said: hers.update(**said, deed=his), "nobody_on_both_sides")
    refused(lambda: hers.update(passenger_says_done=True), "nothing_without_consent")
    refused(lambda: hers.update(passenger_says_done=True, deed=his), "nobody_on_both_sides")
    other = carried_by(officer, first_name="Simone")
    simone = Deed.objects.create(consent=other, by=officer, holder="town_hall", scope="rides")
    refused(lambda: hers.update(state="accepted", decided_at=now, deed=simone), "a_deed_is_its_author_s")
    with pytest.raises(IntegrityError, match="nothing_without_consent"), transaction.atomic():
        bookings.accept(booking, consent.person)


def test_who_acts_for_her_offers_her_no_place_and_answers_none_of_his_own(
    client, officer, in_a_week, monkeypatch
):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    trip = asked_by(his, lucien, in_a_week)
    way = trip.ways.get()
    client.force_login(lucien)

    page = text_of(client.get(f"/trajets/{trip.pk}/"))
    answer = client.post(f"/trajets/aller/{way.pk}/emmener/", {"on": in_a_week.isoformat()}, follow=True)

    assert "on ne répond pas des deux côtés" in page
    assert "Je peux" not in page
    assert "on ne répond pas des deux côtés" in text_of(answer)
    monkeypatch.setattr(rules, "acts_for_its_author", lambda *of: False)
    refused(lambda: offered_by(lucien, trip), "nobody_on_both_sides")
    assert not Booking.objects.exists()
    # By the town hall she may ride with him: its officers say yes, and he does not.
    ride = offered_by(lucien, asked_by(theirs, officer, in_a_week))
    assert client.post(f"/pour/{his.pk}/places/{ride.pk}/accept/").status_code == 404
    assert "C’est convenu" in text_of(step(client, officer, theirs, ride, "accept"))


def test_an_officer_who_drives_her_says_nothing_for_both(client, officer, consent, trip):
    other = officer_of()
    Membership.objects.create(person=other, commune=commune_of("31395"), verified_at=timezone.now())
    ride = offered_by(other, trip)

    page = text_of(step(client, other, consent, ride, "accept"))

    assert "C’est vous qui conduisez" in page
    assert "Elle est d’accord" not in page
    with pytest.raises(Refusal, match="deux côtés"):
        riding.take(consent, other, ride, "accept")
    ride.refresh_from_db()
    assert ride.state == "asked"
    assert "C’est convenu" in text_of(step(client, officer, consent, ride, "accept"))


def test_what_one_helper_asked_the_other_neither_reads_nor_answers(client, officer, karim, in_a_week):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    trip = asked_by(his, lucien, in_a_week)
    booking = offered_by(karim, trip)
    client.force_login(officer)

    hers = text_of(client.get(f"/pour/{theirs.pk}/"))

    assert "Karim" not in hers
    assert "Toulouse" not in hers
    for page in (
        f"trajets/{trip.pk}/", f"places/{booking.pk}/trajet.pdf", f"messages/{booking.contact.conversation_id}/",
    ):  # fmt: skip
        assert client.get(f"/pour/{theirs.pk}/{page}").status_code == 404, page
    for page in (f"trajets/{trip.pk}/fin/", f"places/{booking.pk}/accept/"):
        assert client.post(f"/pour/{theirs.pk}/{page}").status_code == 404, page
    assert not Notice.objects.filter(person=officer, kind="for_carried").exists()
    assert Notice.objects.filter(person=lucien, kind="for_carried").exists()
    deed = Deed.objects.create(consent=theirs, by=officer, holder="town_hall", scope="rides")
    refused(
        lambda: Booking.objects.update(state="accepted", decided_at=timezone.now(), deed=deed),
        "a_deed_is_its_author_s",
    )


def test_of_a_ride_that_is_not_hers_no_address_opens(client, officer, consent, trip, booking, karim):
    """Nor to an officer of elsewhere, who reads not even that there is such a resident."""
    jeanne = person_of("Jeanne")
    other = ride_of(way_of(karim), jeanne, state="accepted")
    wish = way_of(jeanne, role="passenger").trip
    stranger = officer_of("31395")
    pages = [f"trajets/{wish.pk}/", f"places/{other.pk}/trajet.pdf"]
    acts = [
        f"trajets/{wish.pk}/fin/",
        *(f"places/{other.pk}/{name}/" for name in ("accept", "cancel", "report")),
    ]
    hers = [f"trajets/{trip.pk}/", "trajet/"]

    client.force_login(officer)
    for page in pages:
        assert client.get(f"/pour/{consent.pk}/{page}").status_code == 404, page
    for act in acts:
        assert client.post(f"/pour/{consent.pk}/{act}", {"took_place": "no"}).status_code == 404, act
    for who in (stranger, karim, ambassador_of()):
        client.force_login(who)
        for page in (*pages, *hers):
            assert client.get(f"/pour/{consent.pk}/{page}").status_code == 404, page
        assert client.post(f"/pour/{consent.pk}/places/{booking.pk}/accept/").status_code == 404
    # The pages of who rides herself open to no officer either.
    client.force_login(officer)
    for act in ("accepter", "decliner", "annuler", "bilan"):
        assert client.post(f"/places/{booking.pk}/{act}/").status_code == 404
    other.refresh_from_db()
    booking.refresh_from_db()
    assert (other.state, booking.state) == ("accepted", "asked")


@pytest.mark.parametrize("end", ["taken back", "no more rides", "lapsed"])
def test_what_is_to_come_is_let_go_and_the_driver_reads_it(officer, karim, in_a_week, end):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    trip = asked_by(consent, lucien, in_a_week)
    booking = offered_by(karim, trip)
    waiting = offered_by(person_of("Ana"), asked_by(consent, lucien, in_a_week + timedelta(days=1)))
    riding.take(consent, lucien, booking, "accept")
    assert Seat.objects.exists()

    if end == "taken back":
        ending.end(consent, lucien)
    elif end == "no more rides":
        consents.give(consent, lucien, how="oral", scopes=["posts"])
    else:
        Role.objects.filter(person=lucien).update(until=timezone.now())
        assert end_lapsed.func(0) == 1

    assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(Trip.objects.filter(role="passenger").values_list("state", flat=True)) == {"closed"}
    assert not Seat.objects.exists()
    for each, said in ((booking, "annule votre trajet"), (waiting, "retire sa demande")):
        told = Notice.objects.filter(person=each.way.trip.author, kind="ride").latest("pk")
        assert said in line(told).sentence
        said_there = each.contact.conversation.messages.latest("pk")
        assert said_there.facts["reason"] == "Plus personne n’agit en son nom."


def test_what_another_helper_asked_stays(officer, karim, in_a_week):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    trip = asked_by(his, lucien, in_a_week)
    riding.take(his, lucien, offered_by(karim, trip), "accept")

    ending.end(theirs, officer)

    trip.refresh_from_db()
    assert (trip.state, Booking.objects.get().state) == ("open", "accepted")


def test_a_consent_said_anew_keeps_her_rides(client, officer, consent, trip, booking):
    again = consents.give(consent, officer, how="signed", scopes=["rides"])

    assert "C’est convenu" in text_of(step(client, officer, again, booking, "accept"))


@pytest.mark.parametrize("how", ["by the town hall", "with her space"])
def test_when_her_account_is_erased_her_driver_reads_it_without_her_name(
    officer, consent, trip, booking, karim, how
):
    riding.take(consent, officer, booking, "accept")

    if how == "by the town hall":
        assert ending.leave(consent, officer)
        told = Notice.objects.get(person=karim)
        assert line(told).sentence.startswith("La personne que vous deviez emmener n’est plus sur Placette")
        assert "Fonsorbes → Toulouse" in line(told).sentence
    else:
        erase("31187")

    assert not Person.objects.filter(pk=consent.person_id).exists()
    assert not Seat.objects.exists()
    assert not Trip.objects.filter(role="passenger").exists()
    assert not [each for each in Notice.objects.all() if "Odette" in str(each.facts)]


def test_she_takes_her_account_over_and_her_rides_with_it(client, officer, consent, trip, booking, karim):
    account = person_of("Nouvelle", lives_in=None)

    person = taking_over.take_over(taking_over.issue(consent, officer), account)

    client.force_login(person)
    assert client.post(f"/places/{booking.pk}/accepter/").status_code == 302
    booking.refresh_from_db()
    assert (booking.state, booking.deed) == ("accepted", None)
    client.force_login(officer)
    assert client.get(f"/pour/{consent.pk}/trajets/{trip.pk}/").status_code == 404


def test_an_offer_that_comes_just_after_she_looks_no_further_is_told_so(officer, consent, trip, karim):
    way = trip.ways.select_related("trip__author", "trip__deed__consent").get()
    riding.close(consent, officer, trip)

    with pytest.raises(TooLate, match=str(GONE)):
        offered_by(karim, trip)

    assert way.bookings.count() == 0
    assert not Booking.objects.exists()


def test_with_her_driver_his_name_goes_from_her_sheet(officer, consent, trip, booking, karim):
    riding.take(consent, officer, booking, "accept")

    karim.delete()

    done = RideDeed.objects.latest("pk")
    assert (done.what, done.booking) == ("accepts", None)
    assert "Karim" not in str(done.facts)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_says_yes_or_no_for_her():
    officer, other = officer_of(), officer_of()
    consent = carried_by(officer)
    booking = offered_by(
        person_of("Karim"), asked_by(consent, officer, timezone.localdate() + timedelta(days=7))
    )

    said = side_by_side(
        lambda: riding.take(consent, officer, booking, "accept"),
        lambda: riding.take(consent, other, booking, "decline"),
        refusals=TooLate,
    )

    booking.refresh_from_db()
    late = [isinstance(each, TooLate) for each in said]
    assert (booking.state, late) in (("accepted", [False, True]), ("declined", [True, False]))
    assert Deed.objects.count() == RideDeed.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_offer_and_the_end_of_her_consent_at_once_leave_nothing_that_waits():
    officer = officer_of()
    consent = carried_by(officer)
    trip = asked_by(consent, officer, timezone.localdate() + timedelta(days=7))
    karim = person_of("Karim")

    side_by_side(
        lambda: offered_by(karim, trip),
        lambda: ending.end(consent, officer),
        refusals=TooLate,
    )

    assert Trip.objects.get(pk=trip.pk).state == "closed"
    assert not Booking.objects.filter(state__in=["asked", "accepted"]).exists()
