"""The agenda of a commune, as a page and for calendar programs, and one of its events for hers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from placette.civic import calendar
from placette.civic.queries import agenda as queries
from placette.civic.queries.announcements import found
from placette.civic.views.own import own
from placette.places.clock import zone_of
from placette.places.models import Commune
from placette.places.views.communes import named

mine = own("civic:agenda")


@require_safe
def of_commune(request: HttpRequest, key: str) -> HttpResponse:
    """`autour`: those who live there see the communes around with it."""
    commune = named(request, "civic:agenda", key)
    if not isinstance(commune, Commune):
        return commune
    standing = request.standing
    sees_around = commune.code in standing.verified
    is_around = sees_around and "autour" in request.GET
    communes = standing.around | {commune.code} if is_around else {commune.code}
    shown = queries.agenda(standing, communes, commune.code, timezone.now(), _after(request))
    query = ({"autour": 1} if is_around else {}) | ({"apres": shown.after} if shown.after else {})
    address = settings.SITE_URL + reverse("civic:agenda_calendar", args=[key])
    context = {
        "commune": commune,
        "address": address,
        "webcal": urlsplit(address)._replace(scheme="webcal").geturl(),
        "agenda": shown,
        "is_around": is_around,
        "tabs": _tabs(commune, is_around) if sees_around else [],
        "following": reverse("civic:agenda", args=[key], query=query) if shown.after else "",
    }
    with timezone.override(zone_of(commune.code)):
        return render(request, "civic/agenda.html", context)


@require_safe
def calendar_of(request: HttpRequest, key: str) -> HttpResponse:
    """What is public, whoever asks: programs read it without an account."""
    commune = named(request, "civic:agenda_calendar", key)
    if not isinstance(commune, Commune):
        return commune
    now = timezone.now()
    body = calendar.agenda(commune, queries.for_a_file(commune.code, now), now)
    return _as_a_file(body, f"agenda-{commune.slug}.ics")


@require_safe
def calendar_of_one(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever may read it; of what was public and is called off, that it does not take place."""
    event = found(request.standing, pk)
    if event is None or event.state != event.State.PUBLISHED:
        event = queries.called_off(pk)
    if event is None or not event.is_event:
        raise Http404
    return _as_a_file(calendar.alone(event, timezone.now()), f"evenement-{pk}.ics")


def _tabs(commune: Commune, is_around: bool) -> list[dict[str, object]]:
    around = reverse("civic:agenda", args=[commune.key], query={"autour": 1})
    return [
        {
            "label": commune.name,
            "href": reverse("civic:agenda", args=[commune.key]),
            "current": not is_around,
        },
        {"label": _("Et autour"), "href": around, "current": is_around},
    ]


def _as_a_file(body: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=calendar.KIND,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _after(request: HttpRequest) -> int:
    asked = request.GET.get("apres", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
