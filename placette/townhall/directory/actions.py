"""A file becomes a draft, the draft is looked at and corrected, then carried out as a whole, or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import IO, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core.tables import Row, Unreadable, folded, read
from placette.core.text import one_line
from placette.people.models import Person
from placette.places.models import Commune, Space
from placette.townhall.models import Association, Facility, Import
from placette.trust import trail

from .judging import Judgement, judged, key
from .kinds import ELSEWHERE, KINDS, Kind

MOST = 10_000  # rows of one commune
KEPT = timedelta(days=1)


def begin(commune: Commune, by: Person, kind: Kind, file: IO[bytes], file_name: str) -> Import:
    """Reads the file and keeps the rows of this commune. Unreadable: what the file is instead of a list of it."""
    table = read(file, kind.known)
    at = next((place for place, name in enumerate(table.names) if folded(name) in ELSEWHERE), None)
    rows: list[Row] = []
    elsewhere = 0
    for row in table.rows:
        if at is not None and row.cells[at].zfill(5) not in {"00000", commune.pk}:
            elsewhere += 1
        elif len(rows) == MOST:
            raise Unreadable(
                _("Cette liste a plus de %(most)d lignes pour votre commune : partagez-la.") % {"most": MOST}
            )
        else:
            rows.append(row)
    if not rows:
        raise Unreadable(_nothing(commune, elsewhere))
    Import.objects.filter(by=by, commune=commune).delete()
    return Import.objects.create(
        commune=commune,
        by=by,
        kind=kind.name,
        file_name=one_line(file_name)[-120:],
        names=table.names,
        columns=kind.guessed(table.names),
        rows=[[row.number, row.cells, row.overflows] for row in rows],
        elsewhere=elsewhere,
    )


def correct(draft: Import, columns: Mapping[str, int]) -> None:
    """Which of their columns is which of ours."""
    draft.columns = dict(columns)
    draft.save(update_fields=["columns"])


def look(draft: Import) -> Judgement:
    """What would become of each row. One query."""
    kind = KINDS[draft.kind]
    names = [folded(name) for name in draft.names]
    rows = [Row(number, _with_house(cells, names), overflows) for number, cells, overflows in draft.rows]
    ended = _ended(names)
    kept = kind.model.objects.filter(commune=draft.commune)
    return judged(kind, draft.commune, rows, draft.columns, kept, ended)


@transaction.atomic
def carry_out(pk: int, commune: Commune, by: Person) -> Judgement | None:
    """All rows that are not refused, or none; None where the draft is no more: somebody carried it out already."""
    Space.objects.select_for_update(no_key=True).filter(commune=commune).first()
    draft = drafts(commune, by.pk).select_for_update(of=("self",)).filter(pk=pk).first()
    if draft is None:
        return None
    kind, now = KINDS[draft.kind], timezone.now()
    found = look(draft)
    fresh = [kind.model(commune=commune, updated_at=now, **each.values) for each in found.fresh]
    changed = []
    for each in found.changed:
        assert each.entry is not None
        each.entry.former = _former(each.entry, key(each.name, ""))
        for name, value in each.values.items():
            setattr(each.entry, name, value)
        each.entry.updated_at = now
        changed.append(each.entry)
    kind.model.objects.bulk_create(fresh, batch_size=1000)  # type: ignore[arg-type]
    if changed:
        fields = ["key", "former", "updated_at", *(column.name for column in kind.columns)]
        kind.model.objects.bulk_update(changed, fields, batch_size=500)  # type: ignore[arg-type]
    draft.delete()
    trail.record(
        "directory.imported", by, commune=commune, kind=kind.name, fresh=len(fresh), changed=len(changed),
        refused=len(found.refused),
    )  # fmt: skip
    return found


def drafts(commune: Commune, by: int | None) -> QuerySet[Import]:
    """Hers, of the last day: one that is older is no more, also before the night's job erases it."""
    return Import.objects.filter(commune=commune, by=by, at__gt=timezone.now() - KEPT)


class Taken(Exception):
    """Another line has that name, or that number."""


@transaction.atomic
def change(kind: Kind, commune: Commune, pk: int, by: Person, values: Mapping[str, Any]) -> bool:
    """By hand; a list that comes later finds it all the same, and says its own. False where it is gone. Raises Taken."""
    Space.objects.select_for_update(no_key=True).filter(commune=commune).first()  # as an import does
    entry = kind.model.objects.select_for_update(of=("self",)).filter(pk=pk, commune=commune).first()
    if entry is None:
        return False
    new = key(values["name"], values["identifier"])
    others = kind.model.objects.filter(commune=commune).exclude(pk=pk)
    clash = Q(key=new)
    if not values["identifier"]:
        clash |= Q(key=key(values["name"], "")) | Q(name__iexact=values["name"], identifier="")
    if others.filter(clash).exists():
        raise Taken
    named = key(values["name"], "")
    for each in others.filter(former__contains=[named]):  # from now on that name is this one's
        each.former.remove(named)
        each.save(update_fields=["former"])
    entry.former = _former(entry, named)
    entry.key, entry.updated_at = new, timezone.now()
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    trail.record("directory.changed", by, commune=commune, kind=kind.name)
    return True


def _former(entry: Association | Facility, named: str) -> list[str]:
    """By which a list that still has an old name finds the entry, once it is `named` otherwise. What was renamed before
    `former` was kept has its first name in its key alone.
    """
    first = {entry.key} if entry.key.startswith("name:") else set()
    return sorted({*entry.former, key(entry.name, ""), *first} - {named})


@transaction.atomic
def remove(kind: Kind, commune: Commune, pk: int, by: Person) -> str:
    """Its name, or nothing where it is gone already."""
    entry = kind.model.objects.filter(pk=pk, commune=commune).first()
    if entry is None:
        return ""
    entry.delete()
    trail.record("directory.removed", by, commune=commune, kind=kind.name)
    return entry.name


def forget_old() -> int:
    """Drafts that nobody carried out. How many."""
    return Import.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def erase(commune_code: str) -> None:
    for model in (Association, Facility, Import):
        model.objects.filter(commune=commune_code).delete()  # type: ignore[attr-defined]


def move(gone: str, current: str) -> None:
    """To the commune that the other has become part of; what both have stays once."""
    for model in (Association, Facility):
        there = model.objects.filter(commune=current).values("key")  # type: ignore[attr-defined]
        model.objects.filter(commune=gone).exclude(key__in=there).update(commune=current)  # type: ignore[attr-defined]
    erase(gone)


def _ended(names: list[str]) -> int | None:
    """The column in which the national directory says « A » of an association that still is."""
    return names.index("position") if {"id", "titre", "position"} <= set(names) else None


def _with_house(cells: Sequence[str], names: list[str]) -> tuple[str, ...]:
    """SCDL writes the number of a house beside its street: « 99999 » where there is none."""
    if not {"adrnumero", "adrnomvoie"} <= set(names):
        return tuple(cells)
    house, street = cells[names.index("adrnumero")], names.index("adrnomvoie")
    if not cells[street] or house in {"", "99999"}:
        return tuple(cells)
    return (*cells[:street], f"{house} {cells[street]}", *cells[street + 1 :])


def _nothing(commune: Commune, elsewhere: int) -> str:
    if not elsewhere:
        return _("Ce fichier n’a que la ligne des titres : ajoutez-y la liste.")
    said = _(
        "Aucune des %(count)d lignes n’est de %(commune)s (%(code)s) : le fichier parle d’autres communes."
    )
    return said % {"count": elsewhere, "commune": commune.name, "code": commune.pk}
