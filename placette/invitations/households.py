"""A list of addresses, read: each line becomes what stands on an envelope, or is named with why it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _

from placette.core import tables
from placette.core.tables import Row, folded
from placette.places.models import Commune

MOST = 20_000  # of one campaign
NAMED = 2_000  # lines that are left out, of which the page says why; the others are counted
LONGEST = 200  # signs of an address, as the code keeps it
MOST_LINES = 6  # an envelope holds no more
FORMULA = re.compile(r"^[=@]|^[+-](?=.*[A-Za-z(])")
PARTS = {
    "civility": {"civilite", "civ", "titre"},
    "first": {"prenom", "prenoms"},
    "last": {"nom", "nomdefamille", "nomusage", "nomdusage", "nomdenaissance"},
    "name": {"destinataire", "nometprenom", "nomprenom", "prenomnom", "foyer", "occupant", "nomcomplet"},
    "more": {"complement", "complementadresse", "complementdadresse", "adresse2", "batiment", "appartement"},
    "number": {"numero", "num", "no", "numerovoie", "numerodevoie", "numvoie"},
    "street": {"adresse", "adresse1", "rue", "voie", "libellevoie", "nomvoie", "nomdelavoie", "adressepostale"},
    "postcode": {"codepostal", "cp", "postal"},
    "town": {"ville", "commune", "localite"},
}  # fmt: skip
KNOWN = {name for names in PARTS.values() for name in names}


@dataclass
class Read:
    """What a list gives. `refused` and `unsure`: line, what stands there, why."""

    addresses: list[str] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    unsure: list[tuple[int, str, str]] = field(default_factory=list)
    refused_count: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def refuse(self, number: int, what: str, why: str) -> None:
        self.refused_count += 1
        if len(self.refused) < NAMED:
            self.refused.append((number, what[:120], why))


def from_file(file: IO[bytes], commune: Commune) -> Read:
    """Unreadable where it is no list of addresses. A third of a second for 13,000 lines."""
    table = tables.read(file, KNOWN)
    columns = _columns(table.names)
    if "street" not in columns:
        raise tables.Unreadable(
            _(
                "Nous ne trouvons pas la colonne des adresses. Donnez un nom à chaque colonne sur la première ligne : "
                "nom, adresse, code postal, ville. Puis renvoyez le fichier."
            )
        )
    found = Read()
    for count, row in enumerate(table.rows):
        if count >= MOST:
            raise tables.Unreadable(too_many())
        _take(found, row, {part: row.cells[at] for part, at in columns.items()}, commune)
    return found


def envelope(found: Read, number: int, said: dict[str, str], commune: Commune) -> None:
    """Checks one household and keeps it. No list of the streets of France is asked: a street is what has letters."""
    lines = _lines(said, commune)
    what = ", ".join(lines)
    same = folded(what)
    if not re.search(r"[^\W\d_]{2}", said.get("street", "")):
        found.refuse(number, what, _("Pas de rue ni de lieu-dit."))
    elif elsewhere := _elsewhere(said, commune):
        found.refuse(number, what, elsewhere)
    elif len("\n".join(lines)) > LONGEST or len(lines) > MOST_LINES:
        found.refuse(number, what, _("Trop long pour une enveloppe : deux cents signes au plus."))
    elif same in found.seen:
        found.refuse(number, what, _("La même adresse qu’à la ligne %(line)d.") % {"line": found.seen[same]})
    else:
        found.seen[same] = number
        _keep(found, number, lines, said)


def _keep(found: Read, number: int, lines: list[str], said: dict[str, str]) -> None:
    if len(found.addresses) >= MOST:
        raise tables.Unreadable(too_many())
    found.addresses.append("\n".join(lines))
    if not re.search(r"\d", said.get("number", "") + said["street"]) and len(found.unsure) < NAMED:
        found.unsure.append((number, ", ".join(lines)[:120], _("Pas de numéro. Le facteur trouvera-t-il ?")))


def too_many() -> str:
    return _("Plus de vingt mille lignes : partagez la liste, et faites une campagne de chaque partie.")


def _columns(names: tuple[str, ...]) -> dict[str, int]:
    """Which column says what, by its name; the first that fits."""
    plain = [folded(name) for name in names]
    return {
        part: at
        for part, known in PARTS.items()
        if (at := next((at for at, name in enumerate(plain) if name in known), None)) is not None
    }


def _take(found: Read, row: Row, said: dict[str, str], commune: Commune) -> None:
    said = {part: "" if cell in {"-", "–"} else cell for part, cell in said.items()}
    what = ", ".join(filter(None, row.cells))
    if row.overflows:
        found.refuse(row.number, what, _("Plus de cases que de colonnes : un séparateur de trop ?"))
    elif any(FORMULA.match(cell) for cell in said.values()):
        found.refuse(
            row.number, what, _("Une case contient une formule. Remplacez-la par ce qu’elle affiche.")
        )
    else:
        envelope(found, row.number, said, commune)


def _lines(said: dict[str, str], commune: Commune) -> list[str]:
    name = said.get("name") or _joined(said, "civility", "first", "last")
    town = said.get("town") or commune.name
    postcode = _postcode(said) or (commune.postcodes[0] if len(commune.postcodes) == 1 else "")
    lines = [
        name or "Aux habitants",
        said.get("more", ""),
        _joined(said, "number", "street"),
        f"{postcode} {town.upper()}".strip(),
    ]
    return [line for line in lines if line]


def _postcode(said: dict[str, str]) -> str:
    """A spreadsheet takes the first zero off « 01000 », which it takes for a number."""
    written = said.get("postcode", "").replace(" ", "")
    return f"0{written}" if re.fullmatch(r"[1-9]\d{3}", written) else written


def _elsewhere(said: dict[str, str], commune: Commune) -> str:
    postcode, town = _postcode(said), said.get("town", "")
    if postcode and commune.postcodes and postcode not in commune.postcodes:
        return _("Le code postal %(postcode)s n’est pas de votre commune.") % {"postcode": postcode}
    plain = re.sub(r"cedex\d*$", "", folded(town))
    if town and not postcode and plain != folded(commune.name):
        return _("%(town)s n’est pas votre commune.") % {"town": town}
    return ""


def _joined(said: dict[str, str], *parts: str) -> str:
    return " ".join(filter(None, (said.get(part, "") for part in parts)))


def typed(text: str) -> Iterator[tuple[int, str]]:
    """The lines of what was typed that say something."""
    yield from ((number, line) for number, line in enumerate(map(str.strip, text.splitlines()), 1) if line)
