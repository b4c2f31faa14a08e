"""Who is told of a request: right people, fast? In a scratch PostgreSQL.

    .venv/bin/python bench/matching.py [offerings …]     (10,000 and 100,000 by default; about two minutes)

Quality: every request of placette/listings/tests/data/matching.toml against all its offers (half kept as offerings of
people, half as annonces); precision, recall and what went wrong. Speed: the same requests where that many offerings
stand in 60 communes, p50 and p95 of the search for helpers, people told a request, and how long a migration that adds
the stored column holds the table.
"""

import statistics
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scratch import migrated

LABELS = Path(__file__).parents[1] / "placette/listings/tests/data/matching.toml"
COMMUNES, SHARE_LABELLED = 60, 0.5
# Things of the long tail, so that most offerings have nothing to do with a request.
COMMON = 3_000


def main(sizes: list[int]) -> None:
    with migrated():
        labels = tomllib.loads(LABELS.read_text())
        communes()
        owners = publish_all(labels)
        quality(labels, owners)
        without_things(labels, owners)
        for size in sizes:
            speed(labels, size)


@dataclass
class Score:
    asked: int = 0
    told: int = 0
    wanted: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        precision, recall = self.right / max(self.told, 1), self.right / max(self.wanted, 1)
        return (
            f"{name:22} {self.asked:4} requests   precision {precision:6.1%}   recall {recall:6.1%}"
            f"   told {self.told}, of them right {self.right} of {self.wanted} wanted"
        )


def publish_all(labels: dict[str, Any]) -> dict[int, tuple[str, str]]:
    """One owner an offer: her id and the offer with its topic."""
    topic_of: dict[int, tuple[str, str]] = {}
    for number, (topic, text) in enumerate((t, x) for t, texts in labels["offers"].items() for x in texts):
        person = people(1, f"owner{number}")[0]
        topic_of[person.pk] = (topic, text)
        own(person, text) if number % 2 else publish(person, text)
    return topic_of


def without_things(labels: dict[str, Any], topic_of: dict[int, tuple[str, str]]) -> None:
    """The same where nobody knows what things are called."""
    from placette.listings.meaning import asked
    from placette.listings.meaning.things import Book

    known = asked.book
    asked.book = lambda: Book((), {}, 0, frozenset(), ())
    asked.meaning_of.cache_clear()
    print("without things.txt:")
    quality(labels, topic_of, wordy=False)
    asked.book = known
    asked.meaning_of.cache_clear()


def quality(labels: dict[str, Any], topic_of: dict[int, tuple[str, str]], wordy: bool = True) -> None:
    author = people(1, f"asker{wordy}")[0]
    held = set(labels["held"]["topics"])
    scores = {"prepared": Score(), "held (words never told)": Score(), "unseen": Score()}
    for text, wanted in (labels["requests"] | labels["unseen"]).items():
        told = [topic_of[pk] for pk in helpers_of(author, text)]
        expected = {(t, x) for t in wanted for x in labels["offers"][t]}
        names = ["unseen"] if text in labels["unseen"] else ["prepared"]
        for name in [*names, *(["held (words never told)"] if held & set(wanted) else [])]:
            score = scores[name]
            score.asked += 1
            score.told += len(told)
            score.wanted += len(expected)
            score.right += len(expected & set(told))
        missed = [x for _, x in sorted(expected - set(told))]
        disturbed = [x for _, x in sorted(set(told) - expected)]
        if missed or disturbed:
            scores["prepared"].wrong.append(f"  {text!r}: missed {missed}, told in vain {disturbed}")
    if wordy:
        print("\n".join(scores["prepared"].wrong))
    for name, score in scores.items():
        print(score.line(name))


def speed(labels: dict[str, Any], size: int) -> None:
    from django.db import connection

    texts = [text for texts in labels["offers"].values() for text in texts]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE listings_listing, people_offering CASCADE")
        cursor.execute("DELETE FROM people_membership WHERE person_id IN (SELECT id FROM people_person)")
        cursor.execute("TRUNCATE people_person CASCADE")
    owners = people(size // 4, f"of{size}-")
    author = owners[0]
    # Half are things of the labelled set, half are words of a long tail that no request names.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_offering (person_id, text, created_at)"
            " SELECT (%s::bigint[])[1 + n / 4], CASE WHEN hashint4(n) %% 100 < %s"
            " THEN (%s::text[])[1 + abs(hashint4(n * 7)) %% %s] || ' n° ' || n"
            " ELSE translate(md5((abs(hashint4(n)) %% %s)::text), '0123456789', 'aeiouaeiou') || ' ' || n END, now()"
            " FROM generate_series(0, %s - 1) n",
            [[p.pk for p in owners], SHARE_LABELLED * 100, texts, len(texts), COMMON, size],
        )
        cursor.execute("VACUUM ANALYZE")
        began = time.perf_counter()
        cursor.execute(
            "ALTER TABLE people_offering ADD COLUMN trial tsvector"
            " GENERATED ALWAYS AS (to_tsvector('placette_fr'::regconfig, text)) STORED"
        )
        rewritten = time.perf_counter() - began
        cursor.execute("ALTER TABLE people_offering DROP COLUMN trial")
        cursor.execute("VACUUM ANALYZE")
    times, told = [], []
    requests = list(labels["requests"])
    for turn in range(3):
        for text in requests:
            began = time.perf_counter()
            found = helpers_of(author, text)
            if turn:
                times.append((time.perf_counter() - began) * 1000)
                told.append(len(found))
    times.sort()
    print(
        f"{size:>9,} offerings of {len(owners):,} people in {COMMUNES} communes: p50 {statistics.median(times):6.1f} ms"
        f"   p95 {times[int(len(times) * 0.95)]:6.1f} ms   column added in {rewritten:.1f} s   told a request: mean {statistics.mean(told):.1f}, most {max(told)}"
    )


def helpers_of(author: Any, text: str) -> list[int]:
    from placette.listings.actions.asking import helpers
    from placette.listings.models import Listing

    code = commune_of(0)
    listing = Listing(author=author, commune_id=code, title=text, kind="loan", direction="request")
    return helpers(listing, {code})


def commune_of(number: int) -> str:
    return f"{number % COMMUNES + 1:05}"


def communes() -> None:
    from placette.places.models import Commune

    Commune.objects.bulk_create(
        Commune(code=commune_of(n), name=f"Commune {n}", of_name="de", slug="c", population=1000)
        for n in range(COMMUNES)
    )


def people(number: int, name: str) -> list[Any]:
    """Verified people, spread over the communes."""
    from django.utils import timezone

    from placette.people.models import Membership, Person

    made = Person.objects.bulk_create(
        (Person(email=f"{name}-{n}@example.org", first_name="Voisin") for n in range(number)), batch_size=5000
    )
    Membership.objects.bulk_create(
        (
            Membership(person=person, commune_id=commune_of(n), verified_at=timezone.now())
            for n, person in enumerate(made)
        ),
        batch_size=5000,
    )
    return made


def own(person: Any, text: str) -> None:
    from placette.people.models import Offering

    Offering.objects.create(person=person, text=text)


def publish(person: Any, text: str) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from placette.listings.models import Listing

    Listing.objects.create(
        author=person, commune_id=commune_of(0), kind="loan", direction="offer", category="other", title=text,
        text="À rendre propre, merci.", expires_at=timezone.now() + timedelta(days=60),
    )  # fmt: skip


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10_000, 100_000])
