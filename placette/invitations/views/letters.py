"""Letters as they will be, and the packets to print."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.invitations import sealed
from placette.invitations.models import Campaign, Letter, Packet
from placette.invitations.papers import letters
from placette.places.models import Commune
from placette.trust import trail

from .campaigns import inviting

PAPERS_AN_HOUR = 60


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
