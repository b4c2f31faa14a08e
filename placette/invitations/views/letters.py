"""A list of households becomes letters: the form, and the packets to print."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from placette.core import limits
from placette.core.tables import Unreadable
from placette.invitations import households, sealed, streets
from placette.invitations.actions.drafts import draft_letters
from placette.invitations.forms import LettersForm
from placette.invitations.lists import Read, Sent
from placette.invitations.models import Campaign, Letter, Packet
from placette.invitations.papers import letters
from placette.places.models import Commune
from placette.trust import trail

from .campaigns import address, inviting

LISTS_AN_HOUR = 20
PAPERS_AN_HOUR = 60


@inviting
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune) -> HttpResponse:
    form = LettersForm(request.POST, request.FILES) if request.method == "POST" else LettersForm()
    if request.method == "POST" and form.is_valid() and (found := _read(request, commune, form)):
        said = form.cleaned_data
        return redirect(address(draft_letters(commune, request.user, said["name"], said["word"], *found)))
    return render(request, "invitations/new_letters.html", {"commune": commune, "form": form})


def _read(request: HttpRequest, commune: Commune, form: LettersForm) -> tuple[Read, Sent | None] | None:
    """With the file as it was sent, whose columns may have to be chosen; None where it cannot be, which the form then says."""
    if not limits.allow(f"invitation-lists:{request.user.pk}", LISTS_AN_HOUR, 3600):
        form.add_error(None, _("Vingt listes en une heure : attendez un peu, rien n’est perdu."))
        return None
    try:
        file = request.FILES.get("list")
        given = households.sent(file) if file else None
        found = (
            households.read(given, commune)
            if given
            else streets.from_text(form.cleaned_data["typed"], commune)
        )
    except Unreadable as unreadable:
        form.add_error(None, str(unreadable))
        return None
    if not (found.addresses or found.refused or (given and given.rows)):
        form.add_error(None, _("Cette liste ne contient aucune adresse."))
        return None
    return found, given


@inviting
@require_safe
def example(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """The first letter of a draft as it will be, without a code that opens."""
    draft = get_object_or_404(
        Campaign.objects.select_related("commune__space"),
        pk=pk,
        commune=commune,
        state="draft",
        kind="letters",
    )
    if not limits.allow(f"papers:{request.user.pk}", PAPERS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    first = get_object_or_404(Letter, campaign=draft, number=1)
    answer = HttpResponse(letters.example(draft, first.lines), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="exemple.pdf"'
    return answer


@cache_control(private=True, no_store=True)
@inviting
@require_safe
def packet(request: HttpRequest, commune: Commune, pk: int, first: int) -> HttpResponse:
    """The PDF of some letters, for seven days; who takes it is in the trail."""
    held = get_object_or_404(
        Packet, campaign=pk, campaign__commune=commune, first=first, until__gt=timezone.now()
    )
    try:
        pages = sealed.read(held.file)
    except (FileNotFoundError, InvalidToken):
        raise Http404 from None
    trail.record("invitations.taken", request.user, commune=commune, first=held.first, last=held.last)
    answer = HttpResponse(pages, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="lettres-{held.first}-{held.last}.pdf"'
    return answer
