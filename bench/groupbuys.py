"""Grouped purchases under a rush: a real site of four web processes, a durable PostgreSQL, residents over HTTP.

    .venv/bin/python bench/groupbuys.py [rush] [last] [live] [close]     (all four by default; about three minutes)

rush: pledges on one hot campaign and on 1,000, by 50 residents who send the next one as soon as the last is answered, and
by 50 residents of whom each pledges once a second. last: 200 residents in the same second on the last 50 units. live: how
long after a press 500 open pages show it. close: a campaign of 10,000 participants, their notices written and e-mails queued.
Everything shares one machine, whose processors are printed; the residents take some of it as well.
"""

import asyncio
import os
import sys
import time
from collections import Counter
from typing import Any

from bars import bar, percentiles
from processors import spent, work
from real_site import WEB_PROCESSES, Site, campaigns_of, people, running
from residents import Connection, stream, together
from scratch import migrated

RESIDENTS, AT_ONCE, RUSH = 3_000, 50, 12.0
P99_WITHIN, ANSWER_WITHIN, LIVE_WITHIN, CLOSED_WITHIN = 0.150, 2.0, 1.0, 10.0  # seconds
PARTS = ("rush", "last", "live", "close")


def main(parts: list[str]) -> bool:
    with migrated(durable=True):
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
        residents = people(RESIDENTS)
        others = os.getloadavg()[0]
        print(
            f"{os.cpu_count()} processors, of which others want {others:.1f}; {WEB_PROCESSES} web processes\n",
            flush=True,
        )
        bars = []
        with running() as site:
            if "rush" in parts:
                bars += [rush(site, residents, 1), rush(site, residents, 1_000)]
                bars += [rush(site, residents, 1, pause=1.0), rush(site, residents, 1_000, pause=1.0)]
            if "last" in parts:
                bars.append(last_units(site, residents[:200]))
            if "live" in parts:
                bars.append(live_pages(site, residents[:500], residents[500:520]))
        if "close" in parts:
            bars.append(closing())
        return all(bars)


def form(product: int, quantity: str) -> dict[str, object]:
    return {f"quantity-{product}": quantity, f"price-{product}": 30_000, "whatever": "on"}


def rush(site: Site, residents: list[tuple[Any, str]], count: int, pause: float = 0.0) -> bool:
    """Each resident in turn: half a tonne, the next time a tonne, so that every answer has changed something."""
    made = campaigns_of(residents[0][0], count)
    took: list[float] = []
    statuses: Counter[int] = Counter()
    turns = iter(range(10**9))

    async def act(connection: Connection, number: int) -> None:
        await asyncio.sleep(pause * number / AT_ONCE)
        while time.monotonic() < until:
            turn = next(turns)
            _person, session = residents[turn % len(residents)]
            campaign, product = made[turn % count]
            began = time.monotonic()
            much = "0.5" if turn // len(residents) % 2 == 0 else "1"
            status, seconds = await connection.post(
                f"/achats/{campaign}/participer/", session, **form(product, much)
            )
            statuses[status] += 1
            took.append(seconds)
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - began)))

    until = time.monotonic() + 2
    asyncio.run(together(site.port, AT_ONCE, act))  # every process has its connections open
    took.clear()
    before, began = spent(site.roots), time.monotonic()
    until = began + RUSH
    asyncio.run(together(site.port, AT_ONCE, act))
    rate, after = len(took) / (time.monotonic() - began), spent(site.roots)
    where = "one campaign" if count == 1 else f"{count:,} campaigns"
    how = f"one a second each ({AT_ONCE})" if pause else f"without a pause ({AT_ONCE})"
    exact = _agrees([campaign for campaign, _product in made])
    only = set(statuses) == {302}
    p50, p99 = percentiles(took)
    print(
        f"pledges on {where}, {how}: {rate:.0f}/s, p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms", end=""
    )
    print("" if only else f" STATUSES {dict(statuses)}", "" if exact else "TOTALS DIFFER")
    work("a pledge", before, after, len(took))
    met = bar("p99", p99, P99_WITHIN) if pause else True
    return met and only and exact


