"""The dashboard on a country: how long a day takes to roll up, and a page to be read.

    .venv/bin/python bench/dashboard.py [lines]     (1,000,000 by default; about ten minutes)

All communes of a country in size, each with the sheets of a year; one day of a million lines of the ledger among them. Prints, for the
roll-up of that day, the clock and PostgreSQL's processor time; whether a computation of everything from the ledger gives the
same rows, by a digest of them all; then what it takes to publish a commune and, over many requests through Django's whole
stack, the mayor's page, the dashboard and twenty communes side by side: clock and processor time, ours and PostgreSQL's.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scratch import migrated

if TYPE_CHECKING:
    from placette.people.models import Person

COMMUNES, PEOPLE, RUNS = 34_963, 5_000_000, 300
DAY = "2026-11-25"
TICKS = os.sysconf("SC_CLK_TCK")


def main(lines: int) -> None:
    with migrated():
        fill(lines)
        roll(lines)
        read()


def fill(lines: int) -> None:
    """Communes as large as they are: a few cities hold much of a country, so of every ten lines three are in a hundred communes."""
    began = time.perf_counter()
    run(
        "INSERT INTO places_commune (code, name, of_name, slug, siren, postcodes, population, department_code, department_name,"
        " region_name, town_hall_address, town_hall_phone, town_hall_email, town_hall_website, town_hall_hours)"
        " SELECT lpad(n::text, 5, '0'), 'Commune ' || n, 'de Commune ' || n, 'c', '', '{}', 200 + abs(hashint4(n)) %% 20000, '31', '', '', '', '', '', '',"
        " '[]' FROM generate_series(1, %s) n",
        COMMUNES,
    )
    somewhere = f"lpad((1 + CASE WHEN n %% 10 < 3 THEN abs(hashint4(n)) %% 100 ELSE abs(hashint4(n)) %% {COMMUNES} END)::text, 5, '0')"
    person = "md5(('x' || abs(hashint4({}))::bigint %% {})::text)::uuid"
    one, other = person.format("n + 11", PEOPLE), person.format("n + 12", PEOPLE)
    exchanges, requests, arrivals = lines * 7 // 10, lines * 2 // 10, lines // 10
    at = f"timestamptz '{DAY} 00:00+01' + (abs(hashint4(n + 3)) %% 86400) * interval '1 second'"
    run(
        "INSERT INTO impact_exchange (kind, commune_id, other_commune_id, done_at, minutes, euros_saved_cents, tie, people, source)"  # noqa: S608
        f" SELECT (ARRAY['loan','help','gift','ride','service','sale'])[1 + abs(hashint4(n + 1)) %% 6], {somewhere},"
        f" CASE WHEN n %% 4 = 0 THEN lpad((1 + abs(hashint4(n + 7)) %% {COMMUNES})::text, 5, '0') ELSE {somewhere} END, {at},"
        f" n %% 90, n %% 700, decode(md5(n::text), 'hex'), ARRAY[{one}, {other}], 'a:' || n FROM generate_series(1, %s) n",
        exchanges,
    )
    run(
        "INSERT INTO impact_requestasked (kind, commune_id, asked_at, first_answer_at, asker, source)"  # noqa: S608
        f" SELECT 'help', {somewhere}, {at}, CASE WHEN n %% 5 > 0 THEN {at} + (n %% 9000) * interval '1 second' END,"
        " decode(md5((n %% 100000)::text), 'hex'), 'r:' || n FROM generate_series(1, %s) n",
        requests,
    )
    run(
        "INSERT INTO impact_arrival (step, commune_id, at, person, source)"  # noqa: S608
        f" SELECT 'joined', {somewhere}, {at}, {one}, 'm:' || n FROM generate_series(1, %s) n",
        arrivals,
    )
    figures = (
        """'{"cells": {"help": [41, 1], "things": [63, 1], "rides": [120, 1], "answered": [50, 1], "unanswered": [9, 1],"""
        """ "joined": [22, 1], "things.cents": [42000, 1], "rides.metres": [2400000, 1], "rides.co2_low": [110000, 1],"""
        """ "rides.co2_high": [170000, 1]}, "so_far": {"joined": 260}, "reached": 105, "ties": 90, "answered": 85, "median": 7200,"""
        """ "first": {"answered": 85, "median": 7200, "households": 4.2, "active": 62}, "days": [["%%s", "%%s", 6]], "is_over": 1}'"""
    )
    for span, months in (("month", 1), ("quarter", 3), ("year", 12)):
        run(
            f"INSERT INTO impact_sheet SELECT lpad(n::text, 5, '0'), '{span}', day::date,"  # noqa: S608
            f" format({figures}, day::date, (day + interval '9 days')::date)::jsonb"
            f" FROM generate_series(1, %s) n, generate_series(date '2025-01-01', date '2026-11-01', '{months} months') day",
            COMMUNES,
        )
    run(
        "INSERT INTO impact_sheet SELECT lpad(n::text, 5, '0'), 'week', day::date, '{\"active\": 120, \"registered\": 200}'"
        " FROM generate_series(1, %s) n, generate_series(date '2026-09-07', date '2026-11-16', interval '7 days') day",
        COMMUNES,
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM impact_sheet")
        (sheets,) = cursor.fetchone()
    print(
        f"{COMMUNES:,} communes, {lines:,} lines of one day, {sheets:,} sheets: written in {time.perf_counter() - began:.0f} s"
    )


def roll(lines: int) -> None:
    from placette.impact.roll_up import recompute, roll_up
    from placette.impact.sheets import keep_peers

    days, clock, used = measured(roll_up)
    print(
        f"roll-up of {days:,} days of communes: {clock:.1f} s by the clock, {used:.1f} s of PostgreSQL's processor (bar: 60 s)"
    )
    first = digest()
    _, clock, used = measured(recompute)
    second = digest()
    print(
        f"everything again: {clock:.1f} s, {used:.1f} s of processor; {'equal' if first == second else 'NOT EQUAL'}: {second}"
    )
    assert first == second
    late = "INSERT INTO impact_exchange (kind, commune_id, other_commune_id, done_at, minutes, euros_saved_cents, source)"
    run(
        late  # noqa: S608
        + f" SELECT 'loan', '00042', '00042', timestamptz '{DAY} 12:00', 0, 500, 'late:' || n FROM generate_series(1, %s) n",  # noqa: S608
        10,
    )
    days, clock, _used = measured(roll_up)
    print(f"ten late lines: {days} day again, {clock * 1000:.0f} ms")
    _, clock, used = measured(lambda: keep_peers(date(2026, 11, 26)))
    print(f"the middles of communes of each size: {clock:.1f} s, {used:.1f} s of processor")


def read() -> None:
    from allauth.account.internal.flows import login
    from allauth.account.internal.userkit import user_id_to_str
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from placette.impact.periods import MONTH, Period
    from placette.impact.publication import publish
    from placette.impact.sheets import side_by_side
    from placette.people.models import Person, Role

    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = ["*"]
    draw = random.Random(31187)  # noqa: S311 - no secret
    october = Period(MONTH, date(2026, 10, 1))
    codes = [f"{number:05}" for number in range(1, COMMUNES + 1)]
    operator = Person.objects.create(email="o@example.org", first_name="Camille", is_operator=True)
    mayor = Person.objects.create(email="m@example.org", first_name="Hélène")
    Role.objects.create(person=mayor, name=Role.Name.ELECTED, commune_id="00042")

    def desk_of(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        session = client.session  # as after her second factor, without which no desk opens
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person)
        session.save()
        return client

    def page(path: str, person: Person = operator) -> Callable[[], object]:
        client = desk_of(person)

        def get() -> None:
            answer = client.get(path, {"commune": draw.choice(codes), "periode": october.key})
            assert answer.status_code == 200

        return get

    timed("the mayor's page", page("/mairie/maire/"), 100)
    timed("the dashboard", page("/mairie/tableau/"), 100)
    timed(
        "the page of a community of twenty communes",
        page("/intercommunalite/", territory_officer(draw, codes)),
        200,
    )
    timed(
        "twenty communes side by side, the query", lambda: side_by_side(draw.sample(codes, 20), october), 200
    )
    for at in (1, 500):
        _, clock, used = measured(lambda at=at: publish(codes[at * 20 : at * 20 + 20], date(2026, 11, 26)))
        print(
            f"publishing twenty communes: {clock * 1000:.0f} ms, {used * 1000:.0f} ms of PostgreSQL's processor"
        )


def territory_officer(draw: random.Random, codes: list[str]) -> Person:
    """Of a community of twenty communes that all have their space."""
    from django.utils import timezone

    from placette.people.models import Person, Role
    from placette.places.models import Commune, Community, Space

    community = Community.objects.create(siren="200000001", name="Les Vingt", slug="les-vingt", kind="CC")
    hers = draw.sample(codes, 20)
    Commune.objects.filter(code__in=hers).update(community=community)
    Space.objects.bulk_create(
        [Space(commune_id=code, opened_at=timezone.now()) for code in hers], ignore_conflicts=True
    )
    officer = Person.objects.create(email="t@example.org", first_name="Nadège")
    Role.objects.create(person=officer, name=Role.Name.TERRITORY_OFFICER, community=community)
    return officer


def timed(name: str, act: Callable[[], object], bar: int) -> None:
    act()
    clocks, before, server = [], time.process_time(), processor()
    for _ in range(RUNS):
        began = time.perf_counter()
        act()
        clocks.append((time.perf_counter() - began) * 1000)
    ours, theirs = (time.process_time() - before) / RUNS * 1000, (processor() - server) / RUNS * 1000
    clocks.sort()
    p50, p99 = statistics.median(clocks), clocks[int(RUNS * 0.99) - 1]
    print(
        f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms (bar: {bar}); processor {ours:.1f} ms ours, {theirs:.1f} ms PostgreSQL's"
    )


def measured[T](act: Callable[[], T]) -> tuple[T, float, float]:
    """What it gives, seconds by the clock, seconds of processor of the server that answers us."""
    began, server = time.perf_counter(), processor()
    found = act()
    return found, time.perf_counter() - began, processor() - server


def processor() -> float:
    """Seconds that our connection's server process and its helpers have had."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    # Its own, and of helpers that have ended; those belong to the postmaster, which counts them when they go.
    parent = Path(f"/proc/{fields[1]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12]) + int(parent[13]) + int(parent[14])) / TICKS


def digest() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(string_agg(md5(d::text), '' ORDER BY commune, day, series)) FROM impact_day d"
        )
        return str(cursor.fetchone()[0])


def run(statement: str, number: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, [number])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
