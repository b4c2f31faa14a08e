"""The API, fuzzed from its own description, as nobody and as a verified resident."""

import json

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, settings

from placette.listings.tests.factories import listing_of
from placette.people.tests.factories import person_of
from placette.site.api import api

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_description_is_served(client):
    described = json.loads(client.get("/api/v1/openapi.json").content)

    assert {"/api/v1/communes", "/api/v1/listings", "/api/v1/listings/{pk}/answers"} <= set(
        described["paths"]
    )


def test_a_resident_lists_publishes_and_answers(client):
    jeanne, karim = person_of(), person_of("Karim")
    client.force_login(karim)
    sent = {"direction": "request", "kind": "loan", "category": "tools", "title": "une échelle"}
    made = client.post("/api/v1/listings", sent, content_type="application/json")
    assert made.status_code == 201
    client.force_login(jeanne)

    page = client.get("/api/v1/listings?direction=request").json()
    answers = [
        client.post(
            f"/api/v1/listings/{made.json()['id']}/answers",
            {"text": "J’en ai une"},
            content_type="application/json",
        )
        for _ in range(2)
    ]

    assert [each["title"] for each in page["listings"]] == ["une échelle"]
    assert {answer.status_code for answer in answers} == {201}
    assert answers[0].json() == answers[1].json()


def test_nobody_reads_annonces(client):
    listing = listing_of(person_of())

    assert client.get("/api/v1/listings").status_code == 401
    assert client.get(f"/api/v1/listings/{listing.pk}").status_code == 401


@pytest.mark.parametrize("name", ["kind", "direction", "category", "q", "cursor"])
def test_a_sign_that_no_database_takes_finds_nothing_and_breaks_nothing(client, name):
    client.force_login(person_of())

    assert client.get("/api/v1/listings", {name: "\x00"}).status_code == 200


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "resident"])
def test_no_request_breaks_the_api(signed_in):
    headers = {}
    if signed_in:
        jeanne = person_of()
        listing_of(jeanne)
        client = Client()
        client.force_login(jeanne)
        token = "a" * 32
        cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
        headers = {"Cookie": cookie, "X-CSRFToken": token}
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = get_wsgi_application()
    tried: set[str] = set()
    checks = [
        schemathesis.checks.not_a_server_error,
        schemathesis.checks.CHECKS.get_one("response_schema_conformance"),
        schemathesis.checks.CHECKS.get_one("content_type_conformance"),
    ]

    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @_given(operation)
        def run(case) -> None:
            case.call_and_validate(headers=headers, checks=checks)
            tried.add(case.operation.label)

        run()

    assert len(tried) == 8


def _given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())
