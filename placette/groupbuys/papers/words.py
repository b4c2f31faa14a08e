"""The words that all papers of an order share."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.groupbuys.models import Campaign


@dataclass(frozen=True)
class Heading:
    """Titles of columns, in the order in which sheets show them."""

    order: list[str]
    slips: list[str]


def headings() -> Heading:
    return Heading(
        order=[
            _("Produit"), _("Quantité"), _("Unité"), _("Participants"), _("Prix unitaire (€)"), _("Montant (€)"),
        ],
        slips=[
            _("Participant"), _("Référence"), _("Produit"), _("Quantité"), _("Unité"), _("Prix unitaire (€)"),
            _("Montant (€)"), _("Retrait"),
        ],
    )  # fmt: skip


def rounding() -> str:
    """The rule, as pricing.py has it."""
    return _(
        "Chaque ligne de chaque participant est arrondie au centime (un demi-centime vers le haut) ; tous les totaux "
        "sont la somme de ces lignes."
    )


def closed_on(campaign: Campaign) -> str:
    return date_format(timezone.localdate(campaign.closing.at, campaign.zone), "DATE_FORMAT")


def made_on(campaign: Campaign) -> str:
    day = date_format(timezone.localdate(timezone=campaign.zone), "DATE_FORMAT")
    return _("Établi le %(day)s sur %(site)s") % {"day": day, "site": settings.SITE_URL}


def harmless(text: str) -> str:
    """Spreadsheets take a text that begins like this for a formula (OWASP, CSV injection): an apostrophe keeps it text."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "|", "%"} else text
