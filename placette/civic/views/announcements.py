"""What everybody reads of the town hall's announcements."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from placette.civic import feeds, rules, venues
from placette.civic.actions import announcements as actions
from placette.civic.cap import alert
from placette.civic.models import Announcement
from placette.civic.queries import agenda
from placette.civic.queries import announcements as queries
from placette.civic.views.own import own
from placette.places.clock import zone_of
from placette.places.models import Commune
from placette.places.views.communes import named

State = Announcement.State


mine = own("civic:announcements")


@require_safe
def of_commune(request: HttpRequest, key: str) -> HttpResponse:
    commune = named(request, "civic:announcements", key)
    if not isinstance(commune, Commune):
        return commune
    page = queries.page(queries.readable(request.standing, commune.code), _before(request))
    following = (
        reverse("civic:announcements", args=[key], query={"avant": page.before}) if page.before else ""
    )
    context = {"commune": commune, "page": page, "following": following, "now": timezone.now()}
    with timezone.override(zone_of(commune.code)):
        return render(request, "civic/announcements.html", context)


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; whoever of the commune opens it is counted once. Of an event that does not take place, only that."""
    found = queries.found(request.standing, pk)
    if found is None:
        return _called_off(request, pk)
    standing, now = request.standing, timezone.now()
    if standing.person and found.commune_id in standing.communes and found.state == State.PUBLISHED:
        actions.see(found, standing.person)
    context = {
        "announcement": found,
        "seen": queries.seen_by(found),
        "map": venues.map_of(found),
        "is_over": found.is_over(now),
        "is_to_come": found.state == State.PUBLISHED and found.is_to_come(now),
        "is_ahead": found.is_to_come(now) or (found.ends_at is not None and found.ends_at > now),
        "may_announce": rules.may_announce(standing, found.commune_id),
        "canonical": settings.SITE_URL + found.get_absolute_url(),
    }
    with timezone.override(found.zone):
        return render(request, "civic/announcement.html", context)


@require_safe
def atom(request: HttpRequest, key: str) -> HttpResponse:
    return _feed(request, "civic:atom", key)


@require_safe
def json_feed(request: HttpRequest, key: str) -> HttpResponse:
    return _feed(request, "civic:json_feed", key)


def _feed(request: HttpRequest, view: str, key: str) -> HttpResponse:
    """What is public, whoever asks: programs read it without an account."""
    commune = named(request, view, key)
    if not isinstance(commune, Commune):
        return commune
    public = Announcement.objects.filter(state=State.PUBLISHED, commune=commune, residents_only=False)
    write, kind = feeds.KINDS[view]
    return HttpResponse(write(commune, queries.page(public).announcements), content_type=kind)


@require_safe
def cap(request: HttpRequest, pk: int) -> HttpResponse:
    """An alert for programs, as CAP 1.2; also when it has been withdrawn, so that they take it back."""
    found = Announcement.objects.select_related("commune", "commune__boundary").prefetch_related("quarters")
    told = found.filter(
        pk=pk, level=Announcement.Level.EMERGENCY, published_at__isnull=False, residents_only=False
    ).first()
    if told is None:
        raise Http404
    return HttpResponse(alert(told, timezone.now()), content_type="application/cap+xml")


def _called_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes from her calendar or from an old message learns why it is gone: 410, and no word of it."""
    event = agenda.called_off(pk)
    if event is None:
        raise Http404
    with timezone.override(event.zone):
        return render(request, "civic/called_off.html", {"event": event}, status=410)


def _before(request: HttpRequest) -> int:
    asked = request.GET.get("avant", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
