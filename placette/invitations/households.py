"""A list of addresses, read: each line becomes what stands on an envelope, or is named with why it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core import tables
from placette.core.columns import Column
from placette.core.tables import Row, folded
from placette.places.models import Commune

from . import lists
from .lists import NAMED, Read, Sent

MOST = 20_000  # of one campaign
LONGEST = 200  # signs of an address, as the code keeps it
MOST_LINES = 6  # an envelope holds no more
FORMULA = re.compile(r"^[=@]|^[+-](?=.*[A-Za-z(])")
COLUMNS = (
    Column("civility", gettext_lazy("Civilité"), ("civilite", "civ", "titre")),
    Column("first", gettext_lazy("Prénom"), ("prenom", "prenoms")),
    Column("last", gettext_lazy("Nom"), ("nom", "nomdefamille", "nomusage", "nomdusage", "nomdenaissance")),
    Column("name", gettext_lazy("Nom entier, ou foyer"), ("destinataire", "nometprenom", "nomprenom", "prenomnom", "foyer", "occupant", "nomcomplet")),
    Column("more", gettext_lazy("Complément d’adresse"), ("complement", "complementadresse", "complementdadresse", "adresse2", "batiment", "appartement")),
    Column("number", gettext_lazy("Numéro dans la rue"), ("numero", "num", "no", "numerovoie", "numerodevoie", "numvoie")),
    Column("street", gettext_lazy("Rue, ou adresse"), ("adresse", "adresse1", "adressepostale", "rue", "voie", "libellevoie", "nomvoie", "nomdelavoie"), required=True),
    Column("postcode", gettext_lazy("Code postal"), ("codepostal", "cp", "postal")),
    Column("town", gettext_lazy("Commune"), ("ville", "commune", "localite")),
)  # fmt: skip


def sent(file: IO[bytes]) -> Sent:
    """Unreadable where it is no list."""
    return lists.sent(file, COLUMNS, MOST, too_many())


def read(given: Sent, commune: Commune) -> Read[str]:
    """Nothing where no column says the street: which it is can be chosen."""
    found = Read[str]()
    for row in given.rows if "street" in given.columns else ():
        _take(found, row, {part: row.cells[at] for part, at in given.columns.items()}, commune)
    return found


def envelope(found: Read[str], number: int, said: dict[str, str], commune: Commune) -> None:
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


def _keep(found: Read[str], number: int, lines: list[str], said: dict[str, str]) -> None:
    if len(found.taken) >= MOST:
        raise tables.Unreadable(too_many())
    found.taken.append("\n".join(lines))
    if not re.search(r"\d", said.get("number", "") + said["street"]) and len(found.unsure) < NAMED:
        found.unsure.append((number, ", ".join(lines)[:120], _("Pas de numéro. Le facteur trouvera-t-il ?")))


def too_many() -> str:
    return _("Plus de vingt mille lignes : partagez la liste, et faites une campagne de chaque partie.")


def _take(found: Read[str], row: Row, said: dict[str, str], commune: Commune) -> None:
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
