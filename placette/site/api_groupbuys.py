"""Grouped purchases for signed-in people: read, pledged and withdrawn by the same rules as on the pages."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from placette.core import limits
from placette.groupbuys import rules
from placette.groupbuys.actions import pledging
from placette.groupbuys.actions.refusals import Amiss, Closed, PriceRose, Refused, SoldOut
from placette.groupbuys.actions.wishes import MOST, Wish
from placette.groupbuys.collecting import savings
from placette.groupbuys.models import Campaign
from placette.groupbuys.queries.campaigns import square
from placette.groupbuys.queries.detail import Detail, Offer, detail
from placette.groupbuys.views.pledging import AN_HOUR
from placette.site.api_problems import Problem

router = Router(tags=["purchases"])
NONE = {"title": "No grouped purchase here that you may see."}


class TierOut(Schema):
    """From `threshold` on a unit costs `unit_cents`; the campaign's `counted` says what reaches it."""

    threshold: Decimal
    unit_cents: int


class ProductOut(Schema):
    id: int
    name: str
    unit: str
    step: Decimal
    minimum: Decimal
    maximum: Decimal | None
    left: Decimal | None
    pledged: Decimal
    takers: int
    unit_cents: int | None
    reference_cents: int | None
    tiers: list[TierOut]
    mine: Decimal | None
    accepted_cents: int | None


class PurchaseCard(Schema):
    """As the square shows it; its prices are read with the purchase itself."""

    id: int
    title: str
    state: str
    commune: str
    organiser: str
    deadline: datetime | None
    takers: int


class PurchaseOut(PurchaseCard):
    """`saved_cents`: by what was ordered; once it is done, by what was really collected."""

    why: str
    terms: str
    counted: str
    supplier: str
    siren: str
    saved_cents: int
    products: list[ProductOut]


class PurchasePage(Schema):
    purchases: list[PurchaseCard]
    has_more: bool


class LineIn(Schema):
    """So much of a product, at no more than `accepted_cents` a unit."""

    product: Annotated[int, Field(ge=1, lt=2**62)]
    quantity: Annotated[Decimal, Field(gt=0, le=MOST, decimal_places=3)]
    accepted_cents: Annotated[int, Field(ge=0, lt=2**31)]


class PledgeIn(Schema):
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=100)]


@router.get("", response={200: PurchasePage, 401: Problem, 422: Problem})
def purchases(request: HttpRequest, page: int = Query(1, ge=1, le=1000)) -> Any:
    """Those that stand for the signed-in person: open ones by their deadline, then those that ask who is interested."""
    found = square(request.standing, timezone.now(), page)  # type: ignore[attr-defined]
    cards = [_card(each.campaign) for each in (*found.open, *found.interest)]
    return {"purchases": cards, "has_more": bool(found.next_url)}


@router.get("/{pk}", response={200: PurchaseOut, 401: Problem, 404: Problem, 422: Problem})
def purchase(request: HttpRequest, pk: int) -> Any:
    found = _found(request, pk)
    return _purchase(found) if found else Status(404, NONE)


@router.put(
    "/{pk}/pledge",
    response={
        200: PurchaseOut,
        401: Problem,
        403: Problem,
        404: Problem,
        409: Problem,
        422: Problem,
        429: Problem,
    },
)
def pledge(request: HttpRequest, pk: int, data: PledgeIn) -> Any:
    """Take this much, all or nothing, in place of what she took before. 409 where a price rose or the stock is out: `fields`
    names the product and what a unit costs, or how much is left.
    """
    found = _found(request, pk)
    if found is None:
        return Status(404, NONE)
    if not rules.may_pledge(request.standing, found.campaign, timezone.now()):  # type: ignore[attr-defined]
        return Status(403, {"title": "You may not join this grouped purchase, or no longer."})
    wishes = [Wish(each.product, each.quantity, each.accepted_cents) for each in data.lines]
    if len({each.product for each in wishes}) < len(wishes):
        return Status(422, {"title": "Name each product once."})
    return _act(request, found, lambda: pledging.pledge(pk, request.user, wishes))  # type: ignore[arg-type]


@router.delete(
    "/{pk}/pledge",
    response={
        200: PurchaseOut,
        204: None,
        401: Problem,
        404: Problem,
        409: Problem,
        422: Problem,
        429: Problem,
    },
)
def withdraw(request: HttpRequest, pk: int) -> Any:
    """Take nothing any more; allowed until the deadline. 204 where who has moved away may read it no more."""
    found = _found(request, pk)
    if found is None:
        return Status(404, NONE)
    return _act(request, found, lambda: pledging.withdraw(pk, request.user))  # type: ignore[arg-type]


def _act(request: HttpRequest, found: Detail, act: Any) -> Any:
    if not limits.allow(f"pledge:{request.user.pk}", AN_HOUR, 3600):
        return Status(429, {"title": "Too many changes. Wait a little."})
    try:
        act()
    except Refused as refused:
        return Status(409, _problem(refused))
    again = _found(request, found.campaign.pk)
    return _purchase(again) if again else Status(204, None)


def _problem(refused: Refused) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    if isinstance(refused, Amiss | PriceRose | SoldOut):
        fields["product"] = [str(refused.product.pk)]
    if isinstance(refused, PriceRose):
        fields["unit_cents"] = [str(refused.cents)]
    elif isinstance(refused, SoldOut):
        fields["left"] = [str(refused.left)]
    title = "It is closed." if isinstance(refused, Closed) else "It is not as you think any more."
    return {"title": title, "detail": str(refused), "fields": fields}


def _found(request: HttpRequest, pk: int) -> Detail | None:
    return detail(request.standing, pk) if 0 < pk < 2**62 else None  # type: ignore[attr-defined]


def _card(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.pk,
        "title": campaign.title,
        "state": campaign.state,
        "commune": campaign.commune_id,
        "organiser": campaign.organiser.display_name if campaign.organiser else "",
        "deadline": campaign.deadline,
        "takers": campaign.takers,
    }


def _purchase(found: Detail) -> dict[str, Any]:
    campaign = found.campaign
    return _card(campaign) | {
        "why": campaign.why,
        "terms": campaign.terms,
        "counted": campaign.counted,
        "supplier": campaign.supplier.name if campaign.supplier else "",
        "siren": campaign.supplier.siren if campaign.supplier else "",
        "saved_cents": savings.so_far(found),
        "products": [_product(each) for each in found.offers],
    }


def _product(offer: Offer) -> dict[str, Any]:
    product = offer.product
    return {
        "id": product.pk,
        "name": product.name,
        "unit": product.unit,
        "step": product.step,
        "minimum": product.minimum,
        "maximum": product.maximum,
        "left": offer.left,
        "pledged": product.pledged,
        "takers": product.takers,
        "unit_cents": offer.cents,
        "reference_cents": product.reference_cents,
        "tiers": [{"threshold": each.threshold, "unit_cents": each.cents} for each in offer.rungs],
        "mine": offer.mine.quantity if offer.mine else None,
        "accepted_cents": offer.mine.accepted_cents if offer.mine else None,
    }
