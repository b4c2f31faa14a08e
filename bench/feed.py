"""The feed of one commune in a country-size table, in a scratch PostgreSQL.

    .venv/bin/python bench/feed.py [annonces …] [--plans]     (100,000 and 1,000,000 by default; about four minutes)

Prints p50 and p95 of a feed page for a village and for a town that holds a tenth of all annonces: the first page, a deep
page by our cursor and the same by OFFSET, each filter, and text searches that find much, little, by a typing error,
nothing. Then the indexes that these and the other reads of annonces never used. `--plans` prints the plan of each.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from scratch import migrated

COMMUNES, PEOPLE, RUNS = 600, 20_000, 30
VILLAGE, TOWN = "00032", "00001"
THINGS = [
    "Échelle double",
    "Perceuse à percussion",
    "Tondeuse",
    "Vélo adulte",
    "Remorque",
    "Tente 4 places",
    "Appareil à raclette",
    "Lit parapluie",
    "Poussette",
    "Cours de piano",
    "Aide en informatique",
    "Garder un chat",
    "Promener un chien",
    "Barnum 3x6",
    "Chaises pliantes",
    "Table de ping-pong",
    "Machine à coudre",
    "Nettoyeur haute pression",
    "Débroussailleuse",
    "Livres pour enfants",
]


def main(annonces: int) -> None:
    with migrated():
        fill(annonces)
        measure(annonces, "--plans" in sys.argv)


def fill(annonces: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO places_commune (code, name, of_name, slug, siren, postcodes, population, department_code, department_name,"
            " region_name, town_hall_address, town_hall_phone, town_hall_email, town_hall_website, town_hall_hours)"
            " SELECT lpad(n::text, 5, '0'), 'Commune ' || n, 'de', 'c', '', '{}', 1000, '31', '', '', '', '', '', '', '[]'"
            " FROM generate_series(1, %s) n",
            [COMMUNES],
        )
        cursor.execute(
            "INSERT INTO places_adjacency (commune_id, neighbour_id, distance)"
            " SELECT lpad(n::text, 5, '0'), lpad((1 + (n + k) %% %s)::text, 5, '0'), 4000"
            " FROM generate_series(1, %s) n, generate_series(0, 4) k WHERE 1 + (n + k) %% %s <> n",
            [COMMUNES, COMMUNES, COMMUNES],
        )
        cursor.execute(
            "INSERT INTO people_person (password, email, first_name, last_name, photo, about, language, is_active, is_operator,"
            " shows_profile_to_town_hall, joined_at) SELECT '', n || '@example.org', 'Voisin', 'V', '', '', 'fr', true, false, false, now()"
            " FROM generate_series(1, %s) n",
            [PEOPLE],
        )
        cursor.execute(
            "INSERT INTO people_membership (person_id, commune_id, purpose, joined_at, verified_at)"
            " SELECT id, CASE WHEN id %% 10 = 0 THEN %s ELSE lpad((1 + id %% %s)::text, 5, '0') END, 'home', now(), now()"
            " FROM people_person",
            [TOWN, COMMUNES],
        )
        # Four in ten stand; the rest of a country's table is what is closed and expired.
        cursor.execute(
            "INSERT INTO listings_listing (author_id, commune_id, kind, direction, category, title, text, audience,"
            " shown_to_town_hall, state, created_at, updated_at, expires_at)"
            " SELECT m.person_id, m.commune_id, (ARRAY['loan','help','gift','sale','service'])[1 + abs(hashint4(n)) %% 5],"
            " (ARRAY['offer','request'])[1 + abs(hashint4(n + 1)) %% 2],"
            " (ARRAY['tools','garden','home','kitchen','party','sport','pets','children'])[1 + abs(hashint4(n + 2)) %% 8],"
            " (%s::text[])[1 + abs(hashint4(n + 3)) %% %s] || ' ' || n || CASE n %% 211 WHEN 0 THEN ' grelinette' ELSE '' END,"
            " 'Au garage, à rendre propre.',"
            " (ARRAY['commune','around','community'])[1 + abs(hashint4(n + 4)) %% 3], false,"
            " CASE WHEN abs(hashint4(n + 5)) %% 10 < 4 THEN 'active' ELSE 'closed' END,"
            " now() - n * interval '20 seconds', now(), now() + interval '60 days'"
            " FROM generate_series(1, %s) n JOIN people_membership m ON m.person_id = 1 + abs(hashint4(n + 6)) %% %s",
            [THINGS, len(THINGS), annonces, PEOPLE],
        )
        cursor.execute("VACUUM ANALYZE")


def measure(annonces: int, plans: bool) -> None:
    from placette.listings.models import Listing
    from placette.listings.queries.annonces import PAGE, Filters, feed, for_cards, visible_to
    from placette.people.models import Membership
    from placette.people.standing import standing_of

    print(f"\n{annonces:,} annonces, {COMMUNES} communes, {PEOPLE:,} people; {RUNS} runs each")
    for name, code in (("village", VILLAGE), ("town", TOWN)):
        member = Membership.objects.filter(commune=code).select_related("person").first()
        assert member
        standing = standing_of(member.person)
        found = visible_to(standing).filter(state=Listing.State.ACTIVE).count()
        print(f"{name}: {found:,} annonces to see")
        cursor, deep = "", min(100, found // PAGE - 1)
        for _ in range(deep):
            cursor = feed(standing, Filters(cursor=cursor)).cursor
        offset = PAGE * deep
        ordered = for_cards(visible_to(standing).filter(state=Listing.State.ACTIVE), standing).order_by(
            "-created_at", "-pk"
        )

        def by_offset(ordered=ordered, offset=offset) -> None:  # type: ignore[no-untyped-def]
            list(ordered[offset : offset + PAGE])

        def page(standing=standing, **wanted: object) -> Callable[[], object]:  # type: ignore[no-untyped-def]
            return lambda: feed(standing, Filters(**wanted))  # type: ignore[arg-type]

        show("first page", page(), plans)
        keyset = show(f"page {deep + 1} by cursor", page(cursor=cursor), plans)
        naive = show(f"page {deep + 1} by OFFSET", by_offset, plans)
        print(f"{'':28} OFFSET / cursor: {naive / keyset:.1f}")
        show("kind + direction", page(kind="loan", direction="offer"), plans)
        show("category, my commune", page(category="pets", here=True), plans)
        show("« echelles » (many)", page(text="echelles"), plans)
        show("« grelinette » (few)", page(text="grelinette"), plans)
        show("« perseuse » (sounds like)", page(text="perseuse"), plans)
        show("« grelinnette » (typed wrong)", page(text="grelinnette"), plans)
        show("« hippopotame » (nothing)", page(text="hippopotame"), plans)
    unused()


def unused() -> None:
    """After the feed: the other reads, so that an index nobody wants shows."""
    from django.db import connection

    from placette.listings.actions import asking
    from placette.listings.models import Listing
    from placette.listings.queries.annonces import active_of, matches, mine
    from placette.people.models import Person
    from placette.people.standing import standing_of

    standing = standing_of(Person.objects.get(email="31@example.org"))
    sample = Listing.objects.filter(commune=VILLAGE, state="active").first()
    assert sample
    matches(standing, sample)
    list(mine(standing)[:10])
    active_of(standing, sample.author_id)
    asking.helpers(sample, {VILLAGE})
    list(Listing.objects.filter(state="active", expires_at__lte="2020-01-01T00:00Z")[:10])
    list(Listing.objects.filter(pk=sample.pk).values("pk"))
    asking.widen_due()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT indexrelname, idx_scan, pg_size_pretty(pg_relation_size(indexrelid)) FROM pg_stat_user_indexes"
            " WHERE relname = 'listings_listing' ORDER BY idx_scan, indexrelname"
        )
        for name, scans, size in cursor.fetchall():
            print(f"  index {name:45} {scans:6} scans {size:>8}")


def show(name: str, run: Callable[[], object], plans: bool) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as captured:
        run()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    median = statistics.median(times)
    print(
        f"  {name:28} p50 {median:7.1f} ms   p95 {times[int(RUNS * 0.95) - 1]:7.1f} ms   {len(captured)} queries",
        flush=True,
    )
    for each in captured if plans else ():
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) " + each["sql"])
            print("\n".join("      " + row[0][:200] for row in cursor.fetchall()))
    return median


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:] if each != "--plans"] or [100_000, 1_000_000]
    for each in sizes:
        # Django knows one database a process.
        if len(sizes) > 1:
            subprocess.run(
                [sys.executable, __file__, str(each), *(["--plans"] if "--plans" in sys.argv else [])],
                check=True,
            )
        else:
            main(each)
