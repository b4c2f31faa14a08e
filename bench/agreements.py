"""Do agreements stay true when everybody presses at once? In a scratch PostgreSQL.

    .venv/bin/python bench/agreements.py [threads] [steps]     (16 threads, 4,000 steps by default; two minutes at most)

Neighbours of a few annonces propose, counter, accept, decline, withdraw, cancel and carry out, at random, on the same
few dates. Prints steps a second, p50 and p95 of a step, and how often each promise was broken: each must be 0, and so
must the deadlocks and whatever is neither a success nor a refusal in words.
"""

import random
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from scratch import migrated

BORROWERS, LONGEST = 8, 120.0  # neighbours an annonce; seconds
LISTINGS = (("loan", "offer"), ("loan", "offer"), ("gift", "offer"), ("help", "request"))

# What must never be, said on the tables alone.
BROKEN = {
    "thing promised twice for the same time": """
        SELECT count(*) FROM listings_agreement a JOIN listings_answer x ON x.id = a.answer_id
        JOIN listings_listing l ON l.id = x.listing_id AND l.kind = 'loan' AND l.direction = 'offer'
        JOIN listings_answer y ON y.listing_id = l.id JOIN listings_agreement b ON b.answer_id = y.id AND b.id > a.id
        WHERE a.state IN ('accepted', 'done', 'cancelled', 'no_show') AND a.decided_at IS NOT NULL
          AND b.state IN ('accepted', 'done', 'cancelled', 'no_show') AND b.decided_at IS NOT NULL
          AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
          AND tstzrange(a.decided_at, a.ended_at) && tstzrange(b.decided_at, b.ended_at)""",
    "conversation with two open agreements": """
        SELECT count(*) FROM (SELECT answer_id FROM listings_agreement WHERE state IN ('proposed', 'accepted')
        GROUP BY 1 HAVING count(*) > 1) t""",
    "done without its line in the ledger": """
        SELECT count(*) FROM listings_agreement a WHERE state = 'done'
        AND NOT EXISTS (SELECT FROM impact_exchange WHERE source = 'agreement:' || a.id)""",
    "line in the ledger of what is not done": """
        SELECT count(*) FROM impact_exchange e
        WHERE NOT EXISTS (SELECT FROM listings_agreement a WHERE state = 'done' AND e.source = 'agreement:' || a.id)""",
    "line in the ledger twice": """
        SELECT count(*) - count(DISTINCT source) FROM impact_exchange""",
    "counter-proposal that replaces nothing": """
        SELECT count(*) FROM listings_agreement a WHERE state = 'countered'
        AND NOT EXISTS (SELECT FROM listings_agreement b WHERE b.answer_id = a.answer_id AND b.id > a.id)""",
    "step in the thread twice": """
        SELECT count(*) FROM (SELECT facts ->> 'agreement', event FROM conversations_message
        WHERE event <> '' GROUP BY 1, 2 HAVING count(*) > 1) t""",
    "deadlock": "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
}


def main(threads: int, steps: int) -> None:
    with migrated():
        drive(fill(), threads, steps)


def fill() -> list[Any]:
    """The answers of all neighbours to all annonces."""
    from placette.listings.tests.factories import answer_to, listing_of
    from placette.people.tests.factories import person_of

    owner, answers = person_of("Odile"), []
    borrowers = [person_of(f"Voisin{number}") for number in range(BORROWERS)]
    for kind, direction in LISTINGS:
        listing = listing_of(owner, kind=kind, direction=direction, title="Une grande échelle")
        answers += [answer_to(listing, borrower) for borrower in borrowers]
    return answers


def drive(answers: list[Any], threads: int, steps: int) -> None:
    from django.db import connection

    until = time.monotonic() + LONGEST
    outcomes: Counter[str] = Counter()
    times: list[float] = []

    def walk(number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        try:
            for _ in range(steps // threads):
                if time.monotonic() > until:
                    return
                began = time.perf_counter()
                outcomes[step(chance, chance.choice(answers))] += 1
                times.append((time.perf_counter() - began) * 1000)
        finally:
            connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(walk, range(threads)))
    took = time.perf_counter() - began
    times.sort()
    print(
        f"{threads} threads, {len(times):,} steps on {len(LISTINGS)} annonces with {BORROWERS} neighbours each in {took:.1f} s:"
        f" {len(times) / took:.0f} steps/s, p50 {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms"
    )
    print("  " + ", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
    broken = sum(count for name, count in outcomes.items() if name.startswith("!"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT state, count(*) FROM listings_agreement GROUP BY 1 ORDER BY 2 DESC")
        print("  left: " + ", ".join(f"{state} {count}" for state, count in cursor.fetchall()))
        for name, query in BROKEN.items():
            cursor.execute(query)
            (count,) = cursor.fetchone()
            broken += count
            print(f"  {count:4} {name}")
    print(f"promises broken: {broken}")
    sys.exit(bool(broken))


def step(chance: random.Random, answer: Any) -> str:
    """One step that somebody may think of, seen as the page saw it a moment ago. How it ended."""
    from django.db import DatabaseError

    from placette.listings.actions import agreements
    from placette.listings.agreement_rules import OPEN, parties
    from placette.listings.queries.agreements import last_of
    from placette.people.models import Person

    by = Person(pk=chance.choice(parties(answer)), first_name="Voisin")
    last = last_of(answer)
    try:
        if last is None or last.state not in OPEN:
            agreements.propose(answer, by, **terms(chance))
            return "proposed"
        if last.state == "proposed":
            name = chance.choice(["accept"] * 5 + ["counter", "counter", "decline", "withdraw"])
        else:
            name = chance.choice(["done"] * 4 + ["cancel", "no_show"])
        if name == "counter":
            agreements.counter(last, by, **terms(chance))
        else:
            agreements.take(name, last, by)
    except agreements.Refusal:
        return "refused in words"
    except DatabaseError as error:
        return f"!{type(error).__name__}: {str(error).splitlines()[0]}"
    return name


def terms(chance: random.Random) -> dict[str, Any]:
    """Soon and short, so that what is agreed can also be carried out; three dates in four collide with others."""
    from django.utils import timezone

    starts_at = timezone.now() + timedelta(milliseconds=chance.randint(100, 1500))
    ends_at = starts_at + timedelta(milliseconds=chance.randint(200, 3000))
    return {"what": "Échelle", "starts_at": starts_at, "ends_at": ends_at, "price_cents": 0, "note": ""}


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], *("16", "4000")[len(sys.argv) - 1 :])))
