"""A partner as it asks over HTTP, for tests."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client

from placette.carpool.geometry import Point
from placette.carpool.models import PartnerBooking, Way
from placette.carpool.standard import ids, keys, objects
from placette.carpool.standard.rides import sets_out
from placette.carpool.tests.factories import FONSORBES, MONDAY, TOULOUSE

BASE = "/standard-covoiturage/v1/"
OPERATOR = "covoit.example"
PARIS = ZoneInfo("Europe/Paris")
EIGHT = round(datetime(2026, 11, 30, 8, tzinfo=PARIS).timestamp())


class PartnerClient:
    """Sends the key of an operator along."""

    def __init__(
        self, operator: str = OPERATOR, scopes: tuple[str, ...] = ("search", "book", "write")
    ) -> None:
        self.operator = operator
        self.key = keys.issue(operator, operator.split(".")[0].title(), scopes)
        self.client = Client(headers={"X-API-Key": self.key})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(BASE + path, query)

    def post(self, path: str, data: Any) -> HttpResponse:
        return self.client.post(BASE + path, data, content_type="application/json")

    def patch(self, pk: object, status: str, **query: Any) -> HttpResponse:
        return self.client.patch(BASE + f"bookings/{pk}", query_params={"status": status} | query)

    def journeys(
        self, operation: str, start: Point = FONSORBES, end: Point = TOULOUSE, **query: Any
    ) -> list[dict[str, Any]]:
        answer = self.get(operation, **journey_query(start, end, **query))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def user(self, number: int = 1) -> dict[str, str]:
        return {"id": f"them-{number}", "operator": self.operator, "alias": "Lou"}

    def booking(self, way: Way, day: date = MONDAY, number: int = 1, **fields: Any) -> dict[str, Any]:
        """As it is sent for this way."""
        ours, theirs = objects.user(way.trip.author), self.user(number)
        drives = way.role == "driver"
        return {
            "id": str(uuid.uuid4()),
            "driver": ours if drives else theirs,
            "passenger": theirs if drives else ours,
            "status": "WAITING_CONFIRMATION",
            "price": {"type": "PAYING", "amount": 2.0, "currency": "EUR"},
            "passengerPickupDate": round(sets_out(way, day).timestamp()),
            "passengerPickupLat": way.start[0],
            "passengerPickupLng": way.start[1],
            "passengerDropLat": way.end[0],
            "passengerDropLng": way.end[1],
            "driverJourneyId" if drives else "passengerJourneyId": ids.of_journey(way.role, way.pk, day),
        } | fields

    def booked(self, way: Way, number: int = 1, **fields: Any) -> PartnerBooking:
        answer = self.post("bookings", self.booking(way, number=number, **fields))
        assert answer.status_code == 201, answer.content
        return PartnerBooking.objects.get(pk=answer.json()["id"])


def journey_query(start: Point = FONSORBES, end: Point = TOULOUSE, **query: Any) -> dict[str, Any]:
    ends = {
        "departureLat": start[0], "departureLng": start[1], "arrivalLat": end[0], "arrivalLng": end[1],
    }  # fmt: skip
    return ends | {"departureDate": EIGHT} | query


def journey(**fields: Any) -> dict[str, Any]:
    """One of a partner's, as it tells us."""
    return {
        "operator": "covoit.example", "type": "PLANNED", "duration": 1_800, "distance": 20_000,
        "passengerPickupLat": FONSORBES[0], "passengerPickupLng": FONSORBES[1], "passengerDropLat": TOULOUSE[0],
        "passengerDropLng": TOULOUSE[1], "passengerPickupDate": EIGHT, "availableSeats": 2,
        "price": {"type": "PAYING", "amount": 1.7, "currency": "EUR"}, "webUrl": "https://covoit.example/12",
        "driver": {"id": "1", "operator": "covoit.example", "alias": "Lou"},
    } | fields  # fmt: skip


def north(point: Point, metres: float) -> Point:
    return point[0] + metres / 111_195, point[1]


def begun(booking: PartnerBooking) -> datetime:
    return booking.pick_up_at + timedelta(minutes=5)
