"""A list of households becomes letters, one of addresses invitations by e-mail: the form, until the list can be read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.core.tables import Unreadable
from placette.invitations.actions.drafts import draft
from placette.invitations.forms import LettersForm, ListForm, MailsForm
from placette.invitations.lists import Read, Sent
from placette.invitations.models import Campaign
from placette.invitations.ways import WAYS
from placette.places.models import Commune

from .campaigns import address, inviting

LISTS_AN_HOUR = 20
PAGES: dict[str, tuple[type[ListForm], str]] = {
    Campaign.Kind.LETTERS: (LettersForm, "invitations/new_letters.html"),
    Campaign.Kind.EMAILS: (MailsForm, "invitations/new_mails.html"),
}


@inviting
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune, kind: str) -> HttpResponse:
    form_of, template = PAGES[kind]
    form = form_of(request.POST, request.FILES) if request.method == "POST" else form_of()
    if form.is_bound and form.is_valid() and (found := _read(request, commune, form, kind)):
        said = form.cleaned_data
        return redirect(address(draft(kind, commune, request.user, said["name"], said["word"], *found)))
    return render(request, template, {"commune": commune, "form": form})


def _read(
    request: HttpRequest, commune: Commune, form: ListForm, kind: str
) -> tuple[Read[Any], Sent | None] | None:
    """With the file as it was sent, whose columns may have to be chosen; None where it cannot be, which the form then says."""
    if not limits.allow(f"invitation-lists:{request.user.pk}", LISTS_AN_HOUR, 3600):
        form.add_error(None, _("Vingt listes en une heure : attendez un peu, rien n’est perdu."))
        return None
    way, file = WAYS[kind], request.FILES.get("list")
    try:
        given = way.sent(file) if file else None
        found = way.read(given, commune) if given else way.typed(form.cleaned_data["typed"], commune)
    except Unreadable as unreadable:
        form.add_error(None, str(unreadable))
        return None
    if not (found.taken or found.refused or (given and given.rows)):
        form.add_error(None, _("Cette liste ne contient aucune adresse."))
        return None
    return found, given
