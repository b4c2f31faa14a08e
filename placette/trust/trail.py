"""The audit trail: one line for every act that changes what others may do or have."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise

from placette.people.models import Person
from placette.places.models import Commune, Community

from .models import Line

KEPT = timedelta(
    days=5 * 365
)  # the five years in which a contract can be contested (Code civil, article 2224)
# « space.grace »: « L’espace est passé en lecture seule jusqu’au %(until)s ». Rooms fill it in their apps.py.
sentences: dict[str, str | Promise] = {}

type Fact = str | int | float | bool | None


def record(
    verb: str,
    by: Person | None,
    *,
    commune: Commune | str | None = None,
    community: Community | str | None = None,
    person: Person | None = None,
    **facts: Fact,
) -> Line:
    """Writes one line, in the transaction of the act itself. `by`: None for what the worker does by itself.

    `facts` are plain values that say what changed: states, ISO dates, counts; nothing personal.
    """
    return Line.objects.create(
        verb=verb,
        by=by,
        person=person,
        commune=commune.pk if isinstance(commune, Commune) else commune or "",
        community=community.pk if isinstance(community, Community) else community or "",
        facts=facts,
    )


def sentence(line: Line) -> str:
    """What happened, in words; the verb itself where no room says more."""
    said = sentences.get(line.verb)
    return str(said) % {name: _in_words(fact) for name, fact in line.facts.items()} if said else line.verb


def _in_words(fact: Fact) -> Fact:
    """Days are kept as ISO writes them."""
    day = parse_date(fact) if isinstance(fact, str) and len(fact) == len("2026-11-26") else None
    return date_format(day, "DATE_FORMAT") if day else fact


@transaction.atomic
def forget_old() -> int:
    """Erases what is older than KEPT: the one way past the trigger. How many lines went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('placette.retention', 'on', true)")
        gone, _ = Line.objects.filter(at__lt=timezone.now() - KEPT).delete()
        cursor.execute("SELECT set_config('placette.retention', '', true)")
    return gone
