"""What town halls announce, for everybody and without an account: the same as on the public pages of the communes."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from placette.civic.models import Announcement
from placette.civic.queries import announcements as queries
from placette.core import limits
from placette.people.standing import NOBODY
from placette.site.api_problems import Problem

router = Router(tags=["announcements"])
A_MINUTE = 600


class AnnouncementOut(Schema):
    """`starts_at` and `ends_at`: from when to when it is so. `quarters` empty: the whole commune. `cap`: of an alert, as
    CAP 1.2."""

    id: int
    commune: str
    level: str
    title: str
    text: str
    place: str
    starts_at: datetime | None
    ends_at: datetime | None
    quarters: list[str]
    published_at: datetime
    changed_at: datetime | None
    url: str
    cap: str


class AnnouncementPage(Schema):
    announcements: list[AnnouncementOut]
    before: int


class Wanted(Schema):
    commune: Annotated[str, Field(pattern=r"^[0-9][0-9AB][0-9]{3}$", examples=["31187"])]
    before: Annotated[int, Field(ge=0, lt=2**62)] = 0


@router.get(
    "",
    response={200: AnnouncementPage, 422: Problem, 429: Problem},
    auth=None,
)
def announcements(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """Of a commune by its INSEE code, newest first; `before` of an answer asks for the page after, 0 ends."""
    if _too_often(request):
        return Status(429, {"title": "Too many requests. Wait a minute."})
    page = queries.page(queries.readable(NOBODY, wanted.commune), wanted.before)
    return {"announcements": [_said(each) for each in page.announcements], "before": page.before}


@router.get("/{pk}", response={200: AnnouncementOut, 404: Problem, 422: Problem, 429: Problem}, auth=None)
def announcement(request: HttpRequest, pk: int) -> Any:
    if _too_often(request):
        return Status(429, {"title": "Too many requests. Wait a minute."})
    found = queries.found(NOBODY, pk)
    return _said(found) if found else Status(404, {"title": "No public announcement here."})


def _too_often(request: HttpRequest) -> bool:
    return not limits.allow(f"api:{limits.visitor(request)}", A_MINUTE, 60)


def _said(found: Announcement) -> dict[str, Any]:
    names = (
        "level", "title", "text", "place", "starts_at", "ends_at", "published_at", "changed_at",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names} | {
        "id": found.pk,
        "commune": found.commune_id,
        "quarters": [each.name for each in found.quarters.all()],
        "url": settings.SITE_URL + found.get_absolute_url(),
        "cap": settings.SITE_URL + reverse("civic:cap", args=[found.pk]) if found.is_emergency else "",
    }
