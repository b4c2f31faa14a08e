"""The ambassadors' list: requests that have waited two days, and what was done for each."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core import limits
from placette.listings import rules
from placette.listings.actions import calling
from placette.listings.models import CallNote, Listing
from placette.listings.queries import unanswered as queries
from placette.places import space_doors

NOTES_AN_HOUR = 120


def _ambassadors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody else, the town hall included: what is asked is for residents (decision 9)."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.tended(request.standing):  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_ambassadors_only
@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    requests = queries.waiting(request.standing)  # type: ignore[attr-defined]
    context = {"requests": [(each, _taps(each, request.user.pk)) for each in requests]}
    return render(request, "listings/unanswered.html", context)


def _taps(listing: Listing, person_id: int | None) -> list[tuple[str, str, bool]]:
    """What she may note with one tap: its name, its words, and whether she has."""
    hers = {note.done for note in listing.call_notes.all() if note.by_id == person_id}
    return [(name, str(label), name in hers) for name, label in CallNote.Done.choices]


@_ambassadors_only
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    return _noted(request, pk, calling.note)


@_ambassadors_only
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _noted(request, pk, calling.take_back)


def _noted(request: HttpRequest, pk: int, act: Callable[..., object]) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    done = request.POST.get("done", "")
    listing = Listing.objects.select_related("author", "commune__space").filter(pk=pk).first()
    if (
        done not in CallNote.Done.values
        or listing is None
        or listing.commune_id not in rules.tended(standing)
    ):
        raise Http404
    if refused := space_doors.refusal(request, listing.commune):
        return refused
    if not rules.may_note_calls(standing, listing, timezone.now()):
        messages.success(request, _("Entre-temps, cette demande n’attend plus : il n’y a plus rien à noter."))
    elif not limits.allow(f"call-note:{request.user.pk}", NOTES_AN_HOUR, 3600):
        messages.error(request, _("C’est beaucoup à la fois : attendez un peu, puis notez le reste."))
    else:
        act(listing, request.user, done)
    return redirect("listings:unanswered")
