"""A poster for a hall and a flyer for a letter box: what Placette is, and the drawing that leads to the commune's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from placette.core.press import printed
from placette.invitations.models import Campaign
from placette.places import names

from .letters import COLOUR, drawing

TEMPLATE = Path(__file__).with_suffix(".typ").read_bytes()
SCALES = {"a4": 1.0, "a5": 0.7}


def poster(campaign: Campaign, size: str) -> bytes:
    """The PDF, in French: `size` is of SCALES. A fifth of a second."""
    with translation.override("fr"):
        return printed(TEMPLATE, paper(campaign, size))


def paper(campaign: Campaign, size: str) -> dict[str, Any]:
    """What poster.typ wants. Wants `campaign.commune.space`."""
    commune, link = campaign.commune, address_of(campaign)
    space = getattr(commune, "space", None)
    return {
        "size": size,
        "scale": SCALES[size],
        "colour": (space.colour if space else "") or COLOUR,
        "from": _("La mairie %(commune)s vous invite") % {"commune": commune.of_name},
        "title": _("La place du village est ouverte"),
        "lede": _("Placette %(here)s : entre voisins, sur votre téléphone ou votre ordinateur.")
        % {"here": names.at(commune.of_name)},
        "word": campaign.word,
        "lines": [
            _("Prêter une échelle, donner un lit d’enfant"),
            _("Demander un coup de main, en proposer un"),
            _("Partager un trajet, acheter à plusieurs"),
            _("Savoir ce qui se passe ici"),
        ],
        "how": _("Visez ce dessin avec votre téléphone"),
        "link_says": _("ou écrivez cette adresse :"),
        "link": link.split("://", 1)[1],
        "drawing": drawing(link),
        "drawing_says": _("Code QR vers %(link)s") % {"link": link},
        "footer": _(
            "Gratuit, sans publicité. La mairie ne lit pas vos échanges. Pas d’appareil ? On vous aide au guichet."
        ),
    }  # fmt: skip


def address_of(campaign: Campaign) -> str:
    """Of the commune's page, by the campaign's mark."""
    return settings.SITE_URL + reverse("invitations:come", args=[campaign.mark])
