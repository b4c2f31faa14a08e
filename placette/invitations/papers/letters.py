"""Letters to households, each with its code: one page of A4 that fits the window of an envelope, in French."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.core.press import printed, printed_apart
from placette.invitations.models import Campaign
from placette.people.actions.trust import CODE_LIFE

TEMPLATE = Path(__file__).with_suffix(".typ").read_bytes()
DARK = re.compile(b"\x01+")
COLOUR = "#5b4b8a"  # where the commune has chosen none


def letters(campaign: Campaign, households: Iterable[tuple[str, str]]) -> bytes:
    """The PDF of these codes and addresses. Wants `campaign.commune.space`. Some ten milliseconds each."""
    with translation.override("fr"):
        return printed_apart(TEMPLATE, paper(campaign, households))


def example(campaign: Campaign, address: str) -> bytes:
    """One page that shows how the others will be: what stands for the code opens nothing."""
    with translation.override("fr"):
        shown = paper(campaign, [])
        page = settings.SITE_URL + campaign.commune.get_absolute_url()
        shown["letters"] = [{"to": address.split("\n"), "code": _("EXEMPLE"), "drawing": drawing(page)}]
        return printed(TEMPLATE, shown)


def paper(campaign: Campaign, households: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What letters.typ wants."""
    commune = campaign.commune
    today = timezone.localdate()
    space = getattr(commune, "space", None)
    return {
        "title": _("Votre place vous attend"),
        "from": _("Mairie %(commune)s") % {"commune": commune.of_name},
        "colour": (space.colour if space else "") or COLOUR,
        "date": _("%(commune)s, le %(day)s")
        % {"commune": commune.name, "day": date_format(today, "DATE_FORMAT")},
        "paragraphs": [
            _("Madame, Monsieur,"),
            *_paragraphs(campaign.word),
            _(
                "Votre commune vous offre Placette : entre voisins vérifiés, on s’y prête, on s’y aide, on partage un trajet. "
                "C’est gratuit et sans publicité, et la mairie n’y lit pas vos échanges."
            ),
        ],
        "code_says": _("Le code de votre foyer"),
        "until": _("valable jusqu’au %(day)s, pour une personne")
        % {"day": date_format(today + CODE_LIFE - timedelta(days=1), "DATE_FORMAT")},
        "drawing_says": _("Dessin à viser avec votre téléphone : il ouvre la page de votre code."),
        "steps": [
            _("Visez le dessin avec votre téléphone, ou ouvrez %(site)s sur un ordinateur.")
            % {"site": urlsplit(settings.SITE_URL).netloc},
            _("Inscrivez-vous : un prénom et une adresse e-mail suffisent."),
            _("Votre code confirme que vous êtes d’ici. Pas d’appareil ? La mairie vous accueille au guichet."),
        ],
        "signature": _("La mairie %(commune)s") % {"commune": commune.of_name},
        "footer": _(
            "Votre adresse ne sert qu’à cette lettre. Elle est effacée dès que le code sert, et au plus tard quand il expire."
        ),
        "letters": [
            {"to": address.split("\n"), "code": code, "drawing": drawing(address_of(commune.pk, code))}
            for code, address in households
        ],
    }  # fmt: skip


def _paragraphs(word: str) -> list[str]:
    """Six at most, so that a letter stays one page."""
    lines = [line.strip() for line in word.splitlines() if line.strip()]
    return [*lines[:5], *filter(None, [" ".join(lines[5:])])]


def address_of(commune_code: str, code: str) -> str:
    """Where the drawing of a letter leads: a page that has the code filled in."""
    page = reverse("invitations:letter", args=[commune_code, code.replace("-", "")])
    return f"{settings.SITE_URL}{page}"


def drawing(link: str) -> str:
    """As SVG, a stroke for each run of dark squares: twice as fast as the library's own writer. One mask for all: to look for
    the best of eight takes five times as long, and any can be read.
    """
    rows = segno.make(link, micro=False, error="m", boost_error=False, mask=2).matrix
    strokes = "".join(
        f"M{run.start()} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows)
        for run in DARK.finditer(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path stroke="#000" d="{strokes}"/></svg>'
