"""A trip is posted, and changed."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.carpool import coming, rules
from placette.carpool.actions import trips as actions
from placette.carpool.actions.changing import Agreed, change
from placette.carpool.actions.steps import Refusal
from placette.carpool.forms.trips import TripForm
from placette.carpool.models import Trip
from placette.carpool.views.trips import likely, trip_or_404
from placette.core import limits
from placette.people.standing import Standing
from placette.people.views.guard import neighbours_only
from placette.places.clock import zone_of

TRIPS_A_DAY = 20
CHANGES_A_DAY = 60
GIVEN = (
    "role",
    "start",
    "end",
    "on",
    "clock",
    "back_clock",
    "seats",
)


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    membership = standing.first_verified
    with timezone.override(zone_of(membership.commune_id)):
        if request.method != "POST":
            return _form(request, TripForm(standing=standing, initial=_typed(request, standing)))
        form = TripForm(request.POST, standing=standing)
        if form.is_valid() and not limits.allow(f"trip:{request.user.pk}", TRIPS_A_DAY, 86_400):
            form.add_error(
                None, _("Vingt trajets par jour, c’est déjà beaucoup : revenez demain. Rien n’est perdu.")
            )
        if not form.is_valid():
            return _form(request, form)
        trip = actions.publish(
            request.user, membership, form.directions(), **form.fields_of_trip(membership.commune_id)
        )  # type: ignore[arg-type]
    messages.success(
        request, _("Votre trajet est en ligne. Nous vous prévenons dès que quelqu’un fait la même route.")
    )
    return redirect(trip)


def _form(request: HttpRequest, form: TripForm, trip: Trip | None = None, status: int = 200) -> HttpResponse:
    return render(request, "carpool/new.html", {"form": form, "trip": trip}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the form of a trip sets; what neighbours count on stays."""
    standing = request.standing  # type: ignore[attr-defined]
    found = trip_or_404(request, pk)
    if not rules.owns(standing, found):
        raise Http404
    if not rules.may_change(standing, found):
        messages.error(request, _("Ce trajet ne peut pas être modifié pour le moment."))
        return redirect(found)
    with timezone.override(found.zone):
        if request.method != "POST":
            return _form(request, TripForm(standing=standing, trip=found), found)
        form = TripForm(request.POST, standing=standing, trip=found)
        if form.is_valid() and not limits.allow(f"trip-edit:{request.user.pk}", CHANGES_A_DAY, 86_400):
            form.add_error(
                None, _("Beaucoup de modifications pour un jour : attendez un peu. Rien n’est perdu.")
            )
        if not form.is_valid():
            return _form(request, form, found)
        try:
            change(found, form.directions(), **form.fields_of_trip(found.commune_id))
        except Agreed as agreed:
            for name, said in agreed.faults.items():
                form.add_error(name, said)
            return _form(request, form, found, status=409)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _form(request, form, found, status=409)
    messages.success(request, _("C’est enregistré."))
    return redirect(found)


def _typed(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """What the search before already knows; the rest is likely."""
    usual = {
        "rhythm": "once", "audience": "community", "key": uuid.uuid4(), "flexibility": 900, "detour": "",
    }  # fmt: skip
    given = _to_come(request, standing) | {name: request.GET[name] for name in GIVEN if request.GET.get(name)}
    usually = likely(standing)
    if given.get("role", usually["role"]) == Trip.Role.DRIVER:
        usually["seats"] = 3
    return usual | usually | given


def _to_come(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """From « Comment venir ? »: where and when, as the page of the thing has signed it. From where she says herself, where
    it is in the middle of her commune.
    """
    thing = coming.read(request.GET.get("vers", ""))
    if thing is None:
        return {}
    day, clock = coming.leaving(standing, thing)
    there = {"end": thing.place.name, "on": day, "clock": clock, "destination": coming.signed(thing)}
    return there | ({"start": ""} if coming.near(standing, thing) else {})
