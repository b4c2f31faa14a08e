"""One car is enough: with a yes the other offers for the same ride fall, and who looks for one is looked for no more."""

from datetime import timedelta

import pytest
from django.db import connections
from django.db.models.signals import post_save

from placette.carpool import riding
from placette.carpool.actions import bookings, trips
from placette.carpool.actions.offering import offer_to
from placette.carpool.actions.ways import Direction
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.queries import matching
from placette.carpool.riding import End, terms
from placette.carpool.router import chosen
from placette.carpool.router.estimate import Estimator
from placette.carpool.sentences import told_of_step
from placette.core.tests.racing import at_once
from placette.notices.models import Notice
from placette.people.models import Person
from placette.people.tests.factories import commune_of, person_of, standing

from .factories import FONSORBES, MONDAY, PLAISANCE, SAINT_LYS, TOULOUSE, way_of
from .test_matching import wish

pytestmark = pytest.mark.usefixtures("november")


def request_of(passenger: Person, **when) -> Way:
    return Way.objects.select_related("trip__author").get(
        pk=way_of(passenger, role="passenger", seats=1, **when).pk
    )


def offers_of(asked: Way, *drivers: Person, day=MONDAY) -> list[Booking]:
    return [offer_to(asked, day, driver, standing(driver)) for driver in drivers]


