"""What is the town hall's own: it goes into its export, and is erased when its space is closed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from placette.core import photos
from placette.people.models import ActivationCode, Role
from placette.places.leaving import Picture, Table
from placette.places.models import Commune, Quarter, Space, Waiting
from placette.trust import trail
from placette.trust.models import Line

from .directory import actions as directory
from .directory import exports as lists
from .directory.kinds import KINDS
from .models import Contract, Quote, Report, Step
from .queries import figures
from .reports import actions as reports


def tables(commune: Commune) -> Iterable[Table]:
    yield Table(
        "commune",
        [
            "code",
            "nom",
            "population",
            "habitants inscrits",
            "habitants vérifiés",
            "codes préparés",
            "codes utilisés",
        ],
        [_counts(commune)],
    )
    yield Table("quartiers", ["nom"], Quarter.objects.filter(commune=commune).values_list("name"))
    space = Space.objects.filter(commune=commune).values_list(
        "opened_at", "state", "ends_on", "colour", "welcome"
    )
    yield Table(
        "espace",
        ["ouvert le", "état", "jusqu’au", "couleur", "mot d’accueil"],
        [
            [str(opened), state, str(ends or ""), colour, welcome]
            for opened, state, ends, colour, welcome in space
        ],
    )
    quotes = Quote.objects.filter(commune=commune).order_by("pk")
    yield Table(
        "devis",
        ["numéro", "fait le", "valable jusqu’au", "population", "centimes par an hors taxes"],
        [[q.number, str(q.made_on), str(q.valid_until), q.population, q.yearly_cents] for q in quotes],
    )
    contracts = Contract.objects.filter(commune=commune).select_related("quote").order_by("pk")
    yield Table(
        "contrats",
        ["numéro", "devis", "du", "au", "signé"],
        [[c.number, c.quote.number, str(c.starts_on), str(c.ends_on), bool(c.signed_at)] for c in contracts],
    )
    for kind in KINDS.values():
        head, *entries = lists.rows(kind, commune.pk)
        yield Table(kind.name, head, entries)
    lines = Line.objects.filter(commune=commune.pk).order_by("pk")
    yield Table("journal", ["le", "quoi"], [[str(line.at), trail.sentence(line)] for line in lines])


def pictures(commune: Commune) -> Iterable[Picture]:
    crest = Space.objects.filter(commune=commune).values_list("crest", flat=True).first()
    if crest:
        yield Picture("blason.webp", photos.path(crest, max(photos.PORTRAIT_WIDTHS)))
    for month, file in Report.objects.filter(commune=commune).values_list("month", "file"):
        yield Picture(f"rapports/{month:%Y-%m}.pdf", file)


def erase(code: str) -> None:
    """Roles end, unused codes and the dress go. Contracts stay as long as the law wants them, the trail as it says."""
    ActivationCode.objects.filter(commune=code).delete()
    Waiting.objects.filter(commune=code, left_at__isnull=False).delete()
    Step.objects.filter(commune=code).delete()
    reports.erase(code)
    directory.erase(code)
    Role.objects.filter(commune=code, until=None).update(until=timezone.now())
    for space in Space.objects.filter(commune=code).exclude(crest=""):
        photos.delete(space.crest)
    Space.objects.filter(commune=code).update(colour="", crest="", welcome="")


def _counts(commune: Commune) -> list[str | int | None]:
    """What the desk shows, and no more: the same figures counted live would tell, between two exports, who came."""
    known = figures(commune.pk)
    return [
        commune.pk, commune.name, commune.population, known.members, known.verified, known.issued, known.used,
    ]  # fmt: skip
