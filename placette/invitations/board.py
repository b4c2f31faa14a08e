"""Sign-ups by campaign, on the dashboard of the commune and as a file: the same figures, from the sheets of impact alone."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.impact.definitions import BY_NAME
from placette.places.models import Commune
from placette.townhall.dashboard.exports import Row
from placette.townhall.dashboard.figures import Sheet, number

from . import queries

ON_THE_PAGE = 12  # the others are in the file


def section(commune: Commune, sheet: Sheet) -> tuple[str, dict[str, Any]] | None:
    """Nothing where nobody was invited. One query."""
    campaigns = queries.by_arrivals(commune.pk, sheet.get("brought", {}))
    if not campaigns:
        return None
    shown = [each for each in campaigns if each.came][:ON_THE_PAGE]
    return "invitations/_on_the_board.html", {
        "shown": shown,
        "others": len(campaigns) - len(shown),
        "definition": BY_NAME["brought"],
    }


def rows(commune: Commune) -> list[Row]:
    """Every campaign that has invited somebody; empty where nothing may be shown. Two queries."""
    head = (_("Campagne"), _("Sorte"), _("Préparée le"), _("Invitations"), str(BY_NAME["brought"].title))
    return [
        head,
        *(
            (
                each.name,
                str(each.get_kind_display()),
                date_format(each.created_at, "DATE_FORMAT"),
                number(each.total) if each.total else "",
                _("au moins %(figure)s") % {"figure": number(each.came)} if each.came else "",
            )
            for each in queries.by_arrivals(commune.pk, queries.brought(commune.pk))
        ),
    ]
