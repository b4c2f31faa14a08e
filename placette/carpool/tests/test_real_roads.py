"""Matches on real streets, measured by a real `osrm-routed`: the filter loses none, the answer is exact."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from placette.carpool.geometry import detour_by_default
from placette.carpool.queries.exact import ROUNDED, drivers_by_road
from placette.carpool.queries.matching import Wish, drivers
from placette.carpool.router import NoRoad
from placette.carpool.router.osrm import Osrm
from placette.core.configuration import PROJECT
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of
from .osrm_server import Streets, built, extracts, places, running

EXTRACTS = extracts(PROJECT.parent / "shared/data")
DRIVES, PASSENGERS = 60, 15
ANY_HOUR = 6 * 3600  # of the passenger: with a driver's three hours it is all morning and evening

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not EXTRACTS, reason="no extract of OpenStreetMap is beside the project"),
]


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda path: path.name.split(".")[0])
def test_nobody_who_fits_by_road_is_lost_and_nobody_else_is_found(extract: Path) -> None:
    with (
        TemporaryDirectory(prefix="placette-osrm-") as workshop,
        running(built(extract, Path(workshop))) as address,
    ):
        router, streets = Osrm(address, 20), Streets(address, places(extract))
        ways = driven(router, streets)
        matches = 0
        for _ in range(PASSENGERS):
            wish = Wish(streets.next(), streets.next(), MONDAY, 8 * 3600, flexibility=ANY_HOUR)
            on_board = router.table([wish.start], [wish.end]).metres[0][0]
            before = router.table([way.start for way in ways], [wish.start]).metres
            after = router.table([wish.end], [way.end for way in ways]).metres[0]
            expected = {
                way.pk
                for way, (first,), last in zip(ways, before, after, strict=True)
                if first + on_board + last <= way.road + way.detour + ROUNDED
            }

            assert expected <= {each.way for each in drivers(wish, most=DRIVES)}
            assert {each.way for each in drivers_by_road(wish, most=DRIVES, by=router)} == expected
            matches += len(expected)
    assert matches > PASSENGERS


def driven(router: Osrm, streets: Streets) -> list:
    author, ways = person_of(), []
    while len(ways) < DRIVES:
        start, end = streets.next(), streets.next()
        try:
            road = round(router.route([start, end]).metres)
        except NoRoad:
            continue
        ways.append(
            way_of(
                author, start, end, clock=8 * 3600, flexibility=3 * 3600, road=road,
                detour=detour_by_default(road), source="osrm",
            )
        )  # fmt: skip
    return ways
