"""What partners write and report."""

import uuid

import pytest
import time_machine
from django.utils import timezone

from placette.carpool.models import PartnerBooking, PartnerEvent, PartnerMessage
from placette.carpool.standard import access, ids, objects, tasks
from placette.carpool.tests.factories import MONDAY, shown_way_of, way_of
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .asking import EIGHT, PartnerClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


def letter(partner: PartnerClient, person, **fields) -> dict:
    return {
        "from": partner.user(),
        "to": objects.user(person),
        "message": "Bonjour, je suis au 06 00 00 00 00",
        "recipientCarpoolerType": "DRIVER",
    } | fields


def test_a_message_is_told_and_read_on_its_page(partner, client):
    drive = shown_way_of(person_of())
    sent = letter(partner, drive.trip.author, driverJourneyId=ids.of_journey("driver", drive.pk, MONDAY))

    answer = partner.post("messages", sent)

    assert answer.status_code == 201
    notice = Notice.objects.get()
    assert notice.kind == "partner_message"
    client.force_login(drive.trip.author)
    page = client.get(notice.url).content.decode()
    assert "06 00 00 00 00" in page
    assert "Lou vous écrit depuis Covoit" in page


def test_a_message_about_a_ride_stands_on_its_page(partner, client):
    drive = shown_way_of(person_of())
    booking = partner.booked(drive)

    partner.post("messages", letter(partner, drive.trip.author, bookingId=str(booking.pk)))

    client.force_login(drive.trip.author)
    page = client.get(f"/trajets/partenaires/messages/{PartnerMessage.objects.get().pk}/", follow=True)
    assert page.redirect_chain == [(f"/trajets/partenaires/{booking.pk}/", 302)]
    assert "06 00 00 00 00" in page.content.decode()


def test_a_message_is_read_by_nobody_else(partner, client):
    drive = shown_way_of(person_of())
    partner.post("messages", letter(partner, drive.trip.author))
    client.force_login(person_of("Zoé"))

    assert client.get(f"/trajets/partenaires/messages/{PartnerMessage.objects.get().pk}/").status_code == 404


def test_the_sender_need_not_be_known_but_the_recipient_must(partner):
    drive, hidden = shown_way_of(person_of()), way_of(person_of("Zoé"))
    author = drive.trip.author

    for wrong in (
        {"to": {"id": "u-" + "0" * 32, "operator": "127.0.0.1", "alias": "X"}},
        {"to": objects.user(author) | {"operator": "autre.example"}},
        {"to": objects.user(hidden.trip.author)},
        {"driverJourneyId": "d-1"},
        {"driverJourneyId": ids.of_journey("driver", hidden.pk, MONDAY)},
        {"bookingId": str(uuid.uuid4())},
    ):
        assert partner.post("messages", letter(partner, author) | wrong).status_code == 404, wrong
    assert partner.post("messages", letter(partner, author)).status_code == 201


def test_what_cannot_be_read_is_refused(partner):
    author = shown_way_of(person_of()).trip.author

    for wrong in (
        {"message": "x" * 501}, {"message": "\u200b"}, {"recipientCarpoolerType": "PILOT"}, {"from": {"id": "1"}},
        {"bookingId": "1"},
    ):  # fmt: skip
        assert partner.post("messages", letter(partner, author) | wrong).status_code == 400, wrong
    assert (
        partner.post("messages", letter(partner, author) | {"from": objects.user(author)}).status_code == 401
    )


def test_a_partner_does_not_flood(partner, monkeypatch):
    monkeypatch.setattr("placette.carpool.standard.messages.MESSAGES", 1)
    author = shown_way_of(person_of()).trip.author

    answers = [partner.post("messages", letter(partner, author)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 429]
    assert answers[1]["Retry-After"] == str(access.HOUR)


def event(status: str = "CONFIRMED", **fields) -> dict:
    ends = {
        "passengerPickupLat": 43.5, "passengerPickupLng": 1.2, "passengerDropLat": 43.6, "passengerDropLng": 1.4,
    }  # fmt: skip
    booking = {
        "id": "b-12", "passengerPickupDate": EIGHT, "status": status, "webUrl": "https://covoit.example/12",
        "passenger": {"id": "1", "operator": "covoit.example", "alias": "Ludivine"},
    }  # fmt: skip
    return {"id": str(uuid.uuid4()), "idToken": "a.b.c", "data": booking | ends | fields}


def test_reported_bookings_go_forwards_and_name_nobody(partner):
    answers = [
        partner.post("booking_events", event(status)).status_code
        for status in ("CONFIRMED", "CONFIRMED", "VALIDATED", "CONFIRMED", "CANCELLED", "VALIDATED")
    ]

    assert answers == [200, 400, 200, 400, 200, 400]
    kept = PartnerEvent.objects.values().get()
    assert kept["state"] == "CANCELLED"
    assert "Ludivine" not in str(kept)
    assert "a.b.c" not in str(kept)


def test_an_event_is_of_a_driver_or_of_a_passenger(partner):
    lou = {"id": "1", "operator": "covoit.example", "alias": "Lou"}

    assert partner.post("booking_events", event(passenger=None)).status_code == 400
    assert partner.post("booking_events", event(passenger=None, driver=lou)).status_code == 400
    by_driver = event(passenger=None, driver=lou, price={"type": "FREE"})
    assert partner.post("booking_events", by_driver).status_code == 200


def test_two_partners_may_give_a_booking_the_same_number(partner):
    other = PartnerClient("autre.example")

    assert partner.post("booking_events", event()).status_code == 200
    assert other.post("booking_events", event()).status_code == 200


def test_what_had_its_time_is_erased(partner):
    drive = shown_way_of(person_of())
    booking = partner.booked(drive)
    partner.post("messages", letter(partner, drive.trip.author))
    partner.post("booking_events", event())

    with time_machine.travel(booking.pick_up_at + tasks.KEPT * 0.9, tick=False):
        tasks.forget(0)
    assert PartnerBooking.objects.exists()

    with time_machine.travel(timezone.now() + tasks.KEPT * 1.1, tick=False):
        tasks.forget(0)
    assert not PartnerBooking.objects.exists()
    assert not PartnerMessage.objects.exists()
    assert not PartnerEvent.objects.exists()
