"""The API, fuzzed from its own description, as nobody and as a verified resident."""

import json
from decimal import Decimal

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, settings

from placette.groupbuys.models import Line
from placette.groupbuys.tests.factories import campaign_of, offered, product_of, takes
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


def test_a_resident_joins_a_grouped_purchase_and_withdraws(client):
    jeanne, karim = person_of(), person_of("Karim")
    campaign = campaign_of(jeanne, offered(stock=Decimal(8)))
    takes(jeanne, campaign, 5)
    client.force_login(karim)
    address, product = f"/api/v1/purchases/{campaign.pk}", product_of(campaign).pk

    def put(quantity: str, cents: int):
        line = {"product": product, "quantity": quantity, "accepted_cents": cents}
        return client.put(f"{address}/pledge", {"lines": [line]}, content_type="application/json")

    listed = client.get("/api/v1/purchases").json()
    assert [(each["id"], each["takers"]) for each in listed["purchases"]] == [(campaign.pk, 1)]
    assert client.get(address).json()["products"][0]["unit_cents"] == 28_500
    assert put("2.5", 28_500).json()["takers"] == 2
    assert put("2.5", 28_500).json()["products"][0]["mine"] == "2.500"
    rose = put("2.5", 20_000)
    assert (rose.status_code, rose.json()["fields"]["unit_cents"]) == (409, ["28500"])
    assert put("4", 28_500).json()["fields"]["left"] == ["3.000"]
    assert put("0.7", 28_500).status_code == 409
    assert put("NaN", 28_500).status_code == 422
    assert client.delete(f"{address}/pledge").json()["takers"] == 1
    assert Line.objects.filter(pledge__person=karim).count() == 0


def test_a_grouped_purchase_elsewhere_is_not_there(client):
    campaign = campaign_of(person_of(), audience="commune")
    client.force_login(person_of("Paul", lives_in="75056"))
    address = f"/api/v1/purchases/{campaign.pk}"

    assert client.get("/api/v1/purchases").json() == {"purchases": [], "has_more": False}
    assert client.get(address).status_code == 404
    assert client.delete(f"{address}/pledge").status_code == 404


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
        campaign_of(jeanne)
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

    assert len(tried) == 14


def _given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())
