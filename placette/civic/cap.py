"""An alert as Common Alerting Protocol 1.2 (OASIS, 1 July 2010), for sirens, signs and applications.

The first message is an Alert; a changed one an Update, one that is over or withdrawn a Cancel, each naming the first.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

from .models import Announcement

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MOST_POINTS = 200  # of an outline: programs draw it small


def alert(announcement: Announcement, now: datetime) -> bytes:
    """Wants `commune` with its boundary, and `quarters`. Times with their offset, never « Z », as the standard asks."""
    assert announcement.published_at
    root = Element("alert", xmlns=NAMESPACE)
    _say(root, "identifier", _identifier(announcement, _version(announcement)))
    _say(root, "sender", _sender())
    _say(root, "sent", _moment(_sent(announcement)))
    _say(root, "status", "Actual")
    _say(root, "msgType", _message(announcement, now))
    _say(root, "scope", "Public")
    if _version(announcement):
        first = (_sender(), _identifier(announcement, 0), _moment(announcement.published_at))
        _say(root, "references", ",".join(first))
    _inform(root, announcement, now)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def _inform(root: Element, announcement: Announcement, now: datetime) -> None:
    """The order of the elements is that of the schema."""
    info = SubElement(root, "info")
    begun = announcement.starts_at is None or announcement.starts_at <= now
    _say(info, "language", "fr-FR")
    _say(info, "category", "Safety")
    _say(info, "event", announcement.title)
    _say(info, "urgency", "Immediate" if begun else "Expected")
    _say(info, "severity", "Severe")
    _say(info, "certainty", "Observed" if begun else "Likely")
    if announcement.starts_at:
        _say(info, "onset", _moment(announcement.starts_at))
    if announcement.ends_at:
        _say(info, "expires", _moment(announcement.ends_at))
    _say(info, "senderName", f"Mairie {announcement.commune.of_name_in_french}")
    _say(info, "headline", announcement.title)
    _say(info, "description", announcement.text)
    _say(info, "web", settings.SITE_URL + announcement.get_absolute_url())
    area = SubElement(info, "area")
    _say(area, "areaDesc", _where(announcement))
    if not announcement.quarters.all() and (outline := _outline(announcement)):
        _say(area, "polygon", outline)
    geocode = SubElement(area, "geocode")
    _say(geocode, "valueName", "INSEE")
    _say(geocode, "value", announcement.commune_id)


def _message(announcement: Announcement, now: datetime) -> str:
    ended = announcement.is_over(now) and announcement.revision > 0
    if announcement.state == Announcement.State.WITHDRAWN or ended:
        return "Cancel"
    return "Update" if announcement.revision else "Alert"


def _version(announcement: Announcement) -> int:
    """0 is the first message; a withdrawal is one more."""
    return announcement.revision + (announcement.state == Announcement.State.WITHDRAWN)


def _sent(announcement: Announcement) -> datetime:
    at = announcement.withdrawn_at or announcement.changed_at or announcement.published_at
    assert at
    return at


def _identifier(announcement: Announcement, version: int) -> str:
    return f"{_sender()}.{announcement.pk}.{version}"


def _sender() -> str:
    return urlsplit(settings.SITE_URL).hostname or "placette"


def _where(announcement: Announcement) -> str:
    quarters = [each.name for each in announcement.quarters.all()]
    return ", ".join([announcement.place] * bool(announcement.place) + quarters + [announcement.commune.name])


def _outline(announcement: Announcement) -> str:
    """« latitude,longitude » of the largest ring, closed, thinned out."""
    boundary = getattr(announcement.commune, "boundary", None)
    if boundary is None:
        return ""
    shape = boundary.geojson
    shapes = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    ring = max((each[0] for each in shapes), key=len)
    thinned = ring[:: max(1, -(-len(ring) // MOST_POINTS))]
    closed = thinned if thinned[0] == thinned[-1] else [*thinned, thinned[0]]
    return " ".join(f"{latitude:.5f},{longitude:.5f}" for longitude, latitude, *_height in closed)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + "-00:00"


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
