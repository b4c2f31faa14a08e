"""What the buttons beside a field of a place send (spot_field.py): what it says already, and the point that was touched.

Sent as forms, not in addresses: what is asked may be where somebody is, and addresses are logged and kept by browsers.
"""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from placette.core import limits
from placette.core.text import one_line
from placette.places import spots
from placette.places.spots import Point, Spot

ASKED_A_MINUTE = 60  # public places, of a person


def may_ask(request: HttpRequest) -> bool:
    """For a public place once more."""
    return limits.allow(f"points on map:{request.user.pk}", ASKED_A_MINUTE, 60)


def too_often() -> JsonResponse:
    said = _("Vous cherchez beaucoup de lieux : attendez une minute.")
    return JsonResponse({"error": said}, status=429, headers={"Retry-After": "60"})


def words(request: HttpRequest, longest: int) -> str:
    return one_line(request.POST.get("text", ""))[:longest]


def typed(request: HttpRequest, longest: int) -> Spot | None:
    """The point that the field names, where it names one on earth."""
    try:
        return spots.read(words(request, longest))
    except spots.NoPlace:
        return None


def touched(request: HttpRequest) -> Point:
    """NoPlace."""
    return spots.on_earth(*(request.POST.get(name, "")[:30] for name in ("latitude", "longitude")))
