"""A partner's key: shown once, kept as a hash, opening what it was given for until it is revoked."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from placette.carpool.models import Partner, PartnerKey
from placette.carpool.standard import access

from .asking import BASE, PartnerClient, journey_query

pytestmark = pytest.mark.django_db
SEARCH = f"{BASE}driver_journeys"


def partner_key(*arguments: str) -> str:
    out = StringIO()
    call_command("partner_key", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_a_key_is_issued_used_listed_and_revoked():
    key = partner_key("issue", "Covoit.example", "--name", "Covoit’ici", "--scope", "search")
    partner = Client(headers={"X-API-Key": key})

    assert partner.get(SEARCH, journey_query()).status_code == 200
    listed = partner_key("list")
    assert key[:11] in listed
    assert "covoit.example  search" in listed
    assert key not in listed
    assert key not in str(list(PartnerKey.objects.values()))
    partner_key("revoke", key[:11])
    assert partner.get(SEARCH, journey_query()).status_code == 401
    assert "revoked" in partner_key("list")


def test_a_second_key_is_of_the_same_partner():
    partner_key("issue", "covoit.example", "--name", "Covoit’ici")
    partner_key("issue", "covoit.example")

    assert Partner.objects.get().name == "Covoit’ici"
    assert PartnerKey.objects.count() == 2


def test_what_is_no_domain_and_no_key_is_refused():
    with pytest.raises(CommandError, match="no domain name"):
        partner_key("issue", "covoit")
    with pytest.raises(CommandError, match="No key"):
        partner_key("revoke", "pk_12345678")


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": ""}, {"X-API-Key": "pk_" + "0" * 64}])
def test_without_a_key_nothing_opens_but_the_status(headers):
    nobody = Client(headers=headers)

    assert nobody.get(SEARCH, journey_query()).status_code == 401
    assert nobody.get(f"{BASE}bookings/5a0f6a2e-0000-4000-8000-000000000000").status_code == 401
    assert nobody.get(f"{BASE}status").status_code == 200


def test_a_key_opens_its_scopes_only():
    reader = PartnerClient(scopes=("search",))

    assert reader.get("driver_journeys", **journey_query()).status_code == 200
    assert reader.post("bookings", {}).status_code == 401
    assert reader.post("messages", {}).status_code == 401
    assert reader.post("booking_events", {}).status_code == 401


def test_who_asks_too_often_reads_how_long_to_wait(monkeypatch):
    monkeypatch.setattr(access, "REQUESTS", 2)
    partner, other = PartnerClient(), PartnerClient("autre.example")

    statuses = [partner.get("driver_journeys", **journey_query()).status_code for _ in range(3)]
    refused = partner.get("driver_journeys", **journey_query())

    assert statuses == [200, 200, 429]
    assert refused["Retry-After"] == "60"
    assert other.get("driver_journeys", **journey_query()).status_code == 200


def test_who_tries_keys_is_stopped(monkeypatch):
    monkeypatch.setattr(access, "WRONG", 3)
    stranger = Client(headers={"X-API-Key": "pk_guess"})

    assert [stranger.get(SEARCH, journey_query()).status_code for _ in range(4)] == [401, 401, 401, 429]
