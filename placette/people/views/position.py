"""About where one lives: a hexagon on the map, for oneself."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.people import rules
from placette.people.actions import joining
from placette.people.models import Membership
from placette.people.position_form import WIDTHS, PositionForm
from placette.places import cells, queries
from placette.places.drawing import HEIGHT, WIDTH, Drawing

CHOICES_AN_HOUR = 30
PICTURE = "people/position.svg"


def _own_style() -> str:
    """Of the picture, as its policy names it: it has no other."""
    source = (Path(__file__).parents[1] / "templates" / PICTURE).read_text()
    style = source.partition("<style>")[2].partition("</style>")[0]
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def position(request: HttpRequest, code: str) -> HttpResponse:
    """Of her membership in the commune `code`."""
    membership = _own(request, code)
    drawn = queries.drawing(code)
    if drawn is None:
        return render(request, "people/position.html", {"membership": membership})
    if request.method == "POST" and not limits.allow(f"position:{request.user.pk}", CHOICES_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    sent = request.POST if request.method == "POST" else None
    form = PositionForm(sent, commune=drawn.focus[0].commune, drawn=drawn)
    if request.method == "POST" and form.is_valid():
        joining.locate(membership, *form.cleaned_data["position"])
        messages.success(request, _("C’est noté : l’hexagone, et rien de plus."))
        return redirect("people:position", code)
    return render(request, "people/position.html", _shown(membership, form, drawn))


def _shown(membership: Membership, form: PositionForm, drawn: Drawing) -> dict[str, Any]:
    hexagon = {"type": "Feature", "properties": {}, "geometry": _hexagon(membership)}
    return {
        "membership": membership,
        "commune": drawn.focus[0].commune,
        "form": form,
        "widths": [(width, width * HEIGHT // WIDTH) for width in WIDTHS],
        "features": {"type": "FeatureCollection", "features": [hexagon]} if membership.cell else None,
    }


@login_required
@require_safe
@csp_override({"default-src": [CSP.NONE], "style-src": [_own_style()]})
def drawing(request: HttpRequest, code: str) -> HttpResponse:
    """The commune with her hexagon, as a picture: an image takes no colours from the page, so it brings its own."""
    drawn = queries.drawing(code, _hexagon(_own(request, code)))
    if drawn is None:
        raise Http404
    return render(request, PICTURE, {"drawing": drawn}, content_type="image/svg+xml")


@login_required
@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    joining.forget_position(_own(request, code))
    messages.success(request, _("C’est oublié."))
    return redirect("people:position", code)


def _own(request: HttpRequest, code: str) -> Membership:
    for membership in request.standing.memberships:
        if membership.commune_id == code and rules.may_see_cell(request.standing, membership):
            return membership
    raise Http404


def _hexagon(membership: Membership) -> dict[str, Any] | None:
    return cells.outline(membership.cell) if membership.cell else None
