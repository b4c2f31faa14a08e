"""A list of e-mail addresses, read: each line becomes somebody to write to once, or is named with why it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from placette.core import tables
from placette.core.tables import folded

from .households import FORMULA, Read, typed

MOST = 5_000  # of one campaign
LONGEST_NAME = 80
EMAIL = {
    "email",
    "mail",
    "courriel",
    "adresseemail",
    "adressemail",
    "adresseelectronique",
    "adressecourriel",
    "mel",
}
NAMES = (
    {"civilite", "civ"},
    {"prenom", "prenoms"},
    {"nom", "nomdefamille", "nomusage", "nometprenom", "nomprenom"},
)
KNOWN = EMAIL.union(*NAMES)


@dataclass
class Addressees(Read):
    people: list[tuple[str, str]] = field(default_factory=list)  # address, name or nothing


def from_file(file: IO[bytes]) -> Addressees:
    """Unreadable where it is no list. The address is the column of that name, or else the cell with an « @ »."""
    table = tables.read(file, KNOWN)
    plain = [folded(name) for name in table.names]
    column = next((at for at, name in enumerate(plain) if name in EMAIL), None)
    named = [at for names in NAMES for at, name in enumerate(plain) if name in names]
    found = Addressees()
    for count, row in enumerate(table.rows):
        if count >= MOST:
            raise tables.Unreadable(too_many())
        email = row.cells[column] if column is not None else _with_at(row.cells)
        _take(
            found,
            row.number,
            ", ".join(filter(None, row.cells)),
            email,
            " ".join(filter(None, (row.cells[at] for at in named))),
        )
    return found


def from_text(text: str) -> Addressees:
    """One address a line; before it a name, as mail programs write: « Jeanne Martin <jeanne@exemple.fr> »."""
    found = Addressees()
    for number, line in typed(text):
        words = line.replace("<", " ").replace(">", " ").replace(";", " ").replace(",", " ").split()
        email = _with_at(words)
        name = " ".join(words[: words.index(email)]) if email else ""
        _take(found, number, line, email, name)
    return found


def _take(found: Addressees, number: int, what: str, email: str, name: str) -> None:
    email = email.strip().lower()
    if FORMULA.match(name):
        found.refuse(number, what, _("Une case contient une formule. Remplacez-la par ce qu’elle affiche."))
    elif not _is_address(email):
        found.refuse(number, what, _("Pas d’adresse e-mail que l’on puisse lire."))
    elif email in found.seen:
        found.refuse(number, what, _("La même adresse qu’à la ligne %(line)d.") % {"line": found.seen[email]})
    elif len(found.people) >= MOST:
        raise tables.Unreadable(too_many())
    else:
        found.seen[email] = number
        found.people.append((email, name[:LONGEST_NAME].strip()))


def too_many() -> str:
    return _("Plus de cinq mille adresses : partagez la liste, et faites une campagne de chaque partie.")


def _with_at(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if "@" in cell), "")


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254