@pytest.mark.django_db
def test_the_others_are_told_kindly_and_other_days_stand():
    jeanne, karim, odette, paul = (person_of(name) for name in ("Jeanne", "Karim", "Odette", "Paul"))
    asked = request_of(jeanne, weekdays=0b0000011)
    first, second, third = offers_of(asked, karim, odette, paul)
    (tuesday,) = offers_of(asked, odette, day=MONDAY + timedelta(days=1))

    bookings.accept(first, jeanne)

    states = Booking.objects.in_bulk([first.pk, second.pk, third.pk, tuesday.pk])
    assert [states[each.pk].state for each in (first, second, third, tuesday)] == [
        "accepted", "cancelled", "cancelled", "asked",
    ]  # fmt: skip
    told = Notice.objects.get(person=odette, facts__step="found")
    assert told.facts["name"] == jeanne.display_name
    with pytest.raises(bookings.Refusal, match="Une autre voiture a été trouvée"):
        offers_of(asked, person_of("Ana"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "differs", [{"women_only": True}, {"clock": 8 * 3600 + 1_500}, {"clock": 9 * 3600 + 1}]
)
def test_an_offer_is_made_with_her_own_drive_where_it_fits(differs):
    lea, jeanne = person_of("Léa"), person_of("Jeanne")
    hers = way_of(lea, flexibility=900, clock=differs.get("clock", 8 * 3600))
    Trip.objects.filter(pk=hers.trip_id).update(women_only=differs.get("women_only", False))

    (offer,) = offers_of(request_of(jeanne, flexibility=900), lea)

    assert (offer.way == hers) == (differs.get("clock", 0) <= 8 * 3600 + 1_800)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_the_router_is_asked(monkeypatch):
    karim, jeanne = person_of("Karim"), person_of("Jeanne")
    asked, locked = request_of(jeanne), []

    def watched() -> Estimator:
        locked.append(connections["default"].in_atomic_block)
        return Estimator()

    monkeypatch.setattr(chosen, "router", watched)
    monkeypatch.setattr(riding, "router", watched)
    (offer,) = offers_of(asked, karim)
    along = Direction(End("A", FONSORBES), End("B", TOULOUSE), 18 * 3600, 900, on=MONDAY)
    trips.publish(karim, karim.memberships.get(), [along], role="driver", seats=3, audience="community")

    assert locked == [False, False]
    assert (offer.way.road, offer.road, offer.detour) == (offer.way.road, offer.way.road, 0)


@pytest.mark.django_db
def test_what_she_asked_others_herself_falls_as_well():
    jeanne, karim, odette = (person_of(name) for name in ("Jeanne", "Karim", "Odette"))
    asked, drive = request_of(jeanne), way_of(odette)
    drive = Way.objects.select_related("trip__author").get(pk=drive.pk)
    ride = terms(drive, MONDAY, End("A", FONSORBES), End("B", TOULOUSE))
    hers = bookings.ask(drive.trip, drive, jeanne, jeanne, ride, wish=asked)
    (offer,) = offers_of(asked, karim)

    bookings.accept(offer, jeanne)

    hers.refresh_from_db()
    assert (hers.state, hers.ended_by) == ("cancelled", jeanne)
    with pytest.raises(bookings.Refusal, match="annulé"):
        bookings.accept(hers, odette)


@pytest.mark.django_db
@pytest.mark.parametrize("read_before", [True, False])
def test_a_yes_stands_where_she_has_just_deleted_the_request_that_she_asked_with(read_before):
    jeanne, odette = person_of("Jeanne"), person_of("Odette")
    asked = request_of(jeanne)
    drive = Way.objects.select_related("trip__author").get(pk=way_of(odette).pk)
    ride = terms(drive, MONDAY, End("A", FONSORBES), End("B", TOULOUSE))
    made = bookings.ask(drive.trip, drive, jeanne, jeanne, ride, wish=asked)
    read = Booking.objects.get(pk=made.pk)
    assert not read_before or read.wish == asked
    Trip.objects.filter(pk=asked.trip_id).delete()

    assert bookings.accept(read, odette).state == "accepted"


@pytest.mark.django_db
def test_who_still_waits_reads_when_the_driver_comes_by_after_all():
    karim, jeanne, odette = (person_of(name) for name in ("Karim", "Jeanne", "Odette"))
    drive = Way.objects.select_related("trip__author").get(pk=way_of(karim).pk)
    late, first = (
        bookings.ask(drive.trip, drive, who, who, terms(drive, MONDAY, End("A", at), End("B", TOULOUSE)))
        for who, at in ((jeanne, PLAISANCE), (odette, SAINT_LYS))
    )
    before = late.pick_up_at

    bookings.accept(first, karim)
    late.refresh_from_db()
    agreed = terms(drive, MONDAY, End("A", PLAISANCE), End("B", TOULOUSE))
    assert (late.pick_up_at, late.detour) == (agreed.pick_up_at, agreed.detour)
    assert late.pick_up_at >= before + timedelta(minutes=5)
    assert "passe plutôt" in told_of_step(Notice.objects.get(person=jeanne).facts)

    bookings.cancel(first, karim)
    late.refresh_from_db()
    assert late.pick_up_at == before


@pytest.fixture
def three_ask():
    """Léa and Jeanne on the way of Karim, and Odette first of it, by whom he has to go round."""
    karim = person_of("Karim")
    drive = Way.objects.select_related("trip__author").get(pk=way_of(karim).pk)
    asked = (("Léa", PLAISANCE), ("Jeanne", PLAISANCE), ("Odette", SAINT_LYS))
    return [
        bookings.ask(drive.trip, drive, who, who, terms(drive, MONDAY, End("A", at), End("B", TOULOUSE)))
        for name, at in asked
        for who in [person_of(name)]
    ]


@pytest.mark.django_db
def test_a_yes_is_kept_where_the_drive_is_deleted_while_the_router_is_asked(monkeypatch, three_ask):
    _, _, first = three_ask

    def slow() -> Estimator:
        Trip.objects.filter(pk=first.way.trip_id).delete()
        return Estimator()

    monkeypatch.setattr(riding, "router", slow)

    assert bookings.accept(first, first.way.trip.author).state == "accepted"
    assert not Booking.objects.exists()


@pytest.mark.django_db
def test_where_one_of_those_who_wait_has_gone_the_others_still_read_their_hour(three_ask):
    gone, late, first = three_ask
    passing = person_of("Passante")
    next_in_line = bookings.ask(
        late.way.trip,
        late.way,
        passing,
        passing,
        terms(late.way, MONDAY, End("A", PLAISANCE), End("B", TOULOUSE)),
    )

    def leaves(instance: Booking, **_: object) -> None:
        if instance.pk == gone.pk:
            Booking.objects.filter(pk=late.pk).delete()

    post_save.connect(leaves, sender=Booking)
    try:
        bookings.accept(first, first.way.trip.author)
    finally:
        post_save.disconnect(leaves, sender=Booking)

    before = next_in_line.pick_up_at
    next_in_line.refresh_from_db()
    assert next_in_line.pick_up_at >= before + timedelta(minutes=5)


@pytest.mark.django_db
def test_she_is_looked_for_again_once_it_is_cancelled():
    jeanne, karim = person_of("Jeanne"), person_of("Karim")
    asked = request_of(jeanne)
    along = wish(FONSORBES, TOULOUSE, reach=60_000, seats=3)
    (offer,) = offers_of(asked, karim)

    bookings.accept(offer, jeanne)
    assert matching.passengers(along) == []
    bookings.cancel(offer, karim)

    assert [each.way for each in matching.passengers(along)] == [asked.pk]
    (again,) = offers_of(asked, person_of("Odette"))
    assert again.state == "asked"


@pytest.mark.django_db(transaction=True)
def test_of_two_yeses_at_the_same_instant_one_is_too_late_and_nobody_waits_for_ever():
    commune_of("31187")
    drivers = [person_of("Karim"), person_of("Odette")]
    for driver in drivers:
        way_of(driver, seats=8, flexibility=3600)
    for _ in range(4):
        passengers = [person_of("Jeanne"), person_of("Léa")]
        asked = [request_of(passenger) for passenger in passengers]
        offers = [booking for each in asked for booking in offers_of(each, *drivers)]

        # Two drivers have both offered to both: their cars are locked crosswise.
        said = at_once(
            lambda offer: bookings.accept(offer, offer.passenger), offers, refusals=bookings.Refusal
        )

        assert sum(isinstance(each, Booking) for each in said) == 2
        for each in asked:
            states = Booking.objects.filter(wish=each).values_list("state", flat=True)
            assert sorted(states) == ["accepted", "cancelled"]
