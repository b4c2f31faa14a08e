"""Answers of Open311, against the published text of GeoReport v2 (https://wiki.open311.org/GeoReport_v2/) and of its Service
Discovery (https://wiki.open311.org/Service_Discovery/), read at open311/open311.github.io of GitHub in November 2026.
"""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from placette.civic.actions import reports as actions
from placette.civic.models import PartnerKey, Report
from placette.civic.open311 import keys, receiving
from placette.people.tests.factories import commune_of, officer_of, person_of

from .reporting import report_of

pytestmark = pytest.mark.django_db
HERE = {"jurisdiction_id": "31187"}
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# The tables « Response » of the published specification, field by field and in their order. Where it says « may not be
# returned », or its examples show null, so may we; identifiers are strings, as in the OpenAPI file that goes with it.
MAYBE = (str, type(None))
SERVICE = {
    "service_code": str, "service_name": str, "description": MAYBE, "metadata": bool, "type": str, "keywords": MAYBE,
    "group": MAYBE,
}  # fmt: skip
DEFINITION = {"service_code": str, "attributes": list}
REQUEST = {
    "service_request_id": str, "status": str, "status_notes": MAYBE, "service_name": str, "service_code": str,
    "description": MAYBE, "agency_responsible": MAYBE, "service_notice": MAYBE, "requested_datetime": str,
    "updated_datetime": str, "expected_datetime": MAYBE, "address": MAYBE, "address_id": MAYBE,
    "zipcode": MAYBE, "lat": (float, type(None)), "long": (float, type(None)), "media_url": MAYBE,
}  # fmt: skip
SENT = {"service_request_id": str, "service_notice": MAYBE, "account_id": MAYBE}
TOKEN = {"service_request_id": str, "token": str}
ERROR = {"code": int, "description": str}
DISCOVERY = {"changeset": str, "contact": str, "key_service": str, "endpoints": list}
ENDPOINT = {"specification": str, "url": str, "changeset": str, "type": str, "formats": list}
CONTAINERS = {"services", "service_requests", "attributes", "errors", "endpoints", "formats"}


def is_as(told: dict, fields: dict) -> bool:
    """All fields of the table, in its order, each of its type."""
    return list(told) == list(fields) and all(isinstance(told[name], kind) for name, kind in fields.items())


def spark(element: ElementTree.Element) -> object:
    """What the Spark convention makes of XML: « JSON Support » of the specification."""
    if element.tag in CONTAINERS:
        return [spark(each) for each in element]
    return {each.tag: spark(each) for each in element} if len(element) else element.text


def in_letters(told: object) -> object:
    """JSON has numbers and truths where XML has their letters."""
    if isinstance(told, dict):
        return {name: in_letters(each) for name, each in told.items()}
    if isinstance(told, list):
        return [in_letters(each) for each in told]
    return str(told).lower() if isinstance(told, bool) else None if told is None else str(told)


def told_twice(json_answer, xml_answer, root: str):
    """What both say, once it is sure that they say the same, in the types and encodings of the specification."""
    top = ElementTree.fromstring(xml_answer.content)
    assert json_answer["Content-Type"] == "application/json; charset=utf-8"
    assert xml_answer["Content-Type"] == "text/xml; charset=utf-8"
    assert xml_answer.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert json_answer.status_code == xml_answer.status_code
    assert top.tag == root
    assert spark(top) == in_letters(json_answer.json())
    return json_answer.json()


def asked(client, path: str, **parameters):
    return client.get(f"/open311/v2/{path}", HERE | parameters)


@pytest.fixture
def key() -> str:
    return keys.issue(commune_of(), "Voirie 2000", officer_of())


def both(client, path: str, root: str, **parameters):
    return told_twice(
        asked(client, f"{path}.json", **parameters), asked(client, f"{path}.xml", **parameters), root
    )


def test_services_have_the_fields_of_the_specification(client):
    commune_of()

    listed = both(client, "services", "services")

    assert all(is_as(each, SERVICE) for each in listed)
    assert {each["type"] for each in listed} == {"realtime"}
    assert not any(each["metadata"] for each in listed)
    definition = both(client, "services/voirie", "service_definition")
    assert is_as(definition, DEFINITION)
    assert definition == {"service_code": "voirie", "attributes": []}
    assert asked(client, "services/piscine.json").status_code == 404


def test_requests_have_the_fields_of_the_specification_and_nothing_of_a_person(client):
    author = person_of("Zénobie", "Quintard")
    hole, bench = report_of(author), report_of(author, category="mobilier", address="")
    actions.answer(bench.pk, officer_of(), "done", "Réparé <hier> & repeint")
    Report.objects.filter(pk=bench.pk).update(changed_at=timezone.now() + timedelta(days=3))

    listed = both(client, "requests", "service_requests")
    (alone,) = both(client, f"requests/{hole.pk}", "service_requests")

    assert all(is_as(each, REQUEST) for each in listed)
    closed, going = listed
    assert alone == going
    assert (closed["status"], going["status"]) == ("closed", "open")
    assert closed["status_notes"] == "Réglé : Réparé <hier> & repeint"
    bench.refresh_from_db()
    assert closed["updated_datetime"] == f"{bench.ended_at:%Y-%m-%dT%H:%M:%SZ}"  # the date it was closed
    assert closed["address"] is None
    assert all(
        W3C.fullmatch(each[name]) for each in listed for name in ("requested_datetime", "updated_datetime")
    )
    assert going["description"] == "Un trou devant l’école"
    assert "Zénobie" not in json.dumps(listed, ensure_ascii=False)


