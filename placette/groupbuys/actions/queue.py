"""The waiting list: what others give back goes to whoever has waited longest and still likes the price."""

from collections.abc import Iterable
from datetime import datetime

from placette.core.prepared import Prepared
from placette.groupbuys.actions import telling
from placette.groupbuys.actions.refusals import Amiss
from placette.groupbuys.actions.wishes import check_amount
from placette.groupbuys.goods import Goods, goods_of
from placette.groupbuys.models import Campaign, Line, Pledge, Waiting


def serve(campaign: Campaign, products: Iterable[int], now: datetime) -> bool:
    """Give what is left of these products to those who wait, in their order; who wants more than is left is passed over.

    Wants the campaign's lock; `campaign.takers` is read again where somebody was served. True then. One query a product
    where nobody waits, two more where nobody is served.
    """
    queue = [each for product in sorted(products) for each in WAITING(product)]
    if not queue:
        return False
    goods, served = goods_of(campaign), False
    for each in queue:
        if _may_have(campaign, goods, each) and _give(campaign, goods, each, now):
            served = True
            campaign.refresh_from_db(fields=["takers"])
            goods = goods_of(campaign)
    return served


def _may_have(campaign: Campaign, goods: Goods, waiting: Waiting) -> bool:
    """What she adds can only lower the price, so that of now is the most that it may cost her."""
    product = goods.products[waiting.product_id]
    enough = product.stock is None or waiting.quantity <= product.stock - product.pledged
    return enough and goods.prices(campaign)[waiting.product_id] <= waiting.accepted_cents


def _give(campaign: Campaign, goods: Goods, waiting: Waiting, now: datetime) -> bool:
    """False where with what she holds it would be too little or too much for one person: she goes on waiting."""
    line = Line.objects.filter(
        pledge__campaign=campaign, pledge__person=waiting.person, product=waiting.product_id
    ).first()
    whole = waiting.quantity + (line.quantity if line else 0)
    try:
        check_amount(goods.products[waiting.product_id], whole, waiting.accepted_cents)
    except Amiss:
        return False
    pledge, _fresh = Pledge.objects.get_or_create(
        campaign=campaign, person=waiting.person, defaults={"at": now, "changed_at": now}
    )
    if not pledge.items:
        # Whoever comes in after more time was asked for has read of it.
        pledge.freed_at, pledge.stays_at = None, now if hasattr(campaign, "extension") else None
        pledge.save(update_fields=["freed_at", "stays_at"])
    accepted = min(waiting.accepted_cents, line.accepted_cents) if line else waiting.accepted_cents
    Line.objects.update_or_create(
        pledge=pledge,
        product_id=waiting.product_id,
        defaults={"quantity": whole, "accepted_cents": accepted},
    )
    waiting.delete()
    telling.served(campaign, waiting)
    return True


WAITING = Prepared(
    lambda product: (
        Waiting.objects.filter(product=product, person__is_active=True)
        .select_related("person")
        .order_by("since", "pk")
    ),
    int,
)
