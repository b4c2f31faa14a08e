"""The slip that a resident without a screen is handed for a grouped purchase: what she owes, to whom, by when, and how she
collects it.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from placette.behalf.purchases import Purchase
from placette.core.press import printed
from placette.groupbuys import transfers
from placette.groupbuys.amounts import euros, price, quantity
from placette.groupbuys.models import PaymentTerms
from placette.groupbuys.queries.payments import Balance
from placette.people.models import Consent

PAPER = (Path(__file__).parent / "slip.typ").read_bytes()


def printed_for(consent: Consent, found: Purchase) -> bytes:
    return printed(PAPER, slip(consent, found))


def slip(consent: Consent, found: Purchase) -> dict[str, Any]:
    """What slip.typ wants. Wants a purchase that has succeeded, and its clocks to be the current ones."""
    owed = found.owed or {}
    balance: Balance = owed["balance"]
    terms: PaymentTerms | None = owed["terms"]
    with translation.override("fr"):  # whoever prints it, she reads it
        return {
            "language": "fr",
            "publisher": settings.CONFIGURATION.operator_name,
            "place": f"Placette · {consent.commune.name}",
            "on": date_format(timezone.localdate(), "DATE_FORMAT"),
            "title": found.campaign.title,
            "for": consent.person.get_full_name(),
            "rows": [
                [
                    each.product.name,
                    quantity(each.mine.quantity, each.product.unit),
                    f"{price(each.cents or 0)} / {each.product.unit}",
                    euros(each.my_cents),
                ]
                for each in found.offers
                if each.mine
            ],
            "sum": [_("Votre part"), euros(balance.share.amount_cents)],
            "owes": _("Payé, merci.") if not balance.rest else _due(balance, terms),
            "ways": _ways(terms, balance) if balance.rest else [],
            "collects": [_("Pour venir chercher votre commande"), *_collects(found)],
        }


def _due(balance: Balance, terms: PaymentTerms | None) -> str:
    if terms is None:
        return _("Reste à payer : %(rest)s. La personne qui organise n’a pas encore dit comment.") % {
            "rest": euros(balance.rest)
        }
    if terms.pay_by:
        return _("Reste à payer : %(rest)s, au plus tard le %(day)s.") % {
            "rest": euros(balance.rest),
            "day": date_format(terms.pay_by, "DATE_FORMAT"),
        }
    return _("Reste à payer : %(rest)s.") % {"rest": euros(balance.rest)}


def _ways(terms: PaymentTerms | None, balance: Balance) -> list[list[str]]:
    """How one pays, each way with what it wants; last the reference."""
    if terms is None:
        return []
    ways = []
    if terms.transfer:
        ways.append([_("Par virement, à"), terms.payee])
        ways.append([_("IBAN"), transfers.in_fours(terms.iban)])
    if terms.cheque:
        ways.append([_("Par chèque, à l’ordre de"), terms.cheque_to])
    if terms.cash:
        ways.append([_("En espèces"), terms.cash_to or _("Voyez avec la personne qui organise.")])
    return [*ways, [_("Référence"), balance.reference]]


def _collects(found: Purchase) -> list[str]:
    slot, place = found.slot, found.campaign.delivery_place
    said = []
    if slot:
        said.append(f"{capfirst(slot.in_words())}, {slot.place}")
    elif place:
        said.append(place)
    if found.substitute:
        said.append(_("%(name)s passe prendre à votre place.") % {"name": found.substitute})
    else:
        said.append(_("À la table, dites votre nom : il est sur la liste."))
    return said
