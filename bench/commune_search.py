"""Is the commune found, first and fast?

    DATABASE_URL=… python bench/commune_search.py

Expects a database with all communes (`placette load-places`). Prints how many of the hard queries lead to the
right commune (first, or among those shown), then the time of a search, letter by letter included.
"""

import statistics
import time

import django

django.setup()

from django.db import connection, reset_queries  # noqa: E402

from placette.places.models import Commune  # noqa: E402
from placette.places.queries import search  # noqa: E402

HARD = {
    "fonsorbes": "31187",
    "FONSORBES": "31187",
    "fonsorbe": "31187",
    "fonsobres": "31187",
    "Fonsorbes (31)": "31187",
    "Fonsorbes 31470": "31187",
    "31187": "31187",
    "st lys": "31499",
    "saint-lys": "31499",
    "Saint Lis": "31499",
    "stlys": "31499",
    "ste foy de peyrolieres": "31481",
    "l hay les roses": "94038",
    "lhay les roses": "94038",
    "L'Haÿ-les-Roses": "94038",
    "hay les roses": "94038",
    "la rochele": "17300",
    "mans": "72181",
    "le havre": "76351",
    "havre": "76351",
    "st jean de lus": "64483",
    "chalon s/ saone": "71076",
    "chalon sur saone": "71076",
    "monpelier": "34172",
    "tolouse": "31555",
    "marseile": "13055",
    "aix en pce": "13001",
    "bourg en bresse": "01053",
    "oeuilly 51": "51410",
    "Œuilly (Marne)": "51410",
    "sainte colombe 31": None,
    "beaulieu 63": "63031",
    "plaisance touch": "31424",
    "Paris 12": "75056",
    "paris 12e arrondissement": "75056",
    "75112": "75056",
    "75012": "75056",
    "lyon 3eme": "69123",
    "13016": "13055",
    "2A004": "2A004",
    "2a004": "2A004",
    "ajaccio": "2A004",
    "97411": "97415",
    "saint denis 974": "97411",
    "papeete": "98735",
    "98800": "98818",
    "arbignieu": "01015",
    "01340": "01015",
    "12 rue du Stade 31470 Fonsorbes": "31187",
    "12 rue du stade 31470 fonsorbe": "31187",
    "3 place de la mairie Saint-Lys": "31499",
    "3 place de la mairie, st lys": "31499",
    "4 impasse des Lilas 31035 Toulouse cedex": "31555",
    "8 bd de la Liberté, Plaisance-du-Touch": "31424",
    "10 rue de Paris 59000 Lille": "59350",
    "villeneuve d asc": "59009",
    "y": None,
    "saint remy en bouzemont saint genest et isson": "51513",
}


def quality() -> None:
    first = shown = asked = 0
    for text, code in HARD.items():
        if code is None:
            continue
        asked += 1
        codes = [found.commune.code for found in search(text)]
        first += codes[:1] == [code]
        shown += code in codes
        if codes[:1] != [code]:
            print(
                f"  {'lower' if code in codes else 'MISSED':7} {text!r}: expected {code}, found {codes[:3]}"
            )
    print(f"{asked} hard queries: {first} first, {shown} shown")


def speed() -> None:
    largest = Commune.objects.order_by("-population").values_list("name", flat=True)[:100]
    typed = [name[:length] for name in largest for length in range(2, len(name) + 1)]
    print_times("letter by letter, 100 largest communes", typed)
    print_times("hard queries", list(HARD) * 5)
    some = Commune.objects.order_by("slug").values_list("name", flat=True)[::90]
    print_times("one letter missing, 1 commune in 90", [name[:2] + name[3:] for name in some])


def print_times(title: str, texts: list[str]) -> None:
    times = []
    for text in texts:
        started = time.perf_counter()
        search(text)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"{title}: {len(times)} searches, p50 {p50:.1f} ms, p95 {p95:.1f} ms, slowest {times[-1]:.1f} ms")


if __name__ == "__main__":
    print(f"{Commune.objects.count():,} communes")
    quality()
    for text in HARD:
        search(text)
    reset_queries()
    connection.queries_log.clear()
    speed()
