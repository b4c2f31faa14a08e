"""What was estimated while the router was down is measured once it is up; nothing that was agreed moves."""

from datetime import date, timedelta

import pytest
from django.conf import settings as site

from placette.carpool.actions.rerouting import measure_estimated
from placette.carpool.geometry import SLACK, place, straight
from placette.carpool.models import Way
from placette.people.tests.factories import person_of

from .factories import FONSORBES, MONDAY, PLAISANCE, SAINT_LYS, TOULOUSE, way_of
from .rides import ride_of
from .router_server import road, router_server

pytestmark = pytest.mark.django_db
TODAY = MONDAY - timedelta(days=3)


def configured(settings, address: str) -> None:
    chosen = {"router_url": address, "router_kind": "osrm"}
    settings.CONFIGURATION = site.CONFIGURATION.model_copy(update=chosen)


def test_estimated_ways_are_measured_through_their_stops(settings):
    drive = way_of(person_of("Karim"), stops=[PLAISANCE], detour=3_000)
    asked = way_of(person_of("Jeanne"), SAINT_LYS, TOULOUSE, role="passenger")
    over = way_of(person_of(), on=date(2026, 11, 1))
    ride = ride_of(drive, person_of("Léa"), state="accepted")
    with router_server() as server:
        configured(settings, server.address)

        assert measure_estimated(TODAY) == 2
        assert measure_estimated(TODAY) == 0

    for way in (drive, asked, over):
        way.refresh_from_db()
    metres = round(road(FONSORBES, PLAISANCE) + road(PLAISANCE, TOULOUSE))
    assert (drive.road, drive.duration, drive.source) == (metres, round(metres / 10), "osrm")
    assert (drive.detour, drive.reach) == (3_000, (metres + 3_000) * SLACK)
    assert asked.reach == pytest.approx(straight(place(SAINT_LYS), place(TOULOUSE)))
    assert over.source == "estimate"
    before = ride.pick_up_at
    ride.refresh_from_db()
    assert ride.pick_up_at == before


def test_a_router_that_is_still_down_is_asked_once_and_an_island_stops_nobody(settings):
    ways = [way_of(person_of()) for _ in range(3)]
    assert measure_estimated(TODAY) == 0  # no router at all
    with router_server() as server:
        configured(settings, server.address)
        server.says = (500, b"")
        assert (measure_estimated(TODAY), server.asked) == (0, 1)
    with router_server() as server:
        configured(settings, server.address)
        server.islands = {SAINT_LYS}
        island = way_of(person_of(), SAINT_LYS, TOULOUSE)
        assert measure_estimated(TODAY) == 3
    assert set(Way.objects.filter(source="osrm").values_list("pk", flat=True)) == {way.pk for way in ways}
    island.refresh_from_db()
    assert island.source == "estimate"
