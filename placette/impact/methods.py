"""How an exchange becomes minutes and euros: as data, with source and date, shown beside every figure.

docs/decisions/0005 says why so little is claimed. A lent object is not an avoided purchase: nobody knows that
the borrower would have bought one. What counts is the lowest price of such a thing's hire between neighbours.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_CATEGORY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Method:
    """What one kind of exchange claims. `says` is the sentence shown next to the figure."""

    says: str | Promise
    counts_minutes: bool = False
    # Price of a day's hire between neighbours, for these categories only, for so many days at most.
    daily_hire_cents: int = 0
    categories: frozenset[str] = NO_CATEGORY
    most_days: int = 0
    source: str = ""
    read_on: date | None = None


NOTHING = Method(says=_("Aucune économie n’est comptée."))
MINUTES = Method(
    says=_("Le temps convenu est compté, sans valeur en euros."),
    counts_minutes=True,
)
LOAN = Method(
    says=_(
        "Estimation basse : le prix plancher d’une location entre particuliers (5 € par jour, deux jours "
        "au plus), pour le bricolage et le jardin seulement, moins ce qui a été payé. "
        "Un prêt n’est pas compté comme un achat évité."
    ),
    daily_hire_cents=500,
    categories=frozenset({"tools", "garden"}),
    most_days=2,
    source="Dossier Familial n° 530, p. 64 : « souvent entre 5 et 30 euros par jour » (chiffres de 2017)",
    read_on=date(2026, 11, 23),
)
PURCHASE = Method(
    says=_(
        "Pour chacun : (le prix payé seul − le prix payé ensemble) × la quantité vraiment retirée, jamais moins de zéro. "
        "Le prix payé seul est celui que l’achat groupé annonce, avec sa source ; sans lui, rien n’est compté."
    ),
)
METHODS = {
    "help": MINUTES,
    "service": MINUTES,
    "loan": LOAN,
    "gift": Method(says=_("Aucune économie n’est comptée : la valeur d’un don n’est pas déclarée.")),
    "purchase": PURCHASE,
    "sale": Method(says=_("Aucune économie n’est comptée : le prix neuf n’est pas connu.")),
}
# Nobody helps for more than a working day in one go; a longer agreement is a span, not an effort.
MOST_MINUTES = 8 * 60
DAY = timedelta(days=1)


def of(kind: str) -> Method:
    return METHODS.get(kind, NOTHING)


def minutes(kind: str, starts_at: datetime | None, ends_at: datetime | None) -> int:
    """Minutes given to somebody: only where a beginning and an end were agreed, eight hours at most."""
    if not (of(kind).counts_minutes and starts_at and ends_at):
        return 0
    return max(0, min(int((ends_at - starts_at).total_seconds()) // 60, MOST_MINUTES))


def euros_saved_cents(
    kind: str, category: str, starts_at: datetime | None, ends_at: datetime | None, price_cents: int
) -> int:
    """What the borrower would have paid at least to hire it from a neighbour, less what she paid."""
    method = of(kind)
    if category not in method.categories:
        return 0
    days = ceil((ends_at - starts_at) / DAY) if starts_at and ends_at else 1
    return max(0, method.daily_hire_cents * max(1, min(days, method.most_days)) - price_cents)
