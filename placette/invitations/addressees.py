"""A list of e-mail addresses, read: each line becomes somebody to write to once, or is named with why it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import IO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core import tables
from placette.core.columns import Column

from . import lists
from .households import FORMULA, typed
from .lists import Read, Sent

MOST = 5_000  # of one campaign
LONGEST_NAME = 80
COLUMNS = (
    Column("email", gettext_lazy("Adresse e-mail"), ("email", "mail", "courriel", "adresseemail", "adressemail", "adresseelectronique", "adressecourriel", "mel"), required=True),
    Column("civility", gettext_lazy("Civilité"), ("civilite", "civ")),
    Column("first", gettext_lazy("Prénom"), ("prenom", "prenoms")),
    Column("last", gettext_lazy("Nom"), ("nom", "nomdefamille", "nomusage", "nometprenom", "nomprenom")),
)  # fmt: skip
NAMES = ("civility", "first", "last")
type Addressee = tuple[str, str]  # address, name or nothing


def sent(file: IO[bytes]) -> Sent:
    """Unreadable where it is no list. The address is the column of that name, or else the one with most « @ »."""
    given = lists.sent(file, COLUMNS, MOST, too_many())
    if "email" in given.columns:
        return given
    signs = [sum("@" in row.cells[at] for row in given.rows) for at in range(len(given.names))]
    if not max(signs, default=0):
        return given
    at = signs.index(max(signs))
    others = {name: place for name, place in given.columns.items() if place != at}
    return replace(given, columns=others | {"email": at})


def read(given: Sent) -> Read[Addressee]:
    """Nothing where no column says the address: which it is can be chosen."""
    found = Read[Addressee]()
    if "email" not in given.columns:
        return found
    named = [given.columns[part] for part in NAMES if part in given.columns]
    for row in given.rows:
        _take(
            found,
            row.number,
            ", ".join(filter(None, row.cells)),
            row.cells[given.columns["email"]],
            " ".join(filter(None, (row.cells[at] for at in named))),
        )
    return found


def from_text(text: str) -> Read[Addressee]:
    """One address a line; before it a name, as mail programs write: « Jeanne Martin <jeanne@exemple.fr> »."""
    found = Read[Addressee]()
    for number, line in typed(text):
        words = line.replace("<", " ").replace(">", " ").replace(";", " ").replace(",", " ").split()
        email = _with_at(words)
        name = " ".join(words[: words.index(email)]) if email else ""
        _take(found, number, line, email, name)
    return found


def _take(found: Read[Addressee], number: int, what: str, email: str, name: str) -> None:
    email = email.strip().lower()
    if FORMULA.match(name):
        found.refuse(number, what, _("Une case contient une formule. Remplacez-la par ce qu’elle affiche."))
    elif not _is_address(email):
        found.refuse(number, what, _("Pas d’adresse e-mail que l’on puisse lire."))
    elif email in found.seen:
        found.refuse(number, what, _("La même adresse qu’à la ligne %(line)d.") % {"line": found.seen[email]})
    elif len(found.taken) >= MOST:
        raise tables.Unreadable(too_many())
    else:
        found.seen[email] = number
        found.taken.append((email, name[:LONGEST_NAME].strip()))


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
