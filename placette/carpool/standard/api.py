"""The Standard Covoiturage, as its published file has it (v1.0.0-alpha): partners search, book and write.

docs/standard-covoiturage.md says what an operator does about it.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query

from placette.carpool.models import PartnerKey
from placette.carpool.standard import bookings, events, journeys, messages, objects, queries
from placette.carpool.standard.access import A_MINUTE, REQUESTS, Key, answer_in_its_words, count
from placette.carpool.standard.queries import Asked
from placette.carpool.standard.schemas import (
    BookingIn,
    EventIn,
    JourneySearch,
    MessageIn,
    Search,
    Status,
    TripSearch,
)
from placette.core import limits

api = NinjaAPI(
    title="Standard Covoiturage", urls_namespace="standard-covoiturage", docs_url=None, openapi_url=None
)
answer_in_its_words(api)
SEARCH, BOOK, WRITE = Key(PartnerKey.Scope.SEARCH), Key(PartnerKey.Scope.BOOK), Key(PartnerKey.Scope.WRITE)


@api.get("/status", auth=None)
def status(request: HttpRequest) -> HttpResponse:
    count(f"standard:status:{limits.visitor(request)}", REQUESTS, A_MINUTE)
    return HttpResponse()


@api.get("/driver_journeys", auth=SEARCH)
def driver_journeys(request: HttpRequest, wanted: Query[JourneySearch]) -> Any:
    return _journeys(queries.drives, wanted)


@api.get("/passenger_journeys", auth=SEARCH)
def passenger_journeys(request: HttpRequest, wanted: Query[JourneySearch]) -> Any:
    return _journeys(queries.requests, wanted)


@api.get("/driver_regular_trips", auth=SEARCH)
def driver_regular_trips(request: HttpRequest, wanted: Query[TripSearch]) -> Any:
    return _trips(queries.drives, wanted)


@api.get("/passenger_regular_trips", auth=SEARCH)
def passenger_regular_trips(request: HttpRequest, wanted: Query[TripSearch]) -> Any:
    return _trips(queries.requests, wanted)


@api.post("/bookings", auth=BOOK)
def book(request: HttpRequest, data: BookingIn) -> Any:
    made = bookings.receive(request.auth.partner, data)
    return api.create_response(request, objects.booking(made), status=201)


@api.get("/bookings/{pk}", auth=BOOK)
def booking(request: HttpRequest, pk: UUID) -> Any:
    return objects.booking(bookings.of_partner(request.auth.partner, pk))


@api.patch("/bookings/{pk}", auth=BOOK)
def change(
    request: HttpRequest, pk: UUID, status: Query[Status], message: str = Query("", max_length=500)
) -> Any:
    bookings.change(request.auth.partner, pk, status, message)
    return HttpResponse()


@api.post("/messages", auth=WRITE)
def write(request: HttpRequest, data: MessageIn) -> Any:
    messages.receive(request.auth.partner, data)
    return HttpResponse(status=201)


@api.post("/booking_events", auth=BOOK)
def report(request: HttpRequest, data: EventIn) -> Any:
    events.receive(request.auth.partner, data)
    return HttpResponse()


def _journeys(search: journeys.Search, wanted: JourneySearch) -> list[dict[str, Any]]:
    at = journeys.moment(wanted.departureDate)
    return journeys.dated(search, _asked(wanted), at, wanted.timeDelta, wanted.count)


def _trips(search: journeys.Search, wanted: TripSearch) -> list[dict[str, Any]]:
    first, last = (
        journeys.moment(each) if each is not None else None
        for each in (wanted.minDepartureDate, wanted.maxDepartureDate)
    )
    return journeys.regular(
        search,
        _asked(wanted),
        wanted.clock,
        wanted.weekdays,
        wanted.timeDelta,
        (first, last),
        wanted.count,
    )


def _asked(wanted: Search) -> Asked:
    return Asked(
        (wanted.departureLat, wanted.departureLng),
        (wanted.arrivalLat, wanted.arrivalLng),
        wanted.departureRadius,
        wanted.arrivalRadius,
    )
