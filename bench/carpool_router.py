"""Carpools by the road: is the filter complete, is the answer exact, how long does it take, on real streets.

    .venv/bin/python bench/carpool_router.py FOLDER     (of liechtenstein.osm.pbf and the like; a minute each)

For each extract of OpenStreetMap an OSRM of its own is built and started. 1,000 drives (seeded) whose road OSRM has
measured and 100 passengers, all on streets; every distance between them is asked, and what matches by the rule is
compared with what the search finds and with what `exact` keeps. Then a thousand survivors are asked for at once.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from scratch import migrated

DRIVES, PASSENGERS, ROUNDS = 1_000, 100, 30
MONDAY = date(2026, 11, 30)
ANY_HOUR = 6 * 3600  # of the passenger; with a driver's three hours it is all morning and evening


def main(folder: Path) -> None:
    with migrated():
        from placette.carpool.tests.osrm_server import built, extracts, places, running

        for extract in extracts(folder):
            with tempfile.TemporaryDirectory(prefix="placette-osrm-") as workshop:
                started = time.perf_counter()
                graph = built(extract, Path(workshop))
                print(f"\n{extract.name}: graph in {time.perf_counter() - started:.1f} s")
                with running(graph) as address:
                    measure(address, places(extract))


def measure(address: str, points: Iterator[tuple[float, float]]) -> None:
    from placette.carpool.models import Way
    from placette.carpool.queries.exact import ROUNDED, exact
    from placette.carpool.queries.matching import Candidate, Wish, drivers
    from placette.carpool.router.osrm import Osrm
    from placette.carpool.tests.osrm_server import Streets

    router = Osrm(address, 60)
    streets = Streets(address, points)
    ways = drives(router, streets)
    wishes = [
        Wish(streets.next(), streets.next(), MONDAY, 8 * 3600, flexibility=ANY_HOUR)
        for _ in range(PASSENGERS)
    ]
    to_pick_up = router.table([way.start for way in ways], [wish.start for wish in wishes]).metres
    from_drop_off = router.table([wish.end for wish in wishes], [way.end for way in ways]).metres
    matches = lost = kept = hits = missed = invented = 0
    for n, wish in enumerate(wishes):
        on_board = router.table([wish.start], [wish.end]).metres[0][0]
        expected = {
            way.pk
            for m, way in enumerate(ways)
            if to_pick_up[m][n] + on_board + from_drop_off[n][m] <= way.road + way.detour + ROUNDED
        }
        candidates = drivers(wish, most=DRIVES)
        found = {each.way for each in candidates}
        by_road = {each.way for each in exact(candidates, wish, router)}
        matches, kept, lost = matches + len(expected), kept + len(found), lost + len(expected - found)
        hits += len(expected & by_road)
        missed, invented = missed + len(expected - by_road), invented + len(by_road - expected)
    print(
        f"  {matches:,} matches by road; the filter loses {lost} and keeps {kept / max(matches, 1):.1f} times as many"
    )
    print(
        f"  by road: recall {hits / max(hits + missed, 1):.4f}, precision {hits / max(hits + invented, 1):.4f}"
    )
    everybody = [Candidate(way.pk, MONDAY, 0, 0, 0, 0, 0, 3) for way in ways]
    times = sorted(timed(lambda wish=wish: exact(everybody, wish, router)) for wish in wishes[:ROUNDS])
    print(
        f"  {len(everybody):,} survivors: p50 {statistics.median(times):.0f}, p95 {times[int(0.95 * len(times))]:.0f} ms"
    )
    Way.objects.all().delete()


def timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def drives(router: Any, streets: Any) -> list[Any]:
    from django.utils import timezone

    from placette.carpool.geometry import SLACK, detour_by_default
    from placette.carpool.models import Trip, Way
    from placette.carpool.router import NoRoad
    from placette.people.models import Membership, Person
    from placette.places.models import Commune

    author, _ = Person.objects.get_or_create(
        email="a@example.org", defaults={"first_name": "A", "last_name": "B"}
    )
    commune, _ = Commune.objects.get_or_create(
        code="31187",
        defaults={
            "name": "F", "of_name": "de F", "slug": "f", "department_code": "31",
            "department_name": "", "region_name": "", "population": 1,
        },
    )  # fmt: skip
    # Whoever has left the commune is not found.
    Membership.objects.get_or_create(
        person=author, commune=commune, defaults={"purpose": "home", "verified_at": timezone.now()}
    )
    shared = {"role": "driver", "seats": 3, "commune": commune, "audience": "community"}
    trips = Trip.objects.bulk_create(Trip(author=author, **shared) for _ in range(DRIVES))
    ways = []
    while len(ways) < DRIVES:
        start, end = streets.next(), streets.next()
        try:
            found = router.route([start, end])
        except NoRoad:
            continue
        road = round(found.metres)
        detour = detour_by_default(road)
        ways.append(
            Way(
                trip=trips[len(ways)], **shared, start_name="Ici", start_latitude=start[0],
                start_longitude=start[1], end_name="Là-bas", end_latitude=end[0], end_longitude=end[1],
                clock=8 * 3600, flexibility=3 * 3600, on=MONDAY, road=road, duration=round(found.seconds),
                source="osrm", detour=detour, reach=(road + detour) * SLACK,
            )
        )  # fmt: skip
    return Way.objects.bulk_create(ways)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
