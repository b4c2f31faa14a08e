"""The public API: communes for everybody, annonces for those who may see them, by the same rules as the pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema, Status
from ninja.security import SessionAuth
from pydantic import Field

from placette.core import limits
from placette.listings import rules
from placette.listings.actions import annonces, answering
from placette.listings.forms.annonces import AnswerForm, ListingForm
from placette.listings.models import Listing
from placette.listings.queries import annonces as queries
from placette.listings.templatetags.annonces import author_of
from placette.places import queries as places
from placette.site import api_carpool, api_civic, api_groupbuys
from placette.site.api_problems import Problem, say_problems

api = NinjaAPI(
    title="Placette",
    version="1",
    description=__doc__,
    auth=SessionAuth(csrf=True),
    docs_url=None,
    openapi_extra={"info": {"license": {"name": "AGPL-3.0-or-later"}}},
)
api.add_router("/carpool", api_carpool.router)
api.add_router("/purchases", api_groupbuys.router)
api.add_router("/announcements", api_civic.router)
say_problems(api)


class CommuneOut(Schema):
    code: str
    name: str
    postcodes: list[str]
    population: int
    department: str
    open: bool


class ListingOut(Schema):
    id: int
    kind: str
    direction: str
    category: str
    title: str
    text: str
    price_cents: int | None
    commune: str
    author: str
    state: str
    created_at: datetime
    expires_at: datetime


class ListingPage(Schema):
    listings: list[ListingOut]
    cursor: str


class ListingIn(Schema):
    direction: str = Field(examples=["offer"])
    kind: str = Field(examples=["loan"])
    category: str = Field(examples=["tools"])
    title: str
    text: str = ""
    price: str = ""
    audience: str = "around"
    shown_to_town_hall: bool = False
    key: str = ""


class AnswerIn(Schema):
    text: str
    key: str = ""


class ConversationOut(Schema):
    conversation: int


class FeedQuery(Schema):
    kind: str = Field("", max_length=20)
    direction: str = Field("", max_length=10)
    category: str = Field("", max_length=30)
    q: str = Field("", max_length=80)
    cursor: str = Field("", max_length=120)


@api.get(
    "/communes", response={200: list[CommuneOut], 422: Problem, 429: Problem}, auth=None, tags=["communes"]
)
def communes(request: HttpRequest, q: str = Query(..., min_length=1, max_length=120)) -> Any:
    """Communes by name, postcode, INSEE code or address; at most eight."""
    if not limits.allow(f"api:{limits.visitor(request)}", 600, 60):
        return Status(429, {"title": "Too many requests. Wait a minute."})
    return [_commune(found.commune) for found in places.search(q.replace("\x00", ""))]


@api.get(
    "/communes/{code}", response={200: CommuneOut, 404: Problem, 422: Problem}, auth=None, tags=["communes"]
)
def commune(request: HttpRequest, code: str) -> Any:
    found = places.commune(code) if len(code) == 5 and code.isalnum() else None
    return _commune(found) if found else Status(404, {"title": "No current commune has this code."})


def _commune(found: Any) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "postcodes": found.postcodes,
        "population": found.population,
        "department": found.department_name,
        "open": found.is_open,
    }


@api.get("/listings", response={200: ListingPage, 401: Problem, 422: Problem}, tags=["annonces"])
def listings(request: HttpRequest, wanted: Query[FeedQuery]) -> Any:
    """What the signed-in person sees on her feed, newest first; `cursor` asks for the page after."""
    filters = queries.Filters(
        kind=wanted.kind,
        direction=wanted.direction,
        category=wanted.category.replace("\x00", ""),
        text=wanted.q.replace("\x00", ""),
        cursor=wanted.cursor,
    )
    page = queries.feed(request.standing, filters)  # type: ignore[attr-defined]
    return {"listings": [_listing(each) for each in page.listings], "cursor": page.cursor}


@api.get(
    "/listings/{pk}",
    response={200: ListingOut, 401: Problem, 404: Problem, 422: Problem},
    tags=["annonces"],
)
def listing(request: HttpRequest, pk: int) -> Any:
    found = _found(request, pk)
    return _listing(found) if found else Status(404, {"title": "No annonce here that you may see."})


@api.post(
    "/listings",
    response={201: ListingOut, 401: Problem, 403: Problem, 422: Problem, 429: Problem},
    tags=["annonces"],
)
def publish(request: HttpRequest, data: ListingIn) -> Any:
    """Publish an annonce. The same `key` (a UUID) twice is one annonce."""
    standing = request.standing  # type: ignore[attr-defined]
    if not rules.may_post(standing):
        return Status(403, {"title": "Confirm your residence first."})
    form = ListingForm(data.dict())
    if not form.is_valid():
        return Status(422, _wrong(form))
    if not limits.allow(f"publish:{request.user.pk}", 20, 86_400):
        return Status(429, {"title": "Twenty annonces a day at most."})
    membership = standing.first_verified
    key = form.cleaned_data["key"]
    made = annonces.publish(
        request.user, membership, key=str(key) if key else None, **form.fields_of_listing()
    )  # type: ignore[arg-type]
    return Status(201, _listing(made))


@api.post(
    "/listings/{pk}/answers",
    response={201: ConversationOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem},
    tags=["annonces"],
)
def answer(request: HttpRequest, pk: int, data: AnswerIn) -> Any:
    """Answer an annonce; gives the conversation, the same however often it is asked."""
    found = _found(request, pk)
    if found is None:
        return Status(404, {"title": "No annonce here that you may see."})
    if not rules.may_answer(request.standing, found):  # type: ignore[attr-defined]
        return Status(403, {"title": "You may not answer this annonce."})
    form = AnswerForm(data.dict())
    if not form.is_valid():
        return Status(422, _wrong(form))
    if not limits.allow(f"answer:{request.user.pk}", 40, 3600):
        return Status(429, {"title": "Too many answers. Wait a little."})
    key = form.cleaned_data["key"]
    made = answering.answer(found, request.user, form.cleaned_data["text"], str(key) if key else None)  # type: ignore[arg-type]
    return Status(201, {"conversation": made.conversation_id})


@api.post(
    "/listings/{pk}/close",
    response={200: ListingOut, 401: Problem, 404: Problem, 422: Problem},
    tags=["annonces"],
)
def close(request: HttpRequest, pk: int) -> Any:
    found = _found(request, pk)
    if found is None or not rules.owns(request.standing, found):  # type: ignore[attr-defined]
        return Status(404, {"title": "No annonce of yours here."})
    annonces.close(found)
    found.refresh_from_db()
    return _listing(found)


def _found(request: HttpRequest, pk: int) -> Listing | None:
    return queries.detail(request.standing, pk) if 0 < pk < 2**62 else None  # type: ignore[attr-defined]


def _wrong(form: Any) -> dict[str, Any]:
    fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    return {"title": "Something must be corrected.", "fields": fields}


def _listing(found: Listing) -> dict[str, Any]:
    return {
        "id": found.pk,
        "kind": found.kind,
        "direction": found.direction,
        "category": found.category,
        "title": found.title,
        "text": found.text,
        "price_cents": found.price_cents,
        "commune": found.commune_id,
        "author": author_of(found),
        "state": found.state,
        "created_at": found.created_at,
        "expires_at": found.expires_at,
    }
