"""The published file itself, run against the live server: a copy with the bounds that it forgets (shared/CARPOOL.md, 1.6)."""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
import time_machine
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from placette.carpool.standard import access, api, objects
from placette.carpool.standard.schemas import DISTANT
from placette.carpool.tests.factories import FONSORBES, TOULOUSE, shown_way_of
from placette.core.configuration import PROJECT
from placette.people.tests.factories import person_of

from .asking import OPERATOR, PartnerClient, journey_query

NAME = "standard-covoiturage_openapi.yaml"
FILE = Path(os.environ.get("STANDARDS", PROJECT.parent / "shared/standards")) / NAME
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FILE.exists(), reason=f"{NAME} is not here; STANDARDS names its folder"),
]
BOUNDS = {
    "Lat": {"minimum": -90, "maximum": 90},
    "Lng": {"minimum": -180, "maximum": 180},
    "Date": {"minimum": 0, "maximum": DISTANT},
    "timeDelta": {"minimum": 0},
    "Radius": {"minimum": 0},
    "count": {"minimum": 0},
}
DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
SEARCHES = ("driver_journeys", "passenger_journeys", "driver_regular_trips", "passenger_regular_trips")
schemathesis.checks.load_all_checks()
schemathesis.openapi.format("partial-time", st.times().map(lambda at: at.isoformat()))


def published() -> dict[str, Any]:
    """What it leaves open is closed, so that cases are of the kind that partners send, and it is none of our doing."""
    # By way of JSON: its status codes are numbers in YAML.
    raw = json.loads(json.dumps(yaml.safe_load(FILE.read_text()), default=str))
    parameters = raw["components"]["parameters"]
    weekdays = parameters["departureWeekdays"]["schema"]
    weekdays |= {"default": DAYS, "items": {"type": "string", "enum": DAYS}, "minItems": 1}
    parameters["departureTimeOfDay"]["example"] = "07:30:00"  # YAML reads 27,000 seconds
    for name, parameter in parameters.items():
        _bound(name, parameter["schema"])
    schemas = raw["components"]["schemas"]
    schemas["User"]["properties"]["operator"]["enum"] = [
        OPERATOR,
        objects.operator(),
    ]  # those who know each other
    for name in ("CarpoolBooking", "CarpoolBookingEvent"):
        schemas[name]["type"] = "object"
    for name in ("User", "CarpoolBooking"):
        schemas[name]["properties"]["id"] |= {"pattern": "^[A-Za-z0-9-]{1,40}$"}
    for path in raw["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    for schema in schemas.values():
        for part in (schema, *schema.get("allOf", ())):
            for name, field in part.get("properties", {}).items():
                _bound(name, field)
    return raw


def _bound(name: str, schema: dict[str, Any]) -> None:
    for end, bounds in BOUNDS.items():
        if name.endswith(end):
            schema |= bounds


@pytest.fixture
def base_url(live_server, monkeypatch) -> str:
    monkeypatch.setattr(access, "REQUESTS", 1_000_000)
    monkeypatch.setattr(access, "WRONG", 1_000_000)
    monkeypatch.setattr(api, "REQUESTS", 1_000_000)
    monkeypatch.setattr("placette.carpool.standard.messages.MESSAGES", 1_000_000)
    return f"{live_server.url}/standard-covoiturage/v1"


CHECKS = schemathesis.checks.CHECKS.get_by_names(
    [
        "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
        "response_schema_conformance",
    ]
)  # fmt: skip


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
def test_every_operation_is_as_published(base_url, mode):
    partner = PartnerClient()
    shown_way_of(person_of())
    schema = schemathesis.openapi.from_dict(published())
    answered: dict[str, set[int]] = defaultdict(set)

    for found in schema.get_all_operations():
        operation = found.ok()
        if mode == GenerationMode.NEGATIVE and operation.path == "/status":
            continue  # it takes nothing that could be wrong
        for answer in run(operation, mode, base_url, {"X-API-Key": partner.key}):
            answered[operation.label].add(answer.status_code)

    if mode == GenerationMode.NEGATIVE:
        assert len(answered) == 9
        return
    assert {label: 200 in answered[label] for label in answered if label.startswith("GET /")} == {
        "GET /status": True, "GET /bookings/{bookingId}": False, **{f"GET /{name}": True for name in SEARCHES},
    }  # fmt: skip
    assert {401, 404} & answered["POST /messages"]
    assert 200 in answered["POST /booking_events"]
    assert len(answered) == 10


def run(operation: Any, mode: GenerationMode, base_url: str, headers: dict[str, str]) -> list[Any]:
    """Cases of this operation, each answered as the file has it."""
    checks, answers = list(CHECKS), []
    if operation.path.strip("/") in SEARCHES:
        more = "positive_data_acceptance" if mode == GenerationMode.POSITIVE else "negative_data_rejection"
        checks += schemathesis.checks.CHECKS.get_by_names([more])

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case) -> None:
        answers.append(case.call_and_validate(base_url=base_url, headers=headers, checks=checks))

    each()
    return answers


@pytest.mark.parametrize("role", ["driver", "passenger"])
def test_what_is_found_booked_and_refused_is_as_published(base_url, role):
    schema = schemathesis.openapi.from_dict(published())
    with time_machine.travel("2026-11-25T12:00Z", tick=True):
        partner = PartnerClient()
        once = shown_way_of(person_of(), role=role)
        shown_way_of(person_of(), role=role, weekdays=0b11111)
        headers = {"X-API-Key": partner.key}

        dated = requests.get(f"{base_url}/{role}_journeys", journey_query(), headers=headers, timeout=10)
        ends = journey_query(FONSORBES, TOULOUSE, departureTimeOfDay="08:00:00")
        regular = requests.get(f"{base_url}/{role}_regular_trips", ends, headers=headers, timeout=10)
        sent = partner.booking(once)
        booked = requests.post(f"{base_url}/bookings", json=sent, headers=headers, timeout=10)
        address = f"{base_url}/bookings/{sent['id']}"
        read = requests.get(address, headers=headers, timeout=10)
        confirmed = requests.patch(address, params={"status": "CONFIRMED"}, headers=headers, timeout=10)

    assert (len(dated.json()), len(regular.json())) == (2, 1)
    for path, method, answer, status in (
        (f"/{role}_journeys", "GET", dated, 200),
        (f"/{role}_regular_trips", "GET", regular, 200),
        ("/bookings", "POST", booked, 201),
        ("/bookings/{bookingId}", "GET", read, 200),
        ("/bookings/{bookingId}", "PATCH", confirmed, 409),
    ):
        assert answer.status_code == status
        schema[path][method].validate_response(answer)
