"""How a booking may change: forwards, and by the resident’s own yes."""

from datetime import date

import pytest
import time_machine

from placette.carpool.actions import pauses, seats
from placette.carpool.actions.seats import Taken
from placette.carpool.costs.agreed import allowed
from placette.carpool.models import Booking, PartnerBooking, PartnerMessage, Seat, Trip, Way
from placette.carpool.standard import bookings
from placette.carpool.tests.factories import MONDAY, shown_way_of
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .asking import begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
State = PartnerBooking.State
ALL = list(State)


@pytest.fixture
def drive() -> Way:
    return shown_way_of(person_of("Apolline", "Quéré"), seats=1)


def put_at(booking: PartnerBooking, state: str) -> None:
    PartnerBooking.objects.filter(pk=booking.pk).update(state=state, decided_at=booking.asked_at)


@pytest.mark.parametrize("before", ALL)
@pytest.mark.parametrize("after", ALL)
def test_after_the_ride_a_status_goes_forwards_only(partner, drive, before, after):
    legal = {
        (State.WAITING, State.CANCELLED), (State.CONFIRMED, State.COMPLETED), (State.CONFIRMED, State.VALIDATED),
        (State.CONFIRMED, State.CANCELLED), (State.COMPLETED, State.VALIDATED), (State.COMPLETED, State.CANCELLED),
        (State.VALIDATED, State.CANCELLED),
    }  # fmt: skip
    booking = partner.booked(drive)
    put_at(booking, before)

    with time_machine.travel(begun(booking), tick=False):
        answer = partner.patch(booking.pk, after)

    booking.refresh_from_db()
    if (before, after) in legal:
        assert answer.status_code == 200
        assert booking.state == after
    else:
        assert (answer.status_code, answer.json()) == (409, {"error": "status_already_set"})
        assert booking.state == before


def test_a_partner_confirms_nothing_in_a_resident_s_name(partner, drive):
    booking = partner.booked(drive)

    assert partner.patch(booking.pk, "CONFIRMED").status_code == 409
    assert not Seat.objects.exists()


def test_a_ride_that_has_not_begun_is_not_done(partner, drive):
    booking = partner.booked(drive)
    bookings.accept(booking, drive.trip.author)

    assert partner.patch(booking.pk, "COMPLETED_PENDING_VALIDATION").status_code == 409


def test_a_yes_takes_the_seat_and_a_cancellation_frees_it(partner, drive):
    booking = partner.booked(drive)

    bookings.accept(booking, drive.trip.author)
    assert [seat.holder for seat in Seat.objects.all()] == [f"partner:{booking.pk}"]
    assert partner.get(f"bookings/{booking.pk}").json()["status"] == "CONFIRMED"
    assert partner.journeys("driver_journeys") == []

    assert partner.patch(booking.pk, "CANCELLED", message="Malade, désolée").status_code == 200
    assert not Seat.objects.exists()
    assert len(partner.journeys("driver_journeys")) == 1
    assert PartnerMessage.objects.get().text == "Malade, désolée"
    assert Notice.objects.filter(key=f"partner_ride:{booking.pk}:cancelled").exists()


def test_a_no_is_a_cancellation_and_cannot_be_taken_back(partner, drive):
    booking = partner.booked(drive)

    bookings.decline(booking, drive.trip.author)

    assert partner.get(f"bookings/{booking.pk}").json()["status"] == "CANCELLED"
    with pytest.raises(bookings.Refusal, match="déjà sa réponse"):
        bookings.accept(booking, drive.trip.author)
    assert partner.post("bookings", partner.booking(drive)).status_code == 201  # asked anew


def test_the_last_seat_is_given_once(partner, drive):
    first, second = partner.booked(drive, 1), partner.booked(drive, 2)
    bookings.accept(first, drive.trip.author)

    with pytest.raises(bookings.Refusal, match="plus assez de places"):
        bookings.accept(second, drive.trip.author)

    second.refresh_from_db()
    assert second.state == State.WAITING


def test_passengers_never_pay_more_together_than_the_law_has_it(partner):
    drive = shown_way_of(person_of(), seats=2)
    most = allowed(drive, MONDAY, 0, 20_000, 1)
    price = {"type": "PAYING", "amount": most / 100, "currency": "EUR"}
    first, second = partner.booked(drive, 1, price=price), partner.booked(drive, 2, price=price)

    bookings.accept(first, drive.trip.author)

    assert allowed(drive, MONDAY, 0, 20_000, 1) < most
    with pytest.raises(bookings.Refusal, match="ce que la loi permet"):
        bookings.accept(second, drive.trip.author)
    assert Seat.objects.count() == 1
    beyond = partner.booking(drive, number=3, price=price | {"amount": most / 100 + 0.01})
    assert partner.post("bookings", beyond).status_code == 400


def test_a_yes_after_the_hour_is_too_late(partner, drive):
    booking = partner.booked(drive)

    with (
        time_machine.travel(begun(booking), tick=False),
        pytest.raises(bookings.Refusal, match="L’heure de ce trajet est passée"),
    ):
        bookings.accept(booking, drive.trip.author)


def test_a_resident_is_driven_by_one_of_them(partner):
    lea = person_of("Léa")
    request = shown_way_of(lea, role="passenger")
    first, second = partner.booked(request, 1), partner.booked(request, 2)
    bookings.accept(first, lea)

    with pytest.raises(bookings.Refusal, match="Quelqu’un d’autre"):
        bookings.accept(second, lea)


def test_the_seats_of_residents_are_left_alone(partner):
    drive = shown_way_of(person_of(), seats=2)
    seats.claim(drive, MONDAY, Taken("booking:7", 0, 20_000))
    booking = partner.booked(drive)

    bookings.accept(booking, drive.trip.author)
    bookings.cancel(booking, drive.trip.author)

    assert [seat.holder for seat in Seat.objects.all()] == ["booking:7"]
    assert not Booking.objects.exists()


def test_a_day_that_a_partner_asked_for_stays_among_the_holidays(partner):
    drive = shown_way_of(person_of(), weekdays=1)
    Trip.objects.update(rests_with_zone="C")
    first, second = date(2026, 12, 21), date(2026, 12, 28)
    assert partner.post("bookings", partner.booking(drive, first)).status_code == 201

    pauses.rest(drive, date(2026, 11, 25))

    assert second in set(drive.pauses.values_list("day", flat=True))
    assert first not in set(drive.pauses.values_list("day", flat=True))