def last_units(site: Site, residents: list[tuple[Any, str]]) -> bool:
    from decimal import Decimal

    from django.db import connection

    from placette.groupbuys.models import Line, Product

    took: list[float] = []
    statuses: Counter[int] = Counter()

    async def act(link: Connection, number: int) -> None:
        status, seconds = await link.post(
            f"/achats/{campaign}/participer/", residents[number][1], **form(product, "0.5")
        )
        statuses[status] += 1
        took.append(seconds)

    # Each process has answered both ways before, as on any day.
    ((campaign, product),) = campaigns_of(residents[0][0], 1, stock=Decimal(4))
    asyncio.run(together(site.port, 40, act))
    took.clear()
    statuses.clear()
    ((campaign, product),) = campaigns_of(residents[0][0], 1, stock=Decimal(25))
    before = spent(site.roots)
    asyncio.run(together(site.port, len(residents), act))
    after = spent(site.roots)
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (deadlocks,) = cursor.fetchone()
    pledged = Product.objects.get(pk=product).pledged
    lines = Line.objects.filter(product=product).count()
    exact = pledged == Decimal(25) and lines == statuses[302] == 50 and statuses[409] == 150 and not deadlocks
    print(
        f"\n200 residents at once on the last 50 units: {statuses[302]} served, {statuses[409]} told that it is out, "
        f"{pledged} of 25 t pledged, {deadlocks} deadlocks"
    )
    work("an answer, of which three in four are a refusal", before, after, len(took))
    return bar("slowest answer", max(took), ANSWER_WITHIN) and exact and _agrees([campaign])


def live_pages(site: Site, readers: list[tuple[Any, str]], pledgers: list[tuple[Any, str]]) -> bool:
    """From the press to the event at each page, 20 pledges, half a second apart."""
    from placette.core import live
    from placette.groupbuys.actions import telling

    ((campaign, product),) = campaigns_of(pledgers[0][0], 1)
    took: list[float] = []
    pressed_at = 0.0
    heard = asyncio.Semaphore(0)

    def hear(line: str) -> None:
        if "board" in line:
            took.append(time.perf_counter() - pressed_at)
            heard.release()
        elif '"topic"' not in line:
            heard.release()

    async def measure() -> None:
        nonlocal pressed_at
        pages = []
        for number, (person, session) in enumerate(readers):
            token = live.pass_to(telling.topic(campaign), person.pk)
            path = f"/live/?topic={token}"
            pages.append(asyncio.create_task(stream(site.live_port, path, session, hear)))
            if number % 25 == 24:
                await asyncio.sleep(0.3)
        for _ in readers:  # each has been greeted
            await asyncio.wait_for(heard.acquire(), 60)
        link = Connection(site.port)
        for _person, session in pledgers:
            await asyncio.sleep(0.5)
            pressed_at = time.perf_counter()
            status, _seconds = await link.post(
                f"/achats/{campaign}/participer/", session, **form(product, "1")
            )
            assert status == 302
            for _ in readers:
                await asyncio.wait_for(heard.acquire(), 20)
        for page in pages:
            page.cancel()
        await asyncio.gather(*pages, return_exceptions=True)

    asyncio.run(measure())
    p50, p99 = percentiles(took)
    print(f"\nfrom the press to {len(readers)} open pages: p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
    return bar("p99", p99, LIVE_WITHIN) and len(took) == len(readers) * len(pledgers)


def closing() -> bool:
    from django.db import connection, transaction

    from placette.groupbuys.actions import closing
    from placette.groupbuys.models import Campaign, Line, Pledge, Share
    from placette.notices.models import Notice, Preference
    from placette.people.models import Person

    count = 10_000
    more = people(count, "participant")
    ((campaign, product),) = campaigns_of(more[0][0], 1)
    with transaction.atomic():
        pledges = Pledge.objects.bulk_create(
            Pledge(campaign_id=campaign, person=each) for each, _session in more
        )
        Line.objects.bulk_create(
            [Line(pledge=each, product_id=product, quantity=1, accepted_cents=30_000) for each in pledges]
        )
        Preference.objects.bulk_create(
            Preference(person=each, kind="purchase", email=Preference.Rhythm.AT_ONCE)
            for each, _session in more
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    closing.close(campaign, Campaign.objects.get(pk=campaign).deadline)  # type: ignore[arg-type]
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.mail'")
        (mails,) = cursor.fetchone()
    told, shares = Notice.objects.filter(person__in=[each for each, _ in more]).count(), Share.objects.count()
    print(
        f"\nclosing of {count:,} participants: {shares:,} shares, {told:,} notices, {mails:,} e-mails queued"
    )
    assert Person.objects.count() >= count
    return bar("closed", took, CLOSED_WITHIN) and shares == count and told >= count and mails >= count


def _agrees(campaigns: list[int]) -> bool:
    """What the database counts is what its lines sum up to."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM groupbuys_product p LEFT JOIN (SELECT product_id, sum(quantity) AS pledged, count(*) AS takers"
            " FROM groupbuys_line GROUP BY product_id) AS l ON l.product_id = p.id WHERE p.campaign_id = ANY(%s)"
            " AND (p.pledged, p.takers) IS DISTINCT FROM (coalesce(l.pledged, 0), coalesce(l.takers, 0))",
            [campaigns],
        )
        return bool(cursor.fetchone() == (0,))


if __name__ == "__main__":
    asked = [each for each in sys.argv[1:] if each in PARTS] or list(PARTS)
    sys.exit(0 if main(asked) else 1)
