"""The waiting list: what others give back goes to whoever has waited longest and still likes the price."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import F, QuerySet
from django.db.models.functions import Least

from placette.groupbuys.actions import telling
from placette.groupbuys.goods import goods_of
from placette.groupbuys.models import Campaign, Line, Pledge, Product, Waiting


def serve(campaign: Campaign, products: Iterable[int], now: datetime) -> bool:
    """Give what is left of these products to those who wait, in their order; who wants more than is left is passed over.

    Wants the campaign's lock; `campaign.takers` is read again where somebody was served. True then.
    """
    served = False
    for product_id in sorted(products):
        for waiting in _queue(product_id):
            product = Product.objects.get(pk=product_id)
            left = None if product.stock is None else product.stock - product.pledged
            if left is not None and left <= 0:
                break
            if (left is None or waiting.quantity <= left) and _likes(campaign, waiting):
                _give(campaign, waiting, now)
                served = True
    if served:
        campaign.refresh_from_db(fields=["takers"])
    return served


def _queue(product_id: int) -> QuerySet[Waiting]:
    return Waiting.objects.filter(product=product_id, person__is_active=True).select_related("person")


def _likes(campaign: Campaign, waiting: Waiting) -> bool:
    """What she adds can only lower the price, so today's is the most that it may cost her."""
    campaign.refresh_from_db(fields=["takers"])
    return goods_of(campaign).prices(campaign)[waiting.product_id] <= waiting.accepted_cents


def _give(campaign: Campaign, waiting: Waiting, now: datetime) -> None:
    extended = now if hasattr(campaign, "extension") else None
    pledge, _fresh = Pledge.objects.get_or_create(
        campaign=campaign,
        person=waiting.person,
        defaults={"at": now, "changed_at": now, "stays_at": extended},
    )
    more = Line.objects.filter(pledge=pledge, product=waiting.product_id)
    changed = more.update(
        quantity=F("quantity") + waiting.quantity,
        accepted_cents=Least(F("accepted_cents"), waiting.accepted_cents),
    )
    if not changed:
        Line.objects.create(
            pledge=pledge,
            product_id=waiting.product_id,
            quantity=Decimal(waiting.quantity),
            accepted_cents=waiting.accepted_cents,
        )
    waiting.delete()
    telling.served(campaign, waiting)
