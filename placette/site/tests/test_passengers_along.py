"""Partners that find drivers ask who waits along a road: what the standard has no words for."""

import pytest
import time_machine

from placette.carpool.standard.rides import great_circle
from placette.carpool.standard.tests.asking import EIGHT, PartnerClient, journey_query
from placette.carpool.tests.factories import FONSORBES, PLAISANCE, SAINT_LYS, TOULOUSE, shown_way_of, way_of
from placette.people.tests.factories import person_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_november_day():
    with time_machine.travel("2026-11-25T12:00Z", tick=False):
        yield


def along(partner: PartnerClient, start=SAINT_LYS, end=TOULOUSE, **query) -> list[dict]:
    answer = partner.client.get("/api/v1/carpool/passengers_along", journey_query(start, end, **query))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_who_waits_along_the_road_is_found_where_a_disc_finds_nobody():
    partner = PartnerClient()
    shown_way_of(person_of("Léa", "Sol"), PLAISANCE, TOULOUSE, role="passenger", clock=8 * 3600 + 900)

    (found,) = along(partner)

    assert found["passenger"]["alias"] == "L.S."
    assert found["passengerPickupDate"] == EIGHT + 900
    assert EIGHT - 900 < found["driverDepartureDate"] < EIGHT + 900
    assert great_circle(PLAISANCE, (found["passengerPickupLat"], found["passengerPickupLng"])) < 250
    assert partner.journeys("passenger_journeys", SAINT_LYS, TOULOUSE, timeDelta=3600) == []


def test_the_detour_that_is_accepted_counts_and_the_least_comes_first():
    partner = PartnerClient()
    near = shown_way_of(person_of(), FONSORBES, TOULOUSE, role="passenger")
    shown_way_of(person_of(), (43.70, 1.22), TOULOUSE, role="passenger")

    assert len(along(partner, timeDelta=7200)) == 1
    both = along(partner, timeDelta=7200, detour=30_000)
    assert len(both) == 2
    assert great_circle(near.start, (both[0]["passengerPickupLat"], both[0]["passengerPickupLng"])) < 250
    assert len(along(partner, timeDelta=7200, detour=30_000, count=1)) == 1


def test_the_hour_is_that_of_the_driver_coming_by():
    partner = PartnerClient()
    shown_way_of(person_of(), PLAISANCE, TOULOUSE, role="passenger", clock=9 * 3600)

    assert along(partner) == []
    assert len(along(partner, timeDelta=3600)) == 1


def test_only_partners_ask_and_only_what_is_shown_is_found(client):
    way_of(person_of(), PLAISANCE, TOULOUSE, role="passenger")

    assert along(PartnerClient()) == []
    assert client.get("/api/v1/carpool/passengers_along", journey_query()).status_code == 401
    client.force_login(person_of())
    assert client.get("/api/v1/carpool/passengers_along", journey_query()).status_code == 401


def test_an_unreadable_drive_is_told_so():
    answer = PartnerClient().client.get("/api/v1/carpool/passengers_along", journey_query(detour=-1))

    assert answer.status_code == 422
    assert "detour" in answer.json()["fields"]
