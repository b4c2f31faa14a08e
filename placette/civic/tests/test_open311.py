"""Answers of Open311, against the fields and types of GeoReport v2 (https://wiki.open311.org/GeoReport_v2/)."""

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
# From the tables « Response » of the published specification: field, and what its value may be.
SERVICE = {
    "service_code": str, "service_name": str, "description": str, "metadata": bool, "type": str, "keywords": str,
    "group": str,
}  # fmt: skip
REQUEST = {
    "service_request_id": str, "status": str, "status_notes": str, "service_name": str, "service_code": str,
    "description": str, "agency_responsible": str, "service_notice": str, "requested_datetime": str,
    "updated_datetime": str, "expected_datetime": (str, type(None)), "address": str, "address_id": type(None),
    "zipcode": (str, type(None)), "lat": (float, type(None)), "long": (float, type(None)),
    "media_url": (str, type(None)),
}  # fmt: skip


def asked(client, path: str, **parameters):
    return client.get(f"/open311/v2/{path}", HERE | parameters)


@pytest.fixture
def key() -> str:
    return keys.issue(commune_of(), "Voirie 2000", officer_of())


def test_services_have_the_fields_of_the_specification(client):
    commune_of()

    listed = asked(client, "services.json").json()
    xml = ElementTree.fromstring(asked(client, "services.xml").content)

    assert {name: type(value) for name, value in listed[0].items()} == SERVICE
    assert listed[0]["type"] in {"realtime", "batch", "blackbox"}
    assert xml.tag == "services"
    assert xml[0].tag == "service"
    assert {each.tag for each in xml[0]} == set(SERVICE)
    assert asked(client, "services/voirie.json").json() == [{"service_code": "voirie", "attributes": []}]
    assert asked(client, "services/piscine.json").status_code == 404


def test_requests_have_the_fields_of_the_specification_and_nothing_of_a_person(client):
    author = person_of("Zénobie", "Quintard")
    report = report_of(author)

    answer = asked(client, "requests.json")
    (one,) = answer.json()
    xml = ElementTree.fromstring(asked(client, f"requests/{report.pk}.xml").content)

    assert list(one) == list(REQUEST)
    assert all(isinstance(one[name], kind) for name, kind in REQUEST.items())
    assert one["status"] == "open"
    assert W3C.fullmatch(one["requested_datetime"])
    assert "Zénobie" not in answer.content.decode()
    assert xml.tag == "service_requests"
    assert [each.tag for each in xml[0]] == list(REQUEST)
    assert xml.findtext("request/description") == "Un trou devant l’école"


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
        ("requests.json", {"jurisdiction_id": ""}, 400),
        ("requests.json", {"jurisdiction_id": "99999"}, 404),
        ("requests.json", {"status": "lost"}, 400),
        ("requests.json", {"start_date": "yesterday"}, 400),
        ("requests.json", {"start_date": "2026-13-45"}, 400),
        ("requests.json", {"start_date": "2026-01-01", "end_date": "2026-06-01"}, 400),
        ("requests.json", {"page": "0"}, 400),
        ("requests/99999.json", {}, 404),
        ("tokens/99999.json", {}, 404),
    ],
)
def test_errors_have_the_form_of_the_specification(client, path, parameters, status):
    commune_of()

    answer = asked(client, path, **parameters)
    xml = asked(client, path.replace("json", "xml"), **parameters)

    assert answer.status_code == xml.status_code == status
    (error,) = answer.json()
    assert error["code"] == str(status)
    assert error["description"]
    assert ElementTree.fromstring(xml.content).findtext("error/code") == str(status)


def test_an_application_sends_a_request_with_its_key_and_nothing_of_the_person_is_kept(key):
    client = Client(enforce_csrf_checks=True)
    sent = {
        "api_key": key, "service_code": "voirie", "description": "Un nid-de-poule", "address_string": "Rue du Lac",
        "email": "zenobie@example.org", "first_name": "Zénobie", "phone": "0600000000",
    }  # fmt: skip

    answer = client.post("/open311/v2/requests.json", HERE | sent)

    report = Report.objects.get()
    assert answer.status_code == 201
    assert answer.json() == [{"service_request_id": str(report.pk), "service_notice": "", "account_id": ""}]
    assert (report.author, report.partner) == (None, PartnerKey.objects.get())
    assert "enobie" not in json.dumps(list(Report.objects.values()), default=str)
    token = client.get(f"/open311/v2/tokens/{report.pk}.json", HERE).json()
    assert token == [{"service_request_id": str(report.pk), "token": str(report.pk)}]


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
    assert answer.json()[0]["code"] == str(status)
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

    assert codes == [201, 429]
    assert client.post("/open311/v2/requests.json", sent).status_code == 403


def test_discovery_says_where_it_is(client):
    told = client.get("/open311/discovery.json").json()

    assert told["endpoints"][0]["url"].endswith("/open311/v2")
    assert client.get("/open311/discovery.xml").status_code == 200
