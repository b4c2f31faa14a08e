"""What other programs read: journey planners the timetable, one's own calendar program one's rides."""

import uuid

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.carpool.actions import calendar_address
from placette.carpool.feeds.calendar import calendar as written
from placette.carpool.feeds.gtfs import archive
from placette.carpool.queries import diary
from placette.carpool.queries.feed import drives
from placette.people.views.guard import neighbours_only
from placette.places.clock import OVERSEAS, PARIS

KEPT = 600  # seconds: whoever asks more often reads the same file


@require_safe
def gtfs(request: HttpRequest, part: str = "") -> HttpResponse:
    """The mainland's, or by three figures that of a part overseas: a timetable has one time zone. 404 while it is empty."""
    zone = OVERSEAS.get(part) if part else PARIS
    if zone is None:
        raise Http404
    today = timezone.localdate(timezone=zone)
    key = f"carpool.gtfs.{part}.{today}"
    packed = cache.get(key)
    if packed is None:
        found = drives(zone, today)
        packed = archive(found, zone, today) if found else b""
        cache.set(key, packed, KEPT)
    if not packed:
        raise Http404
    response = HttpResponse(packed, content_type="application/zip")
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


@require_safe
def calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Who knows the address reads it: calendar programs do not sign in."""
    person = calendar_address.reader_of(key)
    if person is None:
        raise Http404
    now = timezone.now()
    with translation.override(person.language):
        file = written(diary.of_person(person, now), now)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@neighbours_only
def open_calendar(request: HttpRequest) -> HttpResponse:
    calendar_address.open_address(request.user)
    return redirect("carpool:papers")


@require_POST
@neighbours_only
def close_calendar(request: HttpRequest) -> HttpResponse:
    calendar_address.close_address(request.user)
    messages.success(request, _("L’adresse ne montre plus rien. Une nouvelle adresse sera différente."))
    return redirect("carpool:papers")
