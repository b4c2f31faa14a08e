"""The public announcements of a commune for programs: Atom (RFC 4287) and JSON Feed 1.1."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from placette.places.models import Commune

from .models import Announcement


def atom(commune: Commune, announcements: Sequence[Announcement]) -> str:
    feed = Atom1Feed(
        title=_title(commune),
        link=_page(commune),
        description="",
        language="fr",
        author_name=_town_hall(commune),
        feed_url=settings.SITE_URL + reverse("civic:atom", args=[commune.key]),
        feed_guid=_page(commune),
    )
    for each in announcements:
        feed.add_item(
            title=each.title,
            link=_address(each),
            description=each.text,
            unique_id=_address(each),
            pubdate=each.published_at,
            updateddate=each.changed_at or each.published_at,
            categories=[each.get_level_display()],
            author_name=each.community.name if each.community else None,
        )
    return feed.writeString("utf-8")


def json_feed(commune: Commune, announcements: Sequence[Announcement]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(commune),
        "home_page_url": _page(commune),
        "feed_url": settings.SITE_URL + reverse("civic:json_feed", args=[commune.key]),
        "language": "fr",
        "authors": [{"name": _town_hall(commune)}],
        "items": [_item(each) for each in announcements],
    }
    return json.dumps(feed, ensure_ascii=False)


def _item(announcement: Announcement) -> dict[str, Any]:
    assert announcement.published_at
    item: dict[str, Any] = {
        "id": _address(announcement),
        "url": _address(announcement),
        "title": announcement.title,
        "content_text": announcement.text,
        "date_published": announcement.published_at.isoformat(),
        "tags": [announcement.get_level_display()],
    }
    if announcement.community:
        item["authors"] = [{"name": announcement.community.name}]
    if announcement.changed_at:
        item["date_modified"] = announcement.changed_at.isoformat()
    return item


def _title(commune: Commune) -> str:
    return _("Les actualités %(of_name)s") % {"of_name": commune.of_name}


def _town_hall(commune: Commune) -> str:
    return _("Mairie %(of_name)s") % {"of_name": commune.of_name}


def _page(commune: Commune) -> str:
    return settings.SITE_URL + reverse("civic:announcements", args=[commune.key])


def _address(announcement: Announcement) -> str:
    return settings.SITE_URL + announcement.get_absolute_url()


KINDS: dict[str, tuple[Callable[[Commune, Sequence[Announcement]], str], str]] = {
    "civic:atom": (atom, "application/atom+xml; charset=utf-8"),
    "civic:json_feed": (json_feed, "application/feed+json; charset=utf-8"),
}
