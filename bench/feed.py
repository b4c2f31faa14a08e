"""The feed of one commune in a country-size table: our keyset pages against OFFSET, in a scratch PostgreSQL.

    .venv/bin/python bench/feed.py [annonces]     (300,000 by default; about a minute)

Prints p50 and p95 of a feed page (two queries) for the first page, a deep page by cursor and a text search, and of the
same deep page by OFFSET, with the ratio.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

COMMUNES, PEOPLE, RUNS = 600, 20_000, 40


def main(annonces: int) -> None:
    with tempfile.TemporaryDirectory(prefix="placette-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ |= {
            "PLACETTE_DEMO": "1",
            "PLACETTE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "placette.core.settings",
        }
        from placette.core import database_server

        server = database_server.start(Path(folder) / "postgres", durable=False)
        try:
            os.environ["DATABASE_URL"] = server.address("bench")
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            fill(annonces)
            measure(annonces)
        finally:
            from django.db import connection

            connection.close()
            server.stop()


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
            " SELECT id, lpad((1 + id %% %s)::text, 5, '0'), 'home', now(), now() FROM people_person",
            [COMMUNES],
        )
        cursor.execute(
            "INSERT INTO listings_listing (author_id, commune_id, kind, direction, category, title, text, audience,"
            " shown_to_town_hall, state, created_at, updated_at, expires_at)"
            " SELECT 1 + n %% %s, lpad((1 + n %% %s)::text, 5, '0'), 'loan', 'offer', 'tools',"
            " (ARRAY['Échelle','Perceuse','Tondeuse','Vélo','Remorque','Tente'])[1 + n %% 6] || ' ' || n, 'Au garage, à rendre propre.',"
            " (ARRAY['commune','around','community'])[1 + n %% 3], false, 'active', now() - n * interval '20 seconds', now(),"
            " now() + interval '60 days' FROM generate_series(1, %s) n",
            [PEOPLE, COMMUNES, annonces],
        )
        cursor.execute("ANALYZE")


def measure(annonces: int) -> None:
    from placette.listings.models import Listing
    from placette.listings.queries.annonces import PAGE, Filters, feed, for_cards, visible_to
    from placette.people.models import Person
    from placette.people.standing import standing_of

    standing = standing_of(Person.objects.get(email="31@example.org"))
    cursor, deep = "", 10
    for _ in range(deep):
        cursor = feed(standing, Filters(cursor=cursor)).cursor
    offset = PAGE * deep

    def by_offset() -> None:
        found = visible_to(standing).filter(state=Listing.State.ACTIVE)
        list(for_cards(found, standing).order_by("-created_at", "-pk")[offset : offset + PAGE])

    print(f"{annonces:,} annonces, {COMMUNES} communes, {PEOPLE:,} people; {RUNS} runs each")
    show("first page", lambda: feed(standing, Filters()))
    keyset = show(f"page {deep + 1} by cursor", lambda: feed(standing, Filters(cursor=cursor)))
    naive = show(f"page {deep + 1} by OFFSET", by_offset)
    show("search « echelles »", lambda: feed(standing, Filters(text="echelles")))
    print(f"ratio OFFSET / cursor: {naive / keyset:.2f}")


def show(name: str, run: Callable[[], object]) -> float:
    run()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    median = statistics.median(times)
    print(f"{name:24} p50 {median:7.1f} ms   p95 {times[int(RUNS * 0.95) - 1]:7.1f} ms")
    return median


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
