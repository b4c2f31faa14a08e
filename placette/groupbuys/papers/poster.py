"""A sheet of A4 for a shop window or a hall: what is bought together, what it costs, until when, and how to join."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from placette.core.moments import date_in_words, in_words
from placette.core.press import printed
from placette.groupbuys import amounts, joining
from placette.groupbuys.queries.detail import Detail, Offer

TEMPLATE = Path(__file__).with_suffix(".typ").read_bytes()
PRODUCTS, TIERS = 4, 3  # more do not fit; of the tiers the last, which are what one buys together for


def poster(found: Detail, now: datetime) -> bytes:
    """The PDF, in the language of the page. A fifth of a second."""
    return printed(TEMPLATE, _paper(found, now))


def _paper(found: Detail, now: datetime) -> dict[str, Any]:
    campaign = found.campaign
    link = joining.address(campaign)
    return {
        "language": (get_language() or "fr")[:2],
        "heading": gettext("Achat groupé à %(commune)s") % {"commune": campaign.commune.name},
        "title": campaign.title,
        "offers": [_offer(each) for each in found.offers[:PRODUCTS]],
        "more": _more(len(found.offers) - PRODUCTS),
        "takers": _takers(campaign.takers),
        "until": _until(found, now),
        "invite": gettext("Plus nous sommes nombreux, moins c’est cher : participez !"),
        "how": gettext("Visez ce dessin avec votre téléphone, ou écrivez cette adresse :"),
        "link": link,
        "code": _drawing(link),
        "code_says": gettext("Code QR vers %(link)s") % {"link": link},
        "footer": gettext("Organisé par %(name)s, avec Placette. Aucun argent ne passe par le site.")
        % {"name": campaign.organiser.display_name if campaign.organiser else gettext("un voisin")},
    }


def _drawing(link: str) -> str:
    drawn = io.BytesIO()
    segno.make(link, micro=False, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _offer(offer: Offer) -> dict[str, Any]:
    product = offer.product
    unit = f"\u00a0/\u00a0{product.unit}"
    return {
        "name": product.name,
        "price": amounts.price(offer.cents) + unit if offer.cents is not None else "",
        "tiers": [
            [_threshold(offer, rung.threshold), amounts.price(rung.cents)]
            for rung in offer.rungs[1:][-TIERS:]
        ],
        "alone": gettext("seul : %(price)s") % {"price": amounts.price(product.reference_cents)}
        if product.reference_cents
        else "",
    }


def _threshold(offer: Offer, threshold: Any) -> str:
    if offer.counts_people:
        words = ngettext("dès %(count)d participant", "dès %(count)d participants", int(threshold))
        return words % {"count": int(threshold)}
    amount = amounts.quantity(threshold, offer.unit) if offer.unit else amounts.figures(threshold)
    return gettext("dès %(amount)s") % {"amount": amount}


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("et %(count)d autre produit", "et %(count)d autres produits", count) % {"count": count}


def _takers(count: int) -> str:
    if not count:
        return ""
    words = ngettext("%(count)d voisin participe déjà", "%(count)d voisins participent déjà", count)
    return words % {"count": count}


def _until(found: Detail, now: datetime) -> str:
    if found.campaign.deadline is None:
        return ""
    # On paper no day is « tomorrow ».
    with timezone.override(found.campaign.zone):
        moment = in_words(found.campaign.deadline, now, date_in_words).replace(" h", f"{amounts.NO_BREAK}h")
        return gettext("Jusqu’au %(moment)s") % {"moment": moment}
