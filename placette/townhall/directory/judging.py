"""What would become of each row of a file: new, changed, as it was, or refused with its reason. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from placette.core.tables import Row, folded
from placette.places.geography import distance
from placette.places.models import Commune
from placette.townhall.models import Association, Facility

from . import cells
from .kinds import Kind

LONGEST = 130  # letters of a name in its key
FARTHEST = 30_000  # metres from the middle of the commune: farther, two numbers were taken for each other

type Entry = Association | Facility


@dataclass(frozen=True)
class Judged:
    """One row. `entry`: which it changes; `refusal`: why it is left out, and then there are no values."""

    number: int
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    entry: Entry | None = None
    refusal: str = ""

    @property
    def changes(self) -> bool:
        return self.entry is not None and any(
            getattr(self.entry, name) != value for name, value in self.values.items()
        )


@dataclass(frozen=True)
class Judgement:
    fresh: list[Judged]
    changed: list[Judged]
    same: list[Judged]
    refused: list[Judged]

    @property
    def accepted(self) -> int:
        return len(self.fresh) + len(self.changed)


def judged(
    kind: Kind,
    commune: Commune,
    rows: Iterable[Row],
    columns: Mapping[str, int],
    kept: Iterable[Entry],
    ended: int | None,
) -> Judgement:
    """`columns`: our column and the place of theirs; `kept`: the entries of the commune; `ended`: the place of the column
    that says whether an association still is.
    """
    entries = _Known(kept)
    found = Judgement([], [], [], [])
    seen: dict[str, int] = {}
    for row in rows:
        said = _of(kind, commune, row, columns, entries, seen, ended)
        if said.refusal:
            found.refused.append(said)
        elif said.entry is None:
            found.fresh.append(said)
        else:
            (found.changed if said.changes else found.same).append(said)
    return found


def _of(
    kind: Kind, commune: Commune, row: Row, columns: Mapping[str, int], entries: _Known,
    seen: dict[str, int], ended: int | None,
) -> Judged:  # fmt: skip
    shown = row.cells[columns["name"]][:60] if "name" in columns else ""
    try:
        if row.overflows:
            raise cells.Refused(_("Cette ligne a plus de cases que de colonnes : un séparateur de trop ?"))
        if ended is not None and row.cells[ended] not in {"A", ""}:
            raise cells.Refused(_("L’association est dissoute."))
        values = _values(kind, commune, row, columns)
        entry = entries.found(values)
        twice = seen.setdefault(values["key"], row.number)
        if twice != row.number:
            raise cells.Refused(_("C’est la même que la ligne %(number)d.") % {"number": twice})
        if entry and seen.setdefault(f"entry:{entry.pk}", row.number) != row.number:
            raise cells.Refused(
                _("C’est la même que la ligne %(number)d.") % {"number": seen[f"entry:{entry.pk}"]}
            )
    except cells.Refused as refused:
        return Judged(row.number, shown, refusal=str(refused))
    return Judged(row.number, values["name"], values, entry)


def _values(kind: Kind, commune: Commune, row: Row, columns: Mapping[str, int]) -> dict[str, Any]:
    """Of the columns that the file has; what it does not say stays as it is."""
    if "name" not in columns:
        raise cells.Refused(_("Aucune colonne ne dit le nom."))
    values = {
        column.name: column.clean(cells.plain(row.cells[columns[column.name]]), commune.pk)
        for column in kind.columns
        if column.name in columns
    }
    if "latitude" in columns or "longitude" in columns:
        be_near(values, commune)
    values["key"] = key(values["name"], values.get("identifier", ""))
    return values


def key(name: str, identifier: str) -> str:
    """By its identifier, or else by the letters of its name: of a very long one its beginning, and a digest of the whole."""
    if identifier:
        return f"id:{identifier}"
    letters = folded(name) or name.casefold()
    if len(letters) > LONGEST:
        digest = hashlib.blake2b(letters.encode(), digest_size=8).hexdigest()
        letters = f"{letters[: LONGEST - 17]}#{digest}"
    return f"name:{letters}"


class _Known:
    """The entries that there are, by their key, by their name and by names they had: a list of thousands asks for each of
    its rows.
    """

    def __init__(self, kept: Iterable[Entry]) -> None:
        self.by_key: dict[str, Entry] = {}
        self.by_name: dict[str, list[Entry]] = defaultdict(list)
        self.by_former: dict[str, list[Entry]] = defaultdict(list)
        for each in kept:
            self.by_key[each.key] = each
            named = key(each.name, "")
            if each.key != named:  # it has an identifier, or was given another name by hand
                self.by_name[named].append(each)
            for former in each.former:
                self.by_former[former].append(each)

    def found(self, values: dict[str, Any]) -> Entry | None:
        """The one of that key; or the one of that name, or else that had it, where either of them has no identifier. Then the
        known one stays.
        """
        if entry := self.by_key.get(values["key"]):
            return entry
        named = key(values["name"], "")
        alike = self.by_name.get(named) or self.by_former.get(named, [])
        if values.get("identifier"):
            return self.by_key.get(named) or _alone([each for each in alike if not each.identifier])
        alone = _alone(alike)
        if alone:
            if alone.identifier:
                values["key"] = alone.key
            values.pop("identifier", None)
        return alone


def _alone(alike: list[Entry]) -> Entry | None:
    return alike[0] if len(alike) == 1 else None


def be_near(values: dict[str, Any], commune: Commune) -> None:
    latitude, longitude = values.setdefault("latitude", None), values.setdefault("longitude", None)
    if (latitude is None) != (longitude is None):
        raise cells.Refused(_("Latitude et longitude vont ensemble : l’une des deux manque."))
    if latitude is None or commune.latitude is None or commune.longitude is None:
        return
    metres = distance(latitude, longitude, commune.latitude, commune.longitude)
    if metres > FARTHEST:
        raise cells.Refused(
            _("Ce point est à %(kilometres)d km de la commune : latitude et longitude sont-elles inversées ?")
            % {"kilometres": metres / 1000}
        )
