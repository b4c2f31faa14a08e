"""A place in a car, asked for and answered as she says."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.behalf import opened, rides
from placette.behalf.actions import riding
from placette.behalf.actions.acting import Beyond, Refusal
from placette.behalf.forms import RideForHerForm
from placette.behalf.papers import ride as paper
from placette.behalf.rides import Place
from placette.carpool.actions.steps import Refusal as TooLate
from placette.carpool.forms.bookings import ReasonForm, ReportForm
from placette.carpool.models import Booking, Trip
from placette.core import limits
from placette.core.text import with_words
from placette.people.models import Consent, Person
from placette.people.standing import standing_of

from .guard import for_her, may_go_on, shown, slow_down

ASKED_A_DAY = 20  # as of whoever posts her own trips
SLIPS_AN_HOUR = 60
STEPS = ("accept", "decline", "cancel", "report")


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, consent: Consent) -> HttpResponse:
    """From where to where, on which day, at what hour."""
    if not consent.rides:
        raise Beyond
    hers = standing_of(consent.person)
    form = (
        RideForHerForm(request.POST, standing=hers)
        if request.method == "POST"
        else RideForHerForm(standing=hers, initial=_likely(consent))
    )
    if form.is_bound and form.is_valid():
        if not limits.allow(f"trip:{consent.person_id}", ASKED_A_DAY, 86_400):
            form.add_error(None, _("Vingt trajets par jour pour elle, c’est déjà beaucoup : revenez demain."))
        elif not may_go_on(request):
            form.add_error(None, slow_down())
        else:
            return _asked(request, consent, form)
    context = shown(consent, form=form)
    return render(request, "behalf/ask_ride.html", context, status=422 if form.errors else 200)


def _likely(consent: Consent) -> dict[str, object]:
    return {
        "start": consent.commune.name,
        "on": timezone.localdate() + timedelta(days=1),
        "clock": "09:00",
        "flexibility": 1800,
        "seats": 1,
        "audience": "community",
        "key": uuid.uuid4(),
    }


def _asked(request: HttpRequest, consent: Consent, form: RideForHerForm) -> HttpResponse:
    trip = riding.ask(consent, _by(request), form.directions(), **form.fields_of_trip(consent.commune_id))
    messages.success(request, _("C’est demandé : les voisins qui font la même route reçoivent un avis."))
    return redirect("behalf:ride", consent.pk, trip.pk)


@for_her
@require_safe
def ride(request: HttpRequest, consent: Consent, trip_id: int) -> HttpResponse:
    """What was offered to one request of hers."""
    if not consent.rides:
        raise Beyond
    found = rides.request_of(consent, request.standing, trip_id)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    preferences = [Trip.Preference(each).label for each in found.trip.preferences]
    context = shown(consent, found=found, trip=found.trip, preferences=preferences)
    return render(request, "behalf/ride.html", context)


@for_her
@require_POST
def close(request: HttpRequest, consent: Consent, trip_id: int) -> HttpResponse:
    if not consent.rides:
        raise Beyond
    trip = get_object_or_404(opened.trips(consent), pk=trip_id)
    return _done(
        request,
        consent,
        trip_id,
        lambda: riding.close(consent, _by(request), trip),
        _("C’est noté : personne ne cherche plus pour ce trajet. Ce qui est convenu le reste."),
    )


@for_her
@require_POST
def take(request: HttpRequest, consent: Consent, booking_id: int, name: str) -> HttpResponse:
    """A step that she says: accept, decline, cancel, report."""
    if name not in STEPS:
        raise Http404
    place = _place(request, consent, booking_id)
    booking, said = place.booking, _said()[name]
    form = ReportForm(request.POST) if name == "report" else ReasonForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise Refusal(_fault(name))
        if place.is_the_helper_s:
            raise riding.BothSides
        if name not in place.steps:
            raise Refusal(
                _("Entre-temps, ce trajet a commencé, ou quelque chose d’autre a été convenu : regardez-le à nouveau.")
            )  # fmt: skip
        if name == "report":
            riding.report(consent, _by(request), booking, **form.cleaned_data)
        else:
            riding.take(consent, _by(request), booking, name, form.cleaned_data["reason"])

    return _done(request, consent, booking.contact.trip_id, act, said)


def _said() -> dict[str, str]:
    return {
        "accept": _("C’est convenu, et la personne qui conduit reçoit un avis. Imprimez-lui sa fiche."),
        "decline": _("C’est noté, et la personne qui conduit reçoit un avis."),
        "cancel": _("C’est annulé, et la personne qui conduit reçoit un avis."),
        "report": _("Merci, c’est noté."),
    }


def _fault(name: str) -> str:
    if name == "report":
        return _("Dites si le trajet a eu lieu.")
    return _("Cette explication est trop longue : 300 signes au plus.")


@for_her
@require_safe
def slip(request: HttpRequest, consent: Consent, booking_id: int) -> HttpResponse:
    """For her: when, where, with whom, at what share, and how to cancel, as PDF."""
    place = _place(request, consent, booking_id)
    if place.booking.state != Booking.State.ACCEPTED:
        raise Http404
    if not limits.allow(f"slips:{request.user.pk}", SLIPS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    with timezone.override(place.booking.way.trip.zone):
        answer = HttpResponse(paper.printed_for(consent, place), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="trajet.pdf"'
    return answer


def _place(request: HttpRequest, consent: Consent, booking_id: int) -> Place:
    if not consent.rides:
        raise Beyond
    place = rides.place_of(consent, request.standing, booking_id)  # type: ignore[attr-defined]
    if place is None:
        raise Http404
    return place


def _done(
    request: HttpRequest, consent: Consent, trip_id: int, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        if not may_go_on(request):
            raise Refusal(slow_down())
        act()
        messages.success(request, said)
    except (Refusal, TooLate) as refused:
        messages.error(request, with_words(str(refused), request.POST.get("reason", "")))
    return redirect("behalf:ride", consent.pk, trip_id)


def _by(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]
