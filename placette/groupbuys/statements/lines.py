"""What is read in a bank statement: other people's payments too, so nothing here is kept, shown to others or logged."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why a line is left aside."""

    DEBIT = "debit", _("de l’argent sorti du compte")
    UNKNOWN = "unknown", _("aucune référence de cet achat groupé")
    SEVERAL = "several", _("plusieurs références dans la même ligne")
    DAY = "day", _("la date ne se lit pas")
    AMOUNT = "amount", _("le montant ne se lit pas")
    CURRENCY = "currency", _("ce ne sont pas des euros")
    PENDING = "pending", _("pas encore sur le compte")
    CUT = "cut", _("la ligne n’est pas complète")
    END = "end", _("le fichier s’arrête là, avant la fin")


@dataclass(frozen=True)
class Entry:
    """What came on a day: cents, and all the words of the line, among which a reference may be."""

    number: int
    day: date
    cents: int
    text: str = field(repr=False)


@dataclass(frozen=True)
class Left:
    """A line left aside. `number` counts the lines of a CSV file, the operations of the others, from 1."""

    number: int
    reason: Reason
    day: date | None = None
    cents: int | None = None


@dataclass(frozen=True)
class Statement:
    entries: list[Entry] = field(repr=False)
    left: list[Left] = field(repr=False)


class Unreadable(Exception):
    """Nothing of the file can be read; the message is for whoever sent it."""
