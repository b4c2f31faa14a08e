"""A list of addresses becomes invitations by e-mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.core.tables import Unreadable
from placette.invitations import addressees
from placette.invitations.actions.drafts import draft_mails
from placette.invitations.forms import MailsForm
from placette.invitations.lists import Sent
from placette.places.models import Commune

from .campaigns import address, inviting
from .letters import LISTS_AN_HOUR


@inviting
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune) -> HttpResponse:
    form = MailsForm(request.POST, request.FILES) if request.method == "POST" else MailsForm()
    if request.method == "POST" and form.is_valid() and (found := _read(request, form)):
        said = form.cleaned_data
        return redirect(address(draft_mails(commune, request.user, said["name"], said["word"], *found)))
    return render(request, "invitations/new_mails.html", {"commune": commune, "form": form})


def _read(request: HttpRequest, form: MailsForm) -> tuple[addressees.Addressees, Sent | None] | None:
    """With the file as it was sent, whose columns may have to be chosen; None where it cannot be, which the form then says."""
    if not limits.allow(f"invitation-lists:{request.user.pk}", LISTS_AN_HOUR, 3600):
        form.add_error(None, _("Vingt listes en une heure : attendez un peu, rien n’est perdu."))
        return None
    try:
        file = request.FILES.get("list")
        given = addressees.sent(file) if file else None
        found = addressees.read(given) if given else addressees.from_text(form.cleaned_data["typed"])
    except Unreadable as unreadable:
        form.add_error(None, str(unreadable))
        return None
    if not (found.people or found.refused or (given and given.rows)):
        form.add_error(None, _("Cette liste ne contient aucune adresse."))
        return None
    return found, given
