"""Passages are made anew where a restored database, or somebody who wrote there by hand, has left them wrong."""

from django.db import connection, transaction

from placette.carpool.models import Passage, Way
from placette.carpool.queries.passages import WRONG
from placette.people.models import Person

A_BATCH = 500
MADE = """
INSERT INTO carpool_passage SELECT passage.* FROM carpool_way way, carpool_passage_of(way, true) AS passage
WHERE way.is_open AND way.role = 'driver' AND way.id = ANY(%s)
"""


def mend() -> int:
    """How many were wrong. Batch by batch, each in the order of locks of migration 0021."""
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        wrong = sorted(way for (way,) in cursor.fetchall())
    for first in range(0, len(wrong), A_BATCH):
        _make(wrong[first : first + A_BATCH])
    return len(wrong)


@transaction.atomic
def _make(ways: list[int]) -> None:
    there = Way.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ways).order_by("pk")
    authors = set(there.values_list("trip__author", flat=True))
    persons = Person.objects.select_for_update(no_key=True).filter(pk__in=authors).order_by("pk")
    list(persons.values_list("pk"))
    Passage.objects.filter(pk__in=ways).delete()
    with connection.cursor() as cursor:
        cursor.execute(MADE, [ways])
