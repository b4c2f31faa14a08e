"""What a partner may book of a resident, and what fits none of her journeys."""

import uuid
from datetime import timedelta

import pytest

from placette.carpool.actions import seats
from placette.carpool.actions.seats import Taken
from placette.carpool.models import PartnerBooking, Pause, Seat, Trip, Way
from placette.carpool.standard import bookings, ids
from placette.carpool.tests.factories import FONSORBES, MONDAY, PLAISANCE, TOULOUSE, shown_way_of, way_of
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .asking import PartnerClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
State = PartnerBooking.State


@pytest.fixture
def drive() -> Way:
    return shown_way_of(person_of("Apolline", "Quéré"), seats=1)


def test_what_is_found_can_be_booked_as_it_was_found(partner, drive):
    (found,) = partner.journeys("driver_journeys", PLAISANCE, timeDelta=3600)
    sent = partner.booking(
        drive,
        driver=found["driver"],
        price=found["price"],
        driverJourneyId=found["id"],
        **{name: found[name] for name in found if name.startswith("passenger")},
    )

    answer = partner.post("bookings", sent)

    assert answer.status_code == 201
    made = answer.json()
    same = ("id", "status", "driver", "passenger", "price", "passengerPickupDate", "driverJourneyId")
    assert {name: made[name] for name in same} == {name: sent[name] for name in same}
    assert partner.get(f"bookings/{sent['id']}").json() == made
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (drive.trip.author, "partner_ride")


def test_a_request_of_a_resident_can_be_answered_by_a_partner_s_driver(partner):
    lea = person_of("Léa")
    (request,) = [shown_way_of(lea, role="passenger")]

    booking = partner.booked(request)
    bookings.accept(booking, lea)

    booking.refresh_from_db()
    assert (booking.state, booking.seats) == (State.CONFIRMED, 0)
    assert not Seat.objects.exists()


def test_no_more_of_the_other_is_kept_than_an_alias(partner, drive):
    lou = partner.user() | {
        "firstName": "Ludivine",
        "lastName": "Caché",
        "picture": "https://x.example/a.jpg",
    }

    answer = partner.post("bookings", partner.booking(drive, passenger=lou, passengerPickupAddress="Mairie"))

    kept = str(list(PartnerBooking.objects.values()))
    assert answer.status_code == 201
    assert "Ludivine" not in kept
    assert "Caché" not in answer.content.decode()
    assert answer.json()["passengerPickupAddress"] == "Mairie"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"status": "CONFIRMED"}, "status"),
        ({"price": {"type": "UNKNOWN"}}, "price.type"),
        ({"price": {"type": "PAYING"}}, "price"),
        ({"price": {"type": "PAYING", "amount": 1, "currency": "XXX"}}, "price.currency"),
        ({"passengerPickupLat": 91}, "passengerPickupLat"),
        ({"driverJourneyId": None}, "missing_journey"),
        ({"driverJourneyId": "d-" + "0" * 32}, "missing_journey"),
        ({"driverJourneyId": "x\x00y"}, "driverJourneyId"),
        ({"id": "1"}, "id"),
        ({"driver": {"id": "u-1", "operator": "127.0.0.1", "alias": "A"}}, "missing_user"),
        ({"passengerDropLat": 48.8, "passengerDropLng": 2.3}, "places"),
        ({"passengerPickupDate": 4_000_000_000}, "passengerPickupDate"),
        ({"passengerPickupDate": "nan"}, "passengerPickupDate"),
    ],
    ids=str,
)
def test_what_fits_no_journey_of_ours_is_refused(partner, drive, wrong, why):
    answer = partner.post("bookings", partner.booking(drive) | wrong)

    assert answer.status_code == 400
    assert why in answer.json()["error"]
    assert not PartnerBooking.objects.exists()


def _pause(way: Way) -> None:
    Way.objects.update(on=None, weekdays=1, first_day=MONDAY)
    Pause.objects.create(way=way, day=MONDAY)


@pytest.mark.parametrize(
    "hidden",
    [
        lambda way: Trip.objects.update(shown_to_partners=False),
        lambda way: Way.objects.update(is_open=False),
        lambda way: Way.objects.update(on=MONDAY + timedelta(days=1)),
        _pause,
        lambda way: way.trip.author.memberships.update(verified_at=None),
    ],
    ids=["not shown", "closed", "moved", "paused", "not verified"],
)
def test_what_is_no_longer_shown_is_no_longer_booked(partner, drive, hidden):
    sent = partner.booking(drive)
    hidden(drive)

    answer = partner.post("bookings", sent)

    assert (answer.status_code, answer.json()) == (400, {"error": "missing_journey"})


def test_a_partner_speaks_for_its_own_users_only(partner, drive):
    sent = partner.booking(drive, passenger={"id": "1", "operator": "autre.example", "alias": "Lou"})

    assert partner.post("bookings", sent).status_code == 401
    assert not PartnerBooking.objects.exists()


def test_an_id_is_used_once_also_by_another_partner(partner, drive):
    booking = partner.booked(drive)
    other = PartnerClient("autre.example")

    assert partner.post("bookings", partner.booking(drive, number=2, id=str(booking.pk))).status_code == 400
    assert other.post("bookings", other.booking(drive, id=str(booking.pk))).status_code == 400
    assert partner.post("bookings", partner.booking(drive)).status_code == 400  # the same passenger, again
    assert PartnerBooking.objects.count() == 1


def test_a_full_car_is_not_booked(partner, drive):
    seats.claim(drive, MONDAY, Taken("booking:1", 0, 100_000))

    answer = partner.post("bookings", partner.booking(drive))

    assert (answer.status_code, answer.json()) == (400, {"error": "no_seat_left"})


def test_a_booking_is_its_partner_s_alone(partner, drive):
    booking, other = partner.booked(drive), PartnerClient("autre.example")

    for answer in (other.get(f"bookings/{booking.pk}"), other.patch(booking.pk, "CANCELLED")):
        assert (answer.status_code, answer.json()) == (404, {"error": "missing_booking"})
    assert partner.get(f"bookings/{uuid.uuid4()}").status_code == 404
    assert partner.patch(uuid.uuid4(), "CANCELLED").status_code == 404
    assert partner.get("bookings/12").status_code == 400
    assert partner.patch("12", "CANCELLED").status_code == 400


def test_an_unknown_status_is_no_status(partner, drive):
    booking = partner.booked(drive)

    assert partner.patch(booking.pk, "DONE").status_code == 400
    assert partner.patch(booking.pk, "CANCELLED", message="x" * 501).status_code == 400
    assert partner.client.patch(f"/standard-covoiturage/v1/bookings/{booking.pk}").status_code == 400


def test_a_journey_s_id_is_of_its_own_kind(partner, drive):
    request = way_of(person_of("Léa"), FONSORBES, TOULOUSE, role="passenger")
    sent = partner.booking(drive, driverJourneyId=ids.of_journey("passenger", request.pk, MONDAY))

    assert partner.post("bookings", sent).json() == {"error": "missing_journey"}
