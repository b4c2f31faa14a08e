"""Who drives past: how fast and how complete, between the real communes of France, in a scratch PostgreSQL.

    .venv/bin/python bench/carpool_matching.py [offers …]     (10,000, 100,000 and 1,000,000; about ten minutes)

Offers and requests are drawn (seeded) as home-to-work flows: the home by population, the work place by population and
distance (median near 15 km), points scattered about each, mornings and evenings, four in five every working day. 2,000
requests of ±30 min ask for the best 50 drives, then 2,000 drives for the requests along them, on one connection, after
one drive in fifty was rewritten since the vacuum. Printed beside: index and table, inserts a second, recall and precision
against every offer evaluated, the same evaluation by numpy over the whole table, and what one core needs to read these
columns once (the floor of any scan).
"""

import os
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

import numpy as np
from scratch import migrated

QUERIES, BEST, CHECKED = 2_000, 50, 200
MONDAY = date(2026, 11, 30)
SCATTER = 0.012  # degrees: about a kilometre
COLUMNS = (
    "trip_id", "direction", "role", "is_open", "seats", "commune_id", "audience", "start_name", "start_latitude", "start_longitude", "end_name",
    "end_latitude", "end_longitude", "clock", "flexibility", "on", "weekdays", "first_day", "road", "duration", "source",
    "detour", "reach",
)  # fmt: skip


def main(sizes: list[int]) -> None:
    with migrated():
        communes = Communes()
        for size in sizes:
            measure(communes, size)


