"""The door of everything that is done for one resident."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from placette.behalf import queries
from placette.behalf.actions.acting import Refusal
from placette.core import limits
from placette.people.models import Consent
from placette.places import space_doors

ACTS_AN_HOUR = 120

type View = Callable[..., HttpResponse]


def for_her(view: View) -> View:
    """For those to whom she gave her consent, while it stands; 404 for everybody else. What her consent does not cover,
    or does no longer, is refused in words, and her page shown again. The space that must be going is that of her commune,
    wherever who acts for her lives or works.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: object, **kwargs: object) -> HttpResponse:
        consent = queries.consent_of(request.standing, pk)  # type: ignore[attr-defined]
        if consent is None:
            raise Http404
        if refused := space_doors.refusal(request, consent.commune):
            return refused
        try:
            return view(request, consent, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            stands = queries.consent_of(request.standing, pk)  # type: ignore[attr-defined]
            return redirect("behalf:one", pk) if stands else redirect("behalf:people")

    guarded.is_at_a_desk = True  # type: ignore[attr-defined]
    return guarded


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