def test_requests_are_chosen_by_id_service_status_and_date(client):
    hole, bench = report_of(None), report_of(None, category="mobilier")
    actions.answer(bench.pk, officer_of(), "done")
    Report.objects.filter(pk=hole.pk).update(created_at=timezone.now() - timedelta(days=100))

    def ids(**parameters) -> list[str]:
        return [each["service_request_id"] for each in asked(client, "requests.json", **parameters).json()]

    assert ids() == [str(bench.pk)]  # the last 90 days
    assert ids(service_request_id=f"{hole.pk},{bench.pk},x") == [str(bench.pk), str(hole.pk)]
    assert ids(service_code="mobilier,eau") == [str(bench.pk)]
    assert ids(service_code="eau") == []
    assert ids(status="closed") == [str(bench.pk)]
    assert ids(status="open") == []
    start = timezone.now() - timedelta(days=120)
    assert ids(start_date=start.strftime("%Y-%m-%dT%H:%M:%S+00:00")) == [str(hole.pk)]
    assert ids(page_size="1", page="2") == []


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        ("requests", {"jurisdiction_id": ""}, 400),
        ("requests", {"jurisdiction_id": "99999"}, 404),
        ("requests", {"status": "lost"}, 400),
        ("requests", {"start_date": "yesterday"}, 400),
        ("requests", {"start_date": "2026-13-45"}, 400),
        ("requests", {"start_date": "2026-01-01", "end_date": "2026-06-01"}, 400),
        ("requests", {"page": "0"}, 400),
        ("requests/99999", {}, 404),
        ("tokens/99999", {}, 404),
        ("services", {"jurisdiction_id": ""}, 400),
        ("services/piscine", {}, 404),
    ],
)
def test_errors_have_the_form_of_the_specification(client, path, parameters, status):
    commune_of()

    (error,) = both(client, path, "errors", **parameters)

    assert is_as(error, ERROR)
    assert error["code"] == status
    assert asked(client, f"{path}.json", **parameters).status_code == status


def test_an_application_sends_a_request_with_its_key_and_nothing_of_the_person_is_kept(key):
    client = Client(enforce_csrf_checks=True)
    sent = {
        "api_key": key, "service_code": "voirie", "description": "Un nid-de-poule", "address_string": "Rue du Lac",
        "email": "zenobie@example.org", "first_name": "Zénobie", "phone": "0600000000", "device_id": "tt222111",
        "account_id": "", "attribute[AUTRE]": "1",
    }  # fmt: skip

    answer = client.post("/open311/v2/requests.json", HERE | sent)

    report = Report.objects.get()
    assert answer.status_code == 200  # as in the OpenAPI file; the text names no code but those of errors
    assert answer.json() == [
        {"service_request_id": str(report.pk), "service_notice": None, "account_id": None}
    ]
    assert is_as(answer.json()[0], SENT)
    assert (report.author, report.partner) == (None, PartnerKey.objects.get())
    assert "enobie" not in json.dumps(list(Report.objects.values()), default=str)
    (token,) = both(client, f"tokens/{report.pk}", "service_requests")
    assert is_as(token, TOKEN)
    assert set(token.values()) == {str(report.pk)}


def test_a_description_may_have_all_the_letters_of_the_specification(client, key):
    sent = HERE | {"api_key": key, "service_code": "voirie", "address_string": "Ici"}

    codes = [
        client.post("/open311/v2/requests.xml", sent | {"description": "é" * letters}).status_code
        for letters in (4000, 4001)
    ]

    assert codes == [200, 400]
    assert len(Report.objects.get().text) == 4000


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "gr_x"}, 403),
        ({"jurisdiction_id": "31499"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "piscine"}, 404),
        ({"description": " "}, 400),
        ({"address_string": ""}, 400),
        ({"lat": "nan", "long": "1"}, 400),
        ({"lat": "48.85", "long": "2.35"}, 400),
    ],
)
def test_what_is_wrong_is_refused_in_its_words(client, key, wrong, status):
    commune_of("31499")
    sent = {"api_key": key, "service_code": "voirie", "description": "Un trou", "address_string": "Ici"}

    answer = client.post("/open311/v2/requests.json", HERE | sent | wrong)

    assert answer.status_code == status
    assert answer.json()[0]["code"] == status
    assert not Report.objects.exists()


def test_a_revoked_key_opens_nothing_and_a_hasty_one_waits(client, key, monkeypatch):
    sent = HERE | {
        "api_key": key,
        "service_code": "voirie",
        "description": "Un trou",
        "address_string": "Ici",
    }
    monkeypatch.setattr(receiving, "SENT", 1)

    codes = [client.post("/open311/v2/requests.json", sent).status_code for _ in range(2)]
    keys.revoke(PartnerKey.objects.get(), officer_of())

    assert codes == [200, 429]
    assert client.post("/open311/v2/requests.json", sent).status_code == 403


def test_discovery_says_where_it_is(client):
    told = told_twice(
        client.get("/open311/discovery.json"), client.get("/open311/discovery.xml"), "discovery"
    )

    (endpoint,) = told["endpoints"]
    assert is_as(told, DISCOVERY)
    assert is_as(endpoint, ENDPOINT)
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/open311/v2")
    assert endpoint["type"] in {"production", "test"}
