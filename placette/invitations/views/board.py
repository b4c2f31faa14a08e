"""Sign-ups by campaign as a file, for whoever reads the figures of the commune."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from placette.invitations import board
from placette.places.models import Commune
from placette.townhall.dashboard.exports import as_csv, as_xlsx
from placette.townhall.dashboard.views import as_file, count_file, readers_only


@readers_only
@require_safe
def campaigns_file(request: HttpRequest, commune: Commune, form: str) -> HttpResponse:
    count_file(request)
    rows = board.rows(commune)
    body = as_csv(rows) if form == "csv" else as_xlsx(rows, commune.name)
    return as_file(body, form, f"placette-{commune.slug}-campagnes")
