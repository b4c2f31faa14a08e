"""The door of everything that is done for one resident."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.behalf import queries, rules
from placette.behalf.actions.acting import Refusal
from placette.core import limits
from placette.core.text import several_lines
from placette.people.models import Consent
from placette.people.standing import Standing
from placette.people.views.guard import desks_of
from placette.places import space_doors
from placette.places.clock import zone_of

ACTS_AN_HOUR = 120
# In the order of the forms: of an annonce or a message, of a ride, why she says no.
TYPED = "title", "text", "start", "end", "on", "clock", "back_on", "back_clock", "note", "reason"

type View = Callable[..., HttpResponse]


def for_her(view: View) -> View:
    """For those to whom she gave her consent, while it stands; 404 for everybody else. What her consent does not cover,
    or does no longer, is refused in words, and her page shown again; where something was typed, it stays to be copied,
    also when she has left in that instant. The space that must be going is that of her commune,
    wherever who acts for her lives or works; and its clocks are hers.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: object, **kwargs: object) -> HttpResponse:
        standing: Standing = request.standing  # type: ignore[attr-defined]
        try:
            consent = queries.consent_of(standing, pk)
            if consent is None:
                raise Http404
            if refused := space_doors.refusal(request, consent.commune):
                return refused
            with timezone.override(zone_of(consent.commune_id)):
                return view(request, consent, *args, **kwargs)
        except Http404:
            if not (words := _typed(request)) or not desks_of(standing, rules.may_carry):
                raise
            # Nothing here says whether there is such a resident.
            return _kept(
                request, _("Entre-temps, cette page n’est plus là. Vos mots sont gardés ici."), words, 404
            )
        except Refusal as refusal:
            stands = queries.consent_of(standing, pk)
            if words := refusal.typed or _typed(request):
                return _kept(request, str(refusal), words, 409, stands)
            messages.error(request, str(refusal))
            return redirect("behalf:one", pk) if stands else redirect("behalf:people")

    guarded.is_at_a_desk = True  # type: ignore[attr-defined]
    return guarded


def _typed(request: HttpRequest) -> str:
    said = (several_lines(request.POST.get(name, "")) for name in TYPED)
    return "\n\n".join(filter(None, said))


def _kept(
    request: HttpRequest, why: str, words: str, status: int, consent: Consent | None = None
) -> HttpResponse:
    context = {"why": why, "text": words, "consent": consent}
    return render(request, "behalf/kept.html", context, status=status)


def may_go_on(request: HttpRequest) -> bool:
    """Acts are counted: each tells a neighbour something."""
    return limits.allow(f"behalf:{request.user.pk}", ACTS_AN_HOUR, 3600)


def slow_down() -> str:
    return _("C’est beaucoup à la fois : attendez un peu. Votre texte est toujours ici.")


def shown(consent: Consent, **context: object) -> dict[str, object]:
    """What each page about her wants: an officer reads it at her desk."""
    frame = "behalf/at_the_desk.html" if consent.is_of_town_hall else "behalf/at_home.html"
    return {
        "frame": frame,
        "consent": consent,
        "commune": consent.commune,
        "person": consent.person,
        **context,
    }
