"""Rides looked for and offered: the search, a trip, and what becomes of it."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.carpool import occurrences, rules, searches
from placette.carpool.actions import trips as actions
from placette.carpool.costs.agreed import drive_of
from placette.carpool.costs.shares import calculation, cap, suggested
from placette.carpool.forms.search import LookForm
from placette.carpool.maps import map_of, map_of_matches
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.models.areas import CREDIT
from placette.carpool.queries import matches, rides
from placette.carpool.queries.results import parts_of, results
from placette.carpool.riding import End, instant
from placette.carpool.standard import client
from placette.carpool.standard import queries as partner_queries
from placette.people.standing import Standing
from placette.people.views.guard import neighbours_only
from placette.places.clock import zone_of


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """« De … à …, demain à 8 h » and who drives there; without a search her own rides and trips."""
    standing = request.standing  # type: ignore[attr-defined]
    with timezone.override(zone_of(standing.home.commune_id)):
        if request.method == "POST":
            return _found_at(request, standing)
        if "end" not in request.GET:
            now = timezone.now()
            context = {
                "now": now,
                "form": LookForm(standing=standing, initial=likely(standing)),
                "rides": rides.rides_of(request.user, now),
                "partner_rides": partner_queries.rides_of(request.user.pk, now),
                "trips": rides.mine(request.user),
            }
            return render(request, "carpool/home.html", context)
        form = LookForm(_asked(request, standing), standing=standing)
        if not form.is_valid():
            return render(request, "carpool/results.html", {"form": form})
        if not searches.allowed(request.user.pk):  # type: ignore[arg-type]
            form.add_error(None, _("Beaucoup de recherches : attendez une minute."))
            return render(request, "carpool/results.html", {"form": form}, status=429)
        return render(request, "carpool/results.html", _results(request, form))


def _found_at(request: HttpRequest, standing: Standing) -> HttpResponse:
    """To the address of the search that was typed, which can be shared; 422 and the form again where it cannot be read.

    A house number is sent as a form and never gets into an address (views/ends.py): its hexagon's name does.
    """
    form = LookForm(request.POST, standing=standing)
    if not form.is_valid():
        return render(request, "carpool/results.html", {"form": form}, status=422)
    return HttpResponseRedirect(f"{reverse('carpool:search')}?{_query(form)}", status=303)


def _asked(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """An address that names two places only asks for tomorrow morning."""
    return {name: request.GET.get(name, usual) for name, usual in likely(standing).items()} | {
        "end": request.GET.get("end", "")
    }


def _results(request: HttpRequest, form: LookForm) -> dict[str, Any]:
    standing: Standing = request.standing  # type: ignore[attr-defined]
    start, end = form.ends["start"], form.ends["end"]
    found = results(standing, form.wish(), form.back_wish(), start, end)
    return parts_of(standing, found, whole="all" in request.GET) | {
        "map": map_of_matches(start, end, [*found.matches, *found.at_areas]),
        "form": form,
        "ends": form.ends,
        "searched": True,
        "has_areas": any(
            place.is_of_the_base
            for each in found.all
            for place in (*each.meetings, *([each.at_area] if each.at_area else []))
        ),
        "area_credit": CREDIT,
        "key": uuid.uuid4(),
        "query": _query(form),
        "has_partners": bool(client.servers()),
    }


def _query(form: LookForm) -> str:
    """The search as an address keeps it: by what its ends are called, not as they were typed."""
    query = QueryDict(mutable=True)
    for name in ("start", "end"):
        query[name] = form.ends[name].name
    for name in ("on", "clock", "back_clock", "seats"):
        query[name] = str(form.data.get(name, ""))
    return query.urlencode()


def likely(standing: Standing) -> dict[str, Any]:
    return {
        "role": Trip.Role.PASSENGER,
        "start": standing.home.commune.name if standing.home else "",
        "on": timezone.localdate() + timedelta(days=1),
        "clock": "08:00",
        "back_clock": "",
        "seats": 1,
    }


@login_required
@require_safe
def trip(request: HttpRequest, pk: int) -> HttpResponse:
    """A trip: for its author who goes the same way, for others how to sit together."""
    standing = request.standing  # type: ignore[attr-defined]
    found = trip_or_404(request, pk)
    with timezone.override(found.zone):
        today = timezone.localdate()
        ways = [(way, _to_come(way, occurrences.ahead(way, today))) for way in _going(found, today)]
        mine = rules.owns(standing, found)
        context = {
            "trip": found,
            "ways": ways,
            "mine": mine,
            "night_after": len(ways) > 1 and ways[1][0].clock < ways[0][0].clock,
            "may_change": rules.may_change(standing, found),
            "may_keep": rules.may_keep(standing, found),
            "may_contact": rules.may_contact(standing, found),
            "acts_for_her": rules.acts_for_its_author(standing, found),
            "key": uuid.uuid4(),
            "preferences": [Trip.Preference(each).label for each in found.preferences],
        }
        first: Way = ways[0][0]
        context["map"] = map_of(
            first.line,
            [
                End(first.start_name, first.start),
                *(End(*stop) for stop in first.stops),
                End(first.end_name, first.end),
            ],
        )
        if found.role == Trip.Role.DRIVER:
            drive = drive_of(first, first.on or today)
            context["calculation"] = calculation(drive, found.seats)
            context["seat_cents"] = min(suggested(first.road), cap(drive, 1))
        if mine and found.state == Trip.State.OPEN:
            context["found"] = [(way, _matches_of(standing, way, days)) for way, days in ways]
        return render(request, "carpool/trip.html", context)


def _going(trip: Trip, today: date) -> list[Way]:
    """Without a return that its author has dropped; all of a trip that is over."""
    ways = list(trip.ways.all())
    return [way for way in ways if way.last_day is None or way.last_day >= today] or ways


def _to_come(way: Way, days: list[date]) -> list[date]:
    now = timezone.now()
    return [day for day in days if instant(day, way.clock, way.trip.zone) > now]


def _matches_of(standing: Standing, way: Way, days: list[date]) -> list[tuple[matches.Match, Booking | None]]:
    """Who fits on the next day on which this way goes, and what is asked or agreed with them already."""
    if not days:
        return []
    if way.role == Trip.Role.DRIVER:
        found = matches.passengers_for(standing, way, days[0])
        offered = matches.offered(standing, [each.way.pk for each in found])
        return [(each, offered.get(each.way.pk)) for each in found]
    wish = matches.wish_of(way, days[0])
    start, end = End(way.start_name, way.start), End(way.end_name, way.end)
    found = matches.drivers_on_the_day(standing, wish, start, end)
    asked = matches.booked(standing, [each.way.pk for each in found])
    return [(each, asked.get((each.way.pk, each.day))) for each in found]


def trip_or_404(request: HttpRequest, pk: int) -> Trip:
    trip = rides.trip_of(request.standing, pk)  # type: ignore[attr-defined]
    if trip is None:
        raise Http404
    return trip


def _verb(
    action: Callable[[Trip], None], may: Callable[[Standing, Trip], bool], said: Promise
) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = trip_or_404(request, pk)
        if not rules.owns(request.standing, found):  # type: ignore[attr-defined]
            raise Http404
        if may(request.standing, found):  # type: ignore[attr-defined]
            action(found)
            messages.success(request, str(said))
        else:
            messages.error(request, _("Votre résidence n’est plus confirmée : le trajet reste comme il est."))
        return redirect(found)

    return view


pause = _verb(actions.pause, rules.owns, gettext_lazy("Votre trajet est en pause : personne ne le voit."))
resume = _verb(actions.resume, rules.may_keep, gettext_lazy("Votre trajet est de nouveau en ligne."))
close = _verb(
    actions.close, rules.owns, gettext_lazy("Votre trajet est terminé. Ce qui est convenu le reste.")
)
