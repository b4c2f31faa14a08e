"""Carpools by the road: is the filter complete, is the answer exact, how long does it take, on real streets.

    .venv/bin/python bench/carpool_router.py FOLDER     (of liechtenstein.osm.pbf and the like; a minute each)

For each extract of OpenStreetMap an OSRM of its own is built and started. 1,000 drives (seeded) whose road OSRM has
measured and 100 passengers, all on streets; every distance between them is asked, and what matches by the rule is
compared with what the search finds and with what `exact` keeps. Then, among more drives, a thousand that the straight
lines leave are asked for at once; beside it the time that OSRM alone takes for the same tables, and our own processor's.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import urllib3
from scratch import migrated

DRIVES, PASSENGERS, ROUNDS = 1_000, 100, 30
MORE, SURVIVORS = 4_000, 1_000  # drives; of all of them, the survivors of one search
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
    from placette.carpool.queries.matching import Wish, drivers
    from placette.carpool.router.osrm import Osrm
    from placette.carpool.tests.osrm_server import Streets

    router = Osrm(address, 60)
    streets = Streets(address, points)
    ways = drives(router, streets, DRIVES)
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
    drives(router, streets, MORE)
    report(address, router, wishes)
    Way.objects.all().delete()


def report(address: str, router: Any, wishes: Sequence[Any]) -> None:
    from placette.carpool.queries.exact import exact
    from placette.carpool.queries.matching import drivers

    searches = [(wish, drivers(wish, most=SURVIVORS)) for wish in wishes]
    full = [each for each in searches if len(each[1]) == SURVIVORS][:ROUNDS]
    if not full:
        print("  no search has so many survivors here")
        return
    rounds = [full[n % len(full)] for n in range(ROUNDS + 1)]
    asked = [timed(lambda each=each: exact(each[1], each[0], router)) for each in rounds][1:]
    questions = [tables(address, *each) for each in full]
    alone = [timed(lambda n=n: ask(questions[n % len(full)]))[0] for n in range(ROUNDS)]
    times, own = sorted(wall for wall, _ in asked), statistics.median(work for _, work in asked)
    print(
        f"  {SURVIVORS:,} survivors ({len(full)} searches): p50 {statistics.median(times):.0f},"
        f" p95 {times[int(0.95 * len(times))]:.0f} ms, of which {own:.0f} are our own work; OSRM alone"
        f" {statistics.median(alone):.0f} ms, so {statistics.median(times) / statistics.median(alone):.1f} times its floor"
    )


def tables(address: str, wish: Any, candidates: Sequence[Any]) -> list[str]:
    """The two long tables that `exact` asks of OSRM."""
    from placette.carpool.models import Way

    ways = Way.objects.in_bulk([each.way for each in candidates]).values()
    count = len(ways)
    numbers = ";".join(map(str, range(1, count + 1)))
    asked = []
    for point, others, one, many in (
        (wish.start, [way.start for way in ways], "destinations", "sources"),
        (wish.end, [way.end for way in ways], "sources", "destinations"),
    ):
        places = ";".join(f"{longitude:.6f},{latitude:.6f}" for latitude, longitude in [point, *others])
        asked.append(
            f"{address}/table/v1/driving/{places}?{one}=0&{many}={numbers}"
            "&annotations=distance,duration&skip_waypoints=true"
        )
    return asked


def ask(questions: Sequence[str]) -> None:
    """At once, and nobody reads the answers."""
    with ThreadPoolExecutor(len(questions)) as pool:
        list(pool.map(lambda question: urllib3.request("GET", question).data, questions))


def timed(work: Any) -> tuple[float, float]:
    """Milliseconds on the clock, and of this process on a processor."""
    started, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000


def drives(router: Any, streets: Any, count: int) -> list[Any]:
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
    trips = Trip.objects.bulk_create(Trip(author=author, **shared) for _ in range(count))
    ways = []
    while len(ways) < count:
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
