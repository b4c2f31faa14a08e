"""The order for the supplier, and a slip for each neighbour, as PDF."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from placette.core.press import printed
from placette.groupbuys import references, transfers
from placette.groupbuys.amounts import euros, quantity
from placette.groupbuys.models import Campaign, PaymentTerms
from placette.groupbuys.queries.order import Item, Order, Slip

from . import words

FOLDER = Path(__file__).parent
ORDER, SLIPS = ((FOLDER / name).read_bytes() for name in ("order.typ", "slips.typ"))


def order(campaign: Campaign, order: Order, slips: Sequence[Slip] = ()) -> bytes:
    """What the supplier delivers. With `slips` also who takes what, for who packs by name; otherwise it names nobody."""
    return printed(ORDER, order_paper(campaign, order, slips))


def slips(campaign: Campaign, slips: Sequence[Slip], terms: PaymentTerms | None) -> bytes:
    """Four a page, to be cut out: who, what, how much, and the code of her transfer while something is owed."""
    return printed(SLIPS, slips_paper(campaign, slips, terms))


def order_paper(campaign: Campaign, order: Order, slips: Sequence[Slip]) -> dict[str, Any]:
    """What order.typ wants: words, all of them text."""
    supplier = campaign.supplier
    facts = [[_("Achat groupé"), campaign.title], [_("Clos le"), words.closed_on(campaign)]]
    if supplier:
        facts.insert(0, [_("Fournisseur"), supplier.name])
        if supplier.siren:
            facts.insert(1, ["SIREN", supplier.siren])
    if campaign.delivery_place:
        facts.append([_("Livraison"), campaign.delivery_place])
    rounded = sum(each.rounding for each in order.items)
    return {
        **_common(campaign, _("Bon de commande")),
        "facts": facts,
        "titles": [_("Produit"), _("Quantité"), _("Participants"), _("Prix unitaire"), _("Montant")],
        "rows": [
            [
                each.product,
                quantity(each.quantity, each.unit),
                str(each.takers),
                f"{euros(each.unit_cents)} / {each.unit}",
                euros(each.cents),
            ]
            for each in order.items
        ],
        "total": [_("Total"), "", str(order.takers), "", euros(order.cents)],
        "rounding": words.rounding() + (f" {_said_of(rounded)}" if rounded else ""),
        "people": [
            _("Par participant"),
            [_("Participant"), _("Sa commande"), _("Référence"), _("Montant")],
            [
                [slip.name, _said(slip.items), references.in_fours(slip.reference), euros(slip.cents)]
                for slip in slips
            ],
        ],
    }


def slips_paper(campaign: Campaign, slips: Sequence[Slip], terms: PaymentTerms | None) -> dict[str, Any]:
    """What slips.typ wants. `codes`, SVG, are drawn beside what is still owed by transfer."""
    return {
        **_common(campaign, _("Fiches des participants")),
        "rounding": words.rounding(),
        "slips": [_slip(campaign, each, terms) for each in slips],
    }


def _slip(campaign: Campaign, slip: Slip, terms: PaymentTerms | None) -> dict[str, Any]:
    by_transfer = terms is not None and terms.transfer and slip.rest > 0
    return {
        "name": slip.name,
        "campaign": campaign.title,
        "note": slip.note,
        "rows": [
            [each.product, quantity(each.quantity, each.unit), euros(each.unit_cents), euros(each.cents)]
            for each in slip.items
        ],
        "total": [_("Sa part"), euros(slip.cents)],
        "state": _state(slip, terms),
        "reference": [_("Référence"), references.in_fours(slip.reference)],
        "account": _account(terms) if by_transfer and terms else [],
        "alt": _("Code du virement, à viser avec l’application de sa banque"),
        "code": _svg(terms, slip) if by_transfer and terms else "",
    }


def _state(slip: Slip, terms: PaymentTerms | None) -> str:
    if not slip.rest:
        return _("Payé")
    words_of = {"rest": euros(slip.rest)}
    if terms and terms.pay_by:
        words_of["day"] = date_format(terms.pay_by, "DATE_FORMAT")
        return _("%(rest)s à payer au plus tard le %(day)s") % words_of
    return _("%(rest)s à payer") % words_of


def _account(terms: PaymentTerms) -> list[list[str]]:
    return [[_("À l’ordre de"), terms.payee], ["IBAN", transfers.in_fours(terms.iban)]]


def _svg(terms: PaymentTerms, slip: Slip) -> str:
    file = io.BytesIO()
    transfers.code(terms, slip.rest, slip.reference).save(
        file, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None
    )
    return file.getvalue().decode()


def _said(items: Sequence[Item]) -> str:
    return ", ".join(f"{each.product} : {quantity(each.quantity, each.unit)}" for each in items)


def _said_of(rounded: int) -> str:
    sign = "+" if rounded > 0 else "−"
    return _("Ici, ces arrondis font %(sum)s.") % {"sum": f"{sign}\u00a0{euros(abs(rounded))}"}


def _common(campaign: Campaign, title: str) -> dict[str, Any]:
    return {
        "language": (get_language() or "fr")[:2],
        "title": title,
        "publisher": settings.CONFIGURATION.operator_name,
        "footer": words.made_on(campaign),
    }
