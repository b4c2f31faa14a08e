"""The page that answers « de … à …, demain à 8 h », over HTTP from a real server, among the drives of a whole country.

    .venv/bin/python bench/carpool_page.py [offers]     (100,000 by default; about three minutes)

All communes of France are loaded; the drives are the home-to-work flows of carpool_matching.py, each by a verified resident
of the commune where it begins. 100 residents, drawn by population, each search ten journeys of the same kind. Printed:
p50, p95 and p99 of the whole page in milliseconds, from the request to its last byte, and how many rides it shows.
"""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlencode

import numpy as np
from carpool_matching import COLUMNS, Communes, Offers
from scratch import migrated

READERS, SEARCHES = 100, 10
READY = 60.0  # seconds


class Inhabited(Communes):
    """The communes of the database, in the order of their latitude, with their codes and names."""

    def __init__(self) -> None:
        from placette.places.models import Commune

        known = Commune.objects.filter(latitude__isnull=False, population__gt=0).order_by("latitude", "code")
        rows = list(known.values_list("latitude", "longitude", "population", "code", "name"))
        self.latitude, self.longitude, self.population = np.array([row[:3] for row in rows], float).T
        self.codes, self.names = [row[3] for row in rows], [row[4] for row in rows]
        self.random = np.random.default_rng(31187)


class Homes(Offers):
    """The drives, and where each begins."""

    def __init__(self, communes: Inhabited, size: int) -> None:
        self.homes = np.empty(0, int)

        class Same:
            random = communes.random
            clocks = staticmethod(communes.clocks)

            @staticmethod
            def flows(count: int) -> np.ndarray:
                self.homes, works = communes.journeys(count)
                return communes.scattered(self.homes, works)

        super().__init__(Same, size)  # type: ignore[arg-type]


def main(size: int) -> None:
    with migrated():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_places", verbosity=0)
        communes = Inhabited()
        people = settle(communes)
        post(communes, people, size)
        searches = asked(communes, people)
        with serving() as port:
            report(size, ask(port, searches))


def settle(communes: Inhabited) -> list[int]:
    """One verified resident a commune; her number, in the order of the communes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_person (password, email, first_name, last_name, photo, about, language, is_active,"
            " is_operator, shows_profile_to_town_hall, joined_at) SELECT '', code || '@example.org', 'Voisine', 'V', '', '',"
            " 'fr', true, false, false, now() FROM unnest(%s::text[]) WITH ORDINALITY AS of(code, n) ORDER BY n RETURNING id",
            [communes.codes],
        )
        people = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO people_membership (person_id, commune_id, purpose, joined_at, verified_at)"
            " SELECT person, code, 'home', now(), now() FROM unnest(%s::bigint[], %s::text[]) AS of(person, code)",
            [people, communes.codes],
        )
    return people


def post(communes: Inhabited, people: list[int], size: int) -> None:
    from django.db import connection

    offers = Homes(communes, size)
    codes = [communes.codes[home] for home in offers.homes]
    audiences = communes.random.choice(["commune", "around", "community"], size, p=[0.1, 0.3, 0.6])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO carpool_trip (id, author_id, commune_id, role, audience, state, note, seats, preferences,"
            " rests_with_zone, shown_to_partners, created_at) SELECT n, author, code, 'driver', audience, 'open', '', 3, '{}', '',"
            " false, now() FROM unnest(%s::bigint[], %s::text[], %s::text[]) WITH ORDINALITY AS of(author, code, audience, n)",
            [[people[home] for home in offers.homes], codes, audiences.tolist()],
        )
        listed = ", ".join(f'"{each}"' for each in COLUMNS)
        commune, audience = COLUMNS.index("commune_id"), COLUMNS.index("audience")
        with cursor.copy(f"COPY carpool_way ({listed}) FROM STDIN") as copy:
            for row, code, reach in zip(
                offers.rows(0, size, "driver"), codes, audiences.tolist(), strict=True
            ):
                own = list(row)
                own[commune], own[audience] = code, reach
                copy.write_row(own)
        for table in ("carpool_way", "carpool_trip", "people_membership", "people_person"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def asked(communes: Inhabited, people: list[int]) -> list[tuple[str, str]]:
    """Cookies and addresses, the readers in turn: a person may search sixty times a minute."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from placette.people.models import Person

    homes, works = communes.journeys(READERS * SEARCHES)
    living = homes[:READERS]
    cookies = []
    for home in living:
        person, session = Person.objects.get(pk=people[home]), SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "placette.people.signing_in.Backend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies.append(f"sessionid={session.session_key}")
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    searches = []
    for number in range(READERS * SEARCHES):
        reader = number % READERS
        query = {
            "start": f"{communes.names[living[reader]]} ({communes.codes[living[reader]][:2]})",
            "end": f"{communes.names[works[number]]} ({communes.codes[works[number]][:2]})",
            "on": monday.isoformat(),
            "clock": "07:45",
            "seats": 1,
        }
        searches.append((cookies[reader], f"/trajets/?{urlencode(query)}"))
    return searches


class serving:
    """`placette serve` on a free port."""

    def __enter__(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "placette.site.cli", "serve"]
        self.process = subprocess.Popen(
            command, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + READY
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/confidentialite/")
                connection.getresponse().read()
                return port
            except OSError:
                if time.monotonic() > deadline:
                    self.__exit__()
                    raise
                time.sleep(0.2)

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


def ask(port: int, searches: list[tuple[str, str]]) -> list[tuple[float, int]]:
    """Milliseconds and rides shown of each page; the first twenty, which fill caches, are not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    found = []
    for cookie, path in [*searches[:20], *searches]:
        milliseconds, status, page = _timed(connection, cookie, path)
        if (
            status == 429
        ):  # of a large town several draw the same resident, who may search sixty times a minute
            connection.close()
            time.sleep(60)
            milliseconds, status, page = _timed(connection, cookie, path)
        if status != 200:
            raise SystemExit(f"status {status} for {path}")
        found.append((milliseconds, len(re.findall(r'<article class="card stack match"', page))))
    return found[20:]


def _timed(connection: http.client.HTTPConnection, cookie: str, path: str) -> tuple[float, int, str]:
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    return (time.perf_counter() - started) * 1000, answer.status, page


def report(size: int, pages: list[tuple[float, int]]) -> None:
    cuts = statistics.quantiles([milliseconds for milliseconds, _ in pages], n=100)
    shown = [rides for _, rides in pages]
    print(
        f"{size:,} drives: {len(pages):,} pages, p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f} ms;"
        f" {statistics.mean(shown):.1f} rides a page, none on {shown.count(0) / len(shown):.0%}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