class Communes:
    """Where people live and how many, from the installed open data."""

    def __init__(self) -> None:
        from placette.places.loader import rows, sources

        found = [(rows._position(each), each.population) for each in sources.places() if each.kind == "COM"]
        known = [(*position, population) for position, population in found if position and population]
        self.latitude, self.longitude, self.population = np.array(sorted(known)).T
        self.random = np.random.default_rng(31187)

    def flows(self, count: int) -> np.ndarray:
        """Rows of latitude, longitude, latitude, longitude."""
        return self.scattered(*self.journeys(count))

    def journeys(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the communes where each lives and where she works."""
        share = self.population / self.population.sum()
        homes = self.random.choice(len(share), count, p=share)
        works = np.empty(count, int)
        for home in np.unique(homes):
            here = np.flatnonzero(homes == home)
            first, last = np.searchsorted(self.latitude, self.latitude[home] + np.array([-1.08, 1.08]))
            around = slice(first, last)  # 120 km north and south
            north = (self.latitude[around] - self.latitude[home]) * 111.2
            east = (self.longitude[around] - self.longitude[home]) * 111.2
            away = np.hypot(north, east * np.cos(np.radians(self.latitude[home])))
            # Jobs draw, distance repels; who works in her own commune does not drive far enough to share.
            near = (away > 2) & (away < 120)
            pull = np.where(near, self.population[around] * np.exp(-away / 12), 0)
            total = pull.sum()
            works[here] = first + self.random.choice(len(pull), len(here), p=pull / total) if total else home
        return homes, works

    def scattered(self, homes: np.ndarray, works: np.ndarray) -> np.ndarray:
        ends = [self.latitude[homes], self.longitude[homes], self.latitude[works], self.longitude[works]]
        return np.column_stack([each + self.random.normal(0, SCATTER, len(homes)) for each in ends])

    def clocks(self, count: int) -> np.ndarray:
        """Seconds after midnight: the morning's way out, one in five the evening's."""
        hour = np.where(
            self.random.random(count) < 0.8,
            self.random.normal(7.75, 0.8, count),
            self.random.normal(17.5, 1.2, count),
        )
        return (np.clip(hour, 0, 23.9) * 3600).astype(int)


def measure(communes: Communes, size: int) -> None:
    from django.db import connection

    from placette.carpool.queries.matching import drivers, passengers

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE carpool_trip, people_person, places_commune CASCADE")
    table = Offers(communes, size)
    print(f"\n{size:,} drives and {size // 10:,} requests")
    insert(table, size)
    rewrite()
    wishes, drives = asked(communes, QUERIES), asked(communes, QUERIES, drives=True)
    for wish in wishes[:100]:
        drivers(wish, most=BEST)
    clock = Clock()
    scan, read = floor(table, wishes[:50])
    print(f"  numpy over every drive: {scan:.2f} ms of work; reading its columns once: {read:.2f} ms")
    report("an empty query", clock.of(nothing, wishes[:200]), scan, read)
    report("drives for a request", clock.of(drivers, wishes), scan, read)
    report("requests along a drive", clock.of(passengers, drives), scan, read)
    quality(table, wishes[:CHECKED])
    in_memory(clock, wishes, drives, scan, read)


def nothing(*_: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()


def in_memory(clock: "Clock", wishes: list[Any], drives: list[Any], scan: float, read: float) -> None:
    """The same by columns, and whether they answer the same."""
    from placette.carpool.queries import columns
    from placette.carpool.queries.column_table import ColumnTable
    from placette.carpool.queries.matching import drivers, passengers

    columns._tables = {role: ColumnTable(role) for role in columns._tables}
    started = time.perf_counter()
    ways = columns._tables["driver"].fresh()
    megabytes = sum(each.nbytes for each in ways.blocks.values()) / 2**20
    print(f"  columns: read in {time.perf_counter() - started:.1f} s, {megabytes:.0f} MB")
    for wish in wishes[:20]:
        columns.drivers(wish, None, BEST)
    report("drives in columns", clock.of(columns.drivers, wishes), scan, read)
    report("requests in columns", clock.of(columns.passengers, drives), scan, read)
    differ = sum(columns.drivers(wish, None, BEST) != drivers(wish, None, BEST) for wish in wishes[:CHECKED])
    differ += sum(
        columns.passengers(drive, None, BEST) != passengers(drive, None, BEST) for drive in drives[:CHECKED]
    )
    print(f"  {differ} of {2 * CHECKED} answers of the columns differ from those of the index")


class Offers:
    """The drives, as columns of numpy and as rows of the table."""

    def __init__(self, communes: Communes, size: int) -> None:
        from placette.carpool import geometry

        self.trips: dict[int, int] = {}  # by way
        self.points = communes.flows(size)
        self.clock = communes.clocks(size)
        self.weekly = communes.random.random(size) < 0.8
        self.day = communes.random.integers(0, 7, size)
        self.start, self.end = ecef(self.points[:, :2]), ecef(self.points[:, 2:])
        self.crow = np.linalg.norm(self.start - self.end, axis=1)
        self.road = np.round(self.crow * geometry.CIRCUITY)
        self.detour = np.array([geometry.detour_by_default(each) for each in self.road])
        self.reach = (self.road + self.detour) * geometry.SLACK

    def rows(self, first: int, last: int, role: str) -> Any:
        from placette.carpool.geometry import seconds_estimate

        for n in range(first, last):
            weekly = bool(self.weekly[n])
            road = int(self.road[n])
            yield (
                n + 1 if role == "driver" else 10_000_000 + n, "out", role, True,
                3 if role == "driver" else 1, "31187", "community", "Ici", *self.points[n, :2].tolist(),
                "Là-bas", *self.points[n, 2:].tolist(), int(self.clock[n]), 900,
                None if weekly else MONDAY + timedelta(days=int(self.day[n])), 31 if weekly else None,
                date(2026, 9, 1) if weekly else None, road, round(seconds_estimate(road)), "estimate",
                int(self.detour[n]), float(self.reach[n] if role == "driver" else self.crow[n]),
            )  # fmt: skip


def insert(table: Offers, size: int) -> None:
    from django.db import connection

    columns = ", ".join(f'"{each}"' for each in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_person (password, email, first_name, last_name, photo, about, language, is_active,"
            " is_operator, shows_profile_to_town_hall, joined_at)"
            " VALUES ('', 'a@example.org', 'A', 'B', '', '', 'fr', true, false, false, now()) RETURNING id"
        )
        person = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO places_commune (code, name, of_name, slug, siren, postcodes, population, department_code, department_name,"
            " region_name, town_hall_address, town_hall_phone, town_hall_email, town_hall_website, town_hall_hours)"
            " VALUES ('31187', 'F', 'de F', 'f', '', '{}', 1, '31', '', '', '', '', '', '', '[]')"
        )
        cursor.execute(
            "INSERT INTO people_membership (person_id, commune_id, purpose, joined_at, verified_at)"
            " VALUES (%s, '31187', 'home', now(), now())",
            [person],
        )
        for first, count, role in ((1, size, "driver"), (10_000_000, size // 10, "passenger")):
            cursor.execute(
                "INSERT INTO carpool_trip (id, author_id, commune_id, role, audience, state, note, seats, preferences,"
                " rests_with_zone, shown_to_partners, created_at) SELECT n, %s, '31187', %s, 'community', 'open', '',"
                " CASE %s WHEN 'driver' THEN 3 ELSE 1 END, '{}', '', false, now()"
                " FROM generate_series(%s, %s) n",
                [person, role, role, first, first + count - 1],
            )
        started = time.perf_counter()
        for role, count in (("driver", size), ("passenger", size // 10)):
            with cursor.copy(f"COPY carpool_way ({columns}) FROM STDIN") as copy:
                for row in table.rows(0, count, role):
                    copy.write_row(row)
        seconds = time.perf_counter() - started
        cursor.execute("SELECT id, trip_id FROM carpool_way WHERE role = 'driver'")
        table.trips = dict(cursor.fetchall())
        cursor.execute("VACUUM ANALYZE carpool_way")
        cursor.execute("VACUUM ANALYZE carpool_trip")
        vacuum(cursor)
        cursor.execute("SELECT pg_relation_size('passage_in_order'), pg_relation_size('carpool_passage')")
        index, heap = (each / 2**20 for each in cursor.fetchone())
        print(
            f"  inserts with indexes: {size * 1.1 / seconds:,.0f} a second; index {index:.0f} MB, table {heap:.0f} MB"
        )
        started = time.perf_counter()
        cursor.execute("REINDEX INDEX passage_in_order")
        print(f"  the index of drives built anew: {time.perf_counter() - started:.1f} s")


def vacuum(cursor: Any) -> None:
    """Until the index alone answers: a transaction that is open elsewhere, PostgreSQL's own analysis too, keeps pages from it."""
    for _ in range(10):
        cursor.execute("VACUUM ANALYZE carpool_passage")
        cursor.execute("SELECT relallvisible, relpages FROM pg_class WHERE relname = 'carpool_passage'")
        visible, pages = cursor.fetchone()
        print(f"  vacuumed: {visible:,} of {pages:,} pages need not be read")
        if visible == pages:
            return
        time.sleep(2)


def rewrite() -> None:
    """One drive in fifty gets a fourth seat, which nobody asks for: a table in use is never as fresh as after its vacuum."""
    from django.db import connection

    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute("UPDATE carpool_way SET seats = 4 WHERE role = 'driver' AND id % 50 = 0")
        seconds = time.perf_counter() - started
        print(
            f"  rewritten since the vacuum: {cursor.rowcount:,} drives, {cursor.rowcount / seconds:,.0f} a second"
        )


def asked(communes: Communes, count: int, *, drives: bool = False) -> list[Any]:
    from placette.carpool import geometry
    from placette.carpool.queries.matching import Wish

    wishes = []
    for points, clock in zip(communes.flows(count), communes.clocks(count), strict=True):
        start, end = tuple(points[:2].tolist()), tuple(points[2:].tolist())
        road = geometry.road_estimate(geometry.straight(geometry.place(start), geometry.place(end)))
        reach = (road + geometry.detour_by_default(road)) * geometry.SLACK if drives else 0.0
        wishes.append(Wish(start, end, MONDAY, int(clock), seats=3 if drives else 1, reach=reach))
    return wishes


class Clock:
    """Wall time, and the time that client and server really worked: on a shared machine only this one can be compared."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            # Nanoseconds on a processor, first. Kept open: to open it takes as long as an empty query.
            self._server = os.open(f"/proc/{cursor.fetchone()[0]}/schedstat", os.O_RDONLY)

    def of(self, search: Any, wishes: list[Any]) -> list[tuple[float, float]]:
        """Milliseconds of each search: on the wall, of work."""
        times = []
        for wish in wishes:
            wall, server, client = time.perf_counter(), self._served(), time.thread_time()
            search(wish, None, BEST)
            work = time.thread_time() - client + self._served() - server
            times.append(((time.perf_counter() - wall) * 1000, work * 1000))
        return times

    def _served(self) -> float:
        return int(os.pread(self._server, 64, 0).split()[0]) / 1e9


def report(what: str, times: list[tuple[float, float]], scan: float, read: float) -> None:
    print(f"  {what}:")
    for kind, values in zip(("wall", "work"), zip(*times, strict=True), strict=True):
        cuts = statistics.quantiles(values, n=100)
        print(
            f"    {kind}: p50 {cuts[49]:.2f}, p95 {cuts[94]:.2f}, p99 {cuts[98]:.2f}, most {max(values):.2f} ms"
            + (
                f"; p95 is {cuts[94] / scan:.2f} scans, {cuts[94] / read:.1f} readings"
                if kind == "work"
                else ""
            )
        )


def quality(table: Offers, wishes: list[Any]) -> None:
    """Every drive evaluated against what the search finds without a limit."""
    from placette.carpool.queries.matching import drivers

    hits = lost = invented = 0
    for wish in wishes:
        expected = set((np.flatnonzero(matching(table, wish)) + 1).tolist())
        found = {table.trips[each.way] for each in drivers(wish, most=10_000_000)}
        hits, lost, invented = (
            hits + len(expected & found),
            lost + len(expected - found),
            invented + len(found - expected),
        )
    print(
        f"  recall {hits / max(hits + lost, 1):.6f}, precision {hits / max(hits + invented, 1):.6f} of {hits + lost:,} matches"
    )


def matching(table: Offers, wish: Any) -> np.ndarray:
    """The rule on every drive, by numpy."""
    from placette.carpool.geometry import CIRCUITY, place, straight

    start, end = place(wish.start), place(wish.end)
    to_pick_up = np.sqrt(((table.start - start) ** 2).sum(axis=1))
    total = to_pick_up + straight(start, end) + np.sqrt(((table.end - end) ** 2).sum(axis=1))
    pick_up = np.rint(table.clock + seconds(CIRCUITY * to_pick_up))
    return (
        (total <= table.reach)
        & (table.weekly | (table.day == 0))
        & (np.abs(pick_up - wish.clock) <= 900 + wish.flexibility)
    )


def seconds(road: np.ndarray) -> np.ndarray:
    from placette.carpool.geometry import PACES

    return np.minimum.reduce([road * pace + lost for pace, lost in PACES])


def floor(table: Offers, wishes: list[Any]) -> tuple[float, float]:
    """Milliseconds of work of a scan of everything in the same run, and of reading the memory that it must read."""
    times = []
    for wish in wishes:
        started = time.thread_time()
        found = np.flatnonzero(matching(table, wish))
        found[:BEST].sum()
        times.append((time.thread_time() - started) * 1000)
    columns = np.ascontiguousarray(
        np.column_stack([table.start, table.end, table.reach, table.clock]), np.float32
    )
    started = time.thread_time()
    for _ in range(20):
        columns.sum()
    return statistics.median(times), (time.thread_time() - started) * 50


def ecef(points: np.ndarray) -> np.ndarray:
    from placette.carpool.geometry import EQUATOR, FLATTENING_SQUARED

    latitude, longitude = np.radians(points).T
    normal = EQUATOR / np.sqrt(1 - FLATTENING_SQUARED * np.sin(latitude) ** 2)
    return np.column_stack([
        normal * np.cos(latitude) * np.cos(longitude), normal * np.cos(latitude) * np.sin(longitude),
        normal * (1 - FLATTENING_SQUARED) * np.sin(latitude),
    ])  # fmt: skip


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
