"""Many partners at the same instant, on real connections: a seat is given once, a booking is made once."""

from collections.abc import Callable

import pytest

from placette.carpool.models import PartnerBooking, Seat
from placette.carpool.standard import bookings
from placette.carpool.tests.factories import shown_way_of
from placette.core.tests.racing import at_once
from placette.people.tests.factories import person_of

from .asking import PartnerClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("november")]
MANY = 20


def by_many(act: Callable[[int], object]) -> list[object]:
    return at_once(act, range(MANY), refusals=bookings.Refusal, threads=MANY)


def states() -> list[str]:
    return sorted(PartnerBooking.objects.values_list("state", flat=True))


def test_twenty_partners_and_one_seat():
    drive = shown_way_of(person_of(), seats=1)
    asked = [PartnerClient(f"p{number}.example").booked(drive) for number in range(MANY)]

    said = by_many(lambda number: bookings.accept(asked[number], drive.trip.author))

    assert states() == ["CONFIRMED"] + ["WAITING_CONFIRMATION"] * (MANY - 1)
    assert Seat.objects.count() == 1
    assert [each for each in said if each is not None and "plus assez" not in str(each)] == []


def test_twenty_drivers_and_one_passenger():
    lea = person_of("Léa")
    request = shown_way_of(lea, role="passenger")
    asked = [PartnerClient(f"p{number}.example").booked(request) for number in range(MANY)]

    by_many(lambda number: bookings.accept(asked[number], lea))

    assert states().count("CONFIRMED") == 1


def test_the_same_booking_sent_twenty_times_is_one():
    drive, partner = shown_way_of(person_of(), seats=1), PartnerClient()
    sent = partner.booking(drive)

    answers = by_many(lambda _: partner.post("bookings", sent).status_code)

    assert sorted(answers) == [201] + [400] * (MANY - 1)
    assert PartnerBooking.objects.count() == 1


def test_a_yes_and_a_cancellation_at_once_leave_no_seat_to_nobody():
    drive, partner = shown_way_of(person_of(), seats=1), PartnerClient()
    booking = partner.booked(drive)

    by_many(
        lambda number: (
            bookings.accept(booking, drive.trip.author)
            if number % 2
            else partner.patch(booking.pk, "CANCELLED")
        )
    )

    assert states() == ["CANCELLED"]
    assert not Seat.objects.exists()
