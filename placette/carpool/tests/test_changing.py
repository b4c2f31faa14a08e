"""A trip is changed by its author: searches follow, and nobody who counts on it is left standing."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placette.carpool.actions import bookings
from placette.carpool.actions.changing import Agreed, change
from placette.carpool.actions.ways import Direction
from placette.carpool.models import Booking, Pause, Trip, Way
from placette.carpool.queries import columns, matching
from placette.carpool.riding import End, terms
from placette.core.tests.racing import side_by_side
from placette.notices.models import Notice
from placette.people.tests.factories import commune_of, person_of

from .factories import FONSORBES, MONDAY, PLAISANCE, TOULOUSE, way_of
from .jobs import tell_all
from .rides import ride_of
from .test_journey import FRIDAY, _communes, _thursday_morning, as_, booking_made, drive, jeanne, karim

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db
USUAL = {"seats": 3, "detour": None, "audience": "community", "note": "", "preferences": []}


def test_what_the_form_shows_is_what_was_posted_and_saving_it_changes_nothing(as_, karim):
    posted = drive(
        rhythm="weekly", weekdays=["0", "4"], back_clock="18:00", last_day="2027-06-30", detour="6000", rests="on",
        preferences=["talk"], note="Place de l’église",
    )  # fmt: skip
    as_(karim).post("/trajets/nouveau/", posted)
    trip = Trip.objects.get()
    before = list(Way.objects.order_by("pk").values())
    pauses = set(Pause.objects.values_list("way", "day"))

    form = as_(karim).get(f"/trajets/{trip.pk}/modifier/").context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    typed |= {"on": typed["on"].isoformat(), "last_day": typed["last_day"].isoformat()}
    answer = as_(karim).post(f"/trajets/{trip.pk}/modifier/", typed)

    assert answer["Location"] == f"/trajets/{trip.pk}/"
    after = list(Way.objects.order_by("pk").values())
    assert [{**each, "changed": 0} for each in after] == [{**each, "changed": 0} for each in before]
    assert set(Pause.objects.values_list("way", "day")) == pauses


def test_searches_see_the_change_and_a_pair_is_told_once(as_, karim, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", start="Plaisance-du-Touch", seats="1"))
    as_(karim).post("/trajets/nouveau/", drive(clock="15:00"))
    trip = Trip.objects.get(author=karim)
    way = trip.ways.get()
    morning = matching.Wish(PLAISANCE, TOULOUSE, FRIDAY, 8 * 3600)
    assert matching.drivers(morning) == columns.drivers(morning, None, 10) == []
    tell_all()
    assert not Notice.objects.filter(kind="ride_match").exists()

    for note in ("Plus tôt", "Bonjour"):
        typed = drive(clock="08:00", seats="2", note=note)
        assert as_(karim).post(f"/trajets/{trip.pk}/modifier/", typed).status_code == 302
        tell_all()

    assert [(each.way, each.seats) for each in matching.drivers(morning)] == [(way.pk, 2)]
    assert [each.way for each in columns.drivers(morning, None, 10)] == [way.pk]
    assert Notice.objects.filter(kind="ride_match").count() == 1
    trip.refresh_from_db()
    assert (trip.note, trip.seats) == ("Bonjour", 2)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"clock": "09:00"}, "On compte sur cette heure vendredi 27 novembre"),
        ({"on": "2026-11-28"}, "On compte sur vous vendredi 27 novembre"),
        ({"end": "Plaisance-du-Touch"}, "On compte sur ce lieu vendredi 27 novembre"),
        ({"rhythm": "weekly", "weekdays": ["1"]}, "On compte sur vous vendredi 27 novembre"),
    ],
)
def test_what_was_agreed_stays_and_the_days_are_named(client, karim, jeanne, typed, said):
    booking = booking_made(client, karim, jeanne)
    client.force_login(karim)
    address = f"/trajets/{booking.way.trip_id}/modifier/"

    answer = client.post(address, drive(note="Un mot de plus") | typed)

    page = answer.content.decode()
    assert (answer.status_code, said in page, "Un mot de plus" in page) == (409, True, True)
    assert Way.objects.get().clock == 8 * 3600
    client.post(f"/places/{booking.pk}/decliner/")
    assert client.post(address, drive(note="Un mot de plus") | typed).status_code == 302


def test_what_nobody_counts_on_may_always_change(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    client.force_login(karim)
    client.post(f"/places/{booking.pk}/accepter/")
    address = f"/trajets/{booking.way.trip_id}/modifier/"

    more = drive(note="Avec un chien", seats="4", audience="commune", detour="12000", flexibility="1800")
    assert client.post(address, more).status_code == 302
    way = Way.objects.get()
    assert (way.seats, way.audience, way.detour, way.flexibility) == (4, "commune", 12_000, 1800)
    Booking.objects.update(seats=2)
    bookings.places.claim(way, booking.day, bookings.places.Taken("another", 0, 100_000, 2))
    refused = client.post(address, drive(seats="2")).content.decode()
    assert "Plus de places sont déjà convenues vendredi 27 novembre" in refused


def test_a_request_keeps_what_it_was_offered(as_, karim, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    wish = Way.objects.get()
    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})

    answer = as_(jeanne).post(f"/trajets/{wish.trip_id}/modifier/", drive(seats="2", clock="08:30"))

    page = answer.content.decode()
    assert "On vous emmène vendredi 27 novembre" in page
    assert "On compte sur cette heure" in page


def test_a_return_that_is_dropped_is_gone_or_over_where_people_rode(as_, karim, jeanne):
    weekly = drive(rhythm="weekly", weekdays=["3", "4"], back_clock="18:00")
    as_(karim).post("/trajets/nouveau/", weekly)
    trip = Trip.objects.get()
    address = f"/trajets/{trip.pk}/modifier/"
    as_(karim).post(address, weekly | {"back_clock": ""})
    assert [way.direction for way in trip.ways.all()] == ["out"]

    as_(karim).post(address, weekly)
    back = trip.ways.get(direction="back")
    ride_of(back, jeanne, day=date(2026, 11, 20))
    as_(karim).post(address, weekly | {"back_clock": ""})

    back.refresh_from_db()
    assert back.last_day is not None
    assert Booking.objects.filter(way=back).exists()
    assert as_(karim).get(address).context["form"]["back_clock"].value() is None
    as_(karim).post(address, weekly | {"back_clock": "19:00"})
    back.refresh_from_db()
    assert (back.clock, back.last_day) == (19 * 3600, None)


def test_only_its_author_while_she_lives_here_changes_it(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())
    trip = Trip.objects.get()
    address = f"/trajets/{trip.pk}/modifier/"

    assert as_(jeanne).post(address, drive(note="À moi")).status_code == 404
    as_(karim).post(f"/trajets/{trip.pk}/fin/")
    assert as_(karim).post(address, drive(note="Encore")).status_code == 302
    Trip.objects.update(state="open")
    karim.memberships.update(verified_at=None)
    assert as_(karim).get(address).status_code == 302
    trip.refresh_from_db()
    assert trip.note == ""


def test_the_page_asks_few_questions(as_, karim, django_assert_max_num_queries):
    as_(karim).post("/trajets/nouveau/", drive(back_clock="18:00"))
    client, address = as_(karim), f"/trajets/{Trip.objects.get().pk}/modifier/"
    client.get(address)

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_a_change_and_a_yes_at_the_same_instant_one_waits_for_the_other():
    commune_of("31187")
    driver = person_of("Karim")
    ways = [way_of(driver) for _ in range(6)]
    asked = [
        bookings.ask(way.trip, way, rider, rider, terms(way, MONDAY, End("A", FONSORBES), End("B", TOULOUSE)))
        for way in ways
        if (rider := person_of())
    ]

    for way, booking in zip(ways, asked, strict=True):
        out = Direction(End("Ici", FONSORBES), End("Là-bas", TOULOUSE), way.clock, 900, on=MONDAY)
        later = replace(out, clock=9 * 3600)
        changed, said = side_by_side(
            lambda w=way, o=later: change(w.trip, [o], **USUAL),
            lambda b=booking: bookings.accept(b, driver),
            refusals=(Agreed, bookings.Refusal),
        )

        assert (type(changed), said) == (Agreed, booking)
        way.refresh_from_db()
        assert way.clock == 8 * 3600


def test_a_change_does_not_lock_the_commune():
    way = way_of(person_of("Karim"))
    out = Direction(End("Ici", FONSORBES), End("Là-bas", TOULOUSE), way.clock, 900, on=MONDAY)

    with CaptureQueriesContext(connection) as asked:
        change(way.trip, [out], **USUAL)

    (locks,) = [
        each["sql"] for each in asked if 'FROM "carpool_trip"' in each["sql"] and "FOR NO KEY" in each["sql"]
    ]
    assert locks.endswith('OF "carpool_trip"')


def test_who_asks_what_has_just_changed_reads_that_it_did():
    way = way_of(person_of("Karim"))
    rider = person_of("Léa")
    read = Way.objects.select_related("trip").get(pk=way.pk)
    agreed = terms(read, MONDAY, End("A", FONSORBES), End("B", TOULOUSE))
    Way.objects.update(clock=9 * 3600)

    with pytest.raises(bookings.Refusal, match="vient d’être modifié"):
        bookings.ask(read.trip, read, rider, rider, agreed)
