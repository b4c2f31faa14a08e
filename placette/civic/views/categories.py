"""The town hall's list of what may be reported."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.civic import categories
from placette.civic.actions import categories as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.categories import Categories
from placette.civic.views.guard import at_the_desk, tabs_of
from placette.core import limits
from placette.places.models import Commune

CHANGES_A_DAY = 200  # each step of a move is one
SLUG = re.compile(r"[\w-]{1,30}", re.ASCII)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, commune: Commune) -> HttpResponse:
    """All of them in one form, with an empty line for one more. A button that moves one saves what was typed with it."""
    here = reverse("civic:categories", query={"commune": commune.code})
    # What was sent stands by itself: a colleague may have added a line since.
    lines = (
        Categories(request.POST, prefix="c")
        if request.method == "POST"
        else Categories(initial=_held(commune), prefix="c")
    )
    if lines.is_bound and not lines.management_form.is_valid():  # what was sent is no form of ours
        return redirect(here)
    trouble = ""
    if lines.is_bound and lines.is_valid():
        typed = [each.line() for each in lines if each.has_changed()]
        try:
            if not limits.allow(f"categories:{request.user.pk}", CHANGES_A_DAY, 86_400):
                raise Refused(_("Beaucoup de changements pour un jour : reprenez demain. Rien n’est perdu."))
            move = _move(request)
            actions.change(commune, request.user, typed, move)
            messages.success(request, _("C’est enregistré : les habitants choisissent dans cette liste."))
            return redirect(f"{here}#rubrique-{move.code}" if move else here)
        except Refused as refused:
            trouble = str(refused)
    context = {
        "commune": commune,
        "desks": tabs_of(request, commune, "civic:categories"),
        "lines": lines,
        "trouble": trouble,
        "list_url": reverse("civic:desk_reports", query={"commune": commune.code}),
    }
    wrong = bool(trouble) or (lines.is_bound and not lines.is_valid())
    return render(request, "civic/categories.html", context, status=422 if wrong else 200)


def _move(request: HttpRequest) -> actions.Move | None:
    way, _colon, code = request.POST.get("move", "").partition(":")
    return actions.Move(code, way == "up") if way in {"up", "down"} and SLUG.fullmatch(code) else None


def _held(commune: Commune) -> list[dict[str, object]]:
    names = ("code", "name", "hint", "is_open")
    return [{name: getattr(each, name) for name in names} for each in categories.of(commune)]
