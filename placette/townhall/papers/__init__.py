"""The quote and the contract of a commune, as PDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from placette.core.press import printed
from placette.core.templatetags.amounts import euros
from placette.townhall.models import Contract, Quote

PAPER = (Path(__file__).parent / "paper.typ").read_bytes()


def quote(quote: Quote) -> bytes:
    return printed(PAPER, quote_paper(quote))


def contract(contract: Contract) -> bytes:
    return printed(PAPER, contract_paper(contract))


def quote_paper(quote: Quote) -> dict[str, Any]:
    """What paper.typ wants."""
    return {
        **_common(_("Devis %(number)s") % {"number": quote.number}, quote),
        "facts": [
            *_parties(quote),
            [_("Fait le"), date_format(quote.made_on, "DATE_FORMAT")],
            [_("Valable jusqu’au"), date_format(quote.valid_until, "DATE_FORMAT")],
        ],
        "articles": _articles(),
        "signatures": [],
    }


def contract_paper(contract: Contract) -> dict[str, Any]:
    quote = contract.quote
    return {
        **_common(_("Contrat %(number)s") % {"number": contract.number}, quote),
        "facts": [
            *_parties(quote),
            [_("Devis accepté"), quote.number],
            [_("Du"), date_format(contract.starts_on, "DATE_FORMAT")],
            [_("Au"), date_format(contract.ends_on, "DATE_FORMAT")],
        ],
        "articles": _articles(),
        "signatures": [
            [_("Pour la commune"), _signed(contract.accepted_by, contract.accepted_at)],
            [
                _("Pour l’opérateur"),
                _signed(contract.signed_by, contract.signed_at) if contract.signed_at else _("En attente"),
            ],
        ],
    }


def _common(title: str, quote: Quote) -> dict[str, Any]:
    return {
        "language": (get_language() or "fr")[:2],
        "title": title,
        "publisher": settings.CONFIGURATION.operator_name,
        "what": _("Placette pour un an, toutes les fonctions"),
        "price": euros(quote.yearly_cents),
        "tax": _("Hors taxes. Un prix par commune, selon sa population ; rien à payer pour les habitants."),
        "footer": f"{title} · {quote.commune.name}",
    }


def _parties(quote: Quote) -> list[list[str]]:
    people = number_format(quote.population, use_l10n=True, force_grouping=True)
    commune = quote.commune
    return [
        [_("Commune"), f"{commune.name} ({commune.code})"],
        *([["SIREN", commune.siren]] if commune.siren else []),
        [_("Population"), _("%(people)s habitants") % {"people": people}],
    ]


def _articles() -> list[list[str]]:
    return [
        [
            _("Ce qui est compris"),
            _("La place des habitants, les pages de la mairie, l’hébergement, les mises à jour et l’aide par courriel."),
        ],
        [
            _("Ce que la mairie ne voit pas"),
            _("La commune achète, les habitants sont chez eux : la mairie ne lit pas leurs échanges. Elle voit des totaux, jamais sur moins de cinq personnes."),
        ],
        [
            _("À la fin"),
            _("Le contrat ne se renouvelle pas tout seul. Sans suite, la place se lit encore soixante jours ; puis elle se ferme, la commune reçoit un export complet dans des formats ouverts, et le reste est effacé."),
        ],
    ]  # fmt: skip


def _signed(person: Any, at: datetime | None) -> str:
    when = date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""
    return f"{person.get_full_name() if person else ''}, {when}"
