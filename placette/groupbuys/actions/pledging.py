"""A neighbour takes part: so much of each product, at no more than she was shown. One lock, the campaign's row."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core.prepared import Prepared
from placette.groupbuys import rules
from placette.groupbuys.actions import queue, taking, telling
from placette.groupbuys.actions.refusals import Closed, Refused, Seen, SoldOut
from placette.groupbuys.actions.wishes import (
    Accepting,
    Wish,
    accepting,
    check,
    check_amount,
    product_of,
    rose,
)
from placette.groupbuys.goods import PRODUCTS, Goods, goods_of, held_by
from placette.groupbuys.models import Campaign, Line, Pledge, Product, Waiting
from placette.groupbuys.pricing import Taken, prices
from placette.people.models import Deed, Person


def pledge(
    campaign_id: int,
    person: Person,
    wishes: Iterable[Wish],
    now: datetime | None = None,
    *,
    deed: Deed | None = None,
) -> None:
    """Take this much, all or nothing; what she took before and no longer wishes is given back. Twice is once. `deed`: by
    whom, where it is not the person herself.

    Raises Closed, SoldOut, PriceRose, or Refused where a quantity is off its step or limits. Six statements while the
    campaign is locked, whatever the number of those who take part.
    """
    wishes, now = tuple(wishes), now or timezone.now()
    if sold_out := _sold_out(campaign_id, person, wishes, now):
        raise sold_out
    _pledge(campaign_id, person, wishes, now, deed)


def _sold_out(campaign_id: int, person: Person, wishes: Iterable[Wish], now: datetime) -> SoldOut | None:
    """Where it was out a moment ago, said without waiting for the lock: two hundred may press for the last fifty. One query
    where there is enough, three more where there is not.
    """
    read = PRODUCTS(campaign_id)
    products = {each.pk: each for each in read}
    if not any(wish.product in products and _exceeds(products[wish.product], wish) for wish in wishes):
        return None
    for campaign in FOUND(campaign_id):
        if not rules.is_open(campaign, now):
            break
        goods = goods_of(campaign, read)
        held = held_by(campaign, person.pk)
        try:
            _agreed(campaign, goods, wishes, held)
        except SoldOut as refused:
            refused.seen = Seen(campaign, goods, held)
            return refused
        except Refused:
            break
    return None


def _exceeds(product: Product, wish: Wish) -> bool:
    return product.stock is not None and product.pledged + wish.quantity > product.stock


@transaction.atomic
def _pledge(
    campaign_id: int, person: Person, wishes: Iterable[Wish], now: datetime, deed: Deed | None
) -> None:
    campaign = locked(campaign_id)
    if not rules.is_open(campaign, now):
        raise Closed(_("Cet achat groupé est clos : on ne peut plus y participer ni changer sa commande."))
    goods = goods_of(campaign)
    held = held_by(campaign, person.pk)
    before = goods.prices(campaign)
    try:
        wanted, after, takers, costs = _agreed(campaign, goods, wishes, held)
    except Refused as refused:
        refused.seen = Seen(campaign, goods, held)
        raise
    taking.take(campaign, person, wanted, held, now, _stays(campaign, now), deed)
    if queue.serve(campaign, [product for product, line in held.items() if _given_back(line, wanted)], now):
        goods = goods_of(campaign)
        after, takers, costs = goods.taken, campaign.takers, goods.prices(campaign)
    telling.board(campaign, goods, after, takers)
    if any(costs[product] > cents for product, cents in before.items()):
        telling.prices_rose(campaign, costs)


def withdraw(campaign_id: int, person: Person, now: datetime | None = None) -> None:
    """Take nothing any more; allowed until the deadline. Raises Closed."""
    pledge(campaign_id, person, (), now)


@transaction.atomic
def accept(
    campaign_id: int,
    person: Person,
    now: datetime | None = None,
    shown: Mapping[int, int] | None = None,
    *,
    deed: Deed | None = None,
) -> None:
    """Say yes again to what a unit costs now. Raises Closed, and PriceRose where that is more than `shown`, by product.
    `deed`: by whom, where it is not the person herself; ValueError where it is missing then.
    """
    check_deed(person, deed)
    campaign = locked(campaign_id)
    if not rules.may_accept(campaign, now or timezone.now()):
        raise Closed(_("Cet achat groupé est clos : il n’y a plus rien à confirmer."))
    goods = goods_of(campaign)
    costs = goods.prices(campaign)
    for line in Line.objects.filter(pledge__campaign=campaign, pledge__person=person):
        if shown is not None and costs[line.product_id] > max(
            shown.get(line.product_id, 0), line.accepted_cents
        ):
            raise rose(goods.products[line.product_id], costs[line.product_id])
        if line.accepted_cents < costs[line.product_id]:
            Line.objects.filter(pk=line.pk).update(
                accepted_cents=Greatest(F("accepted_cents"), costs[line.product_id])
            )
    if deed:
        Pledge.objects.filter(campaign=campaign, person=person).update(deed=deed)
    telling.accepted(campaign, person)


@transaction.atomic
def wait(campaign_id: int, person: Person, wish: Wish, now: datetime | None = None) -> None:
    """Queue for so much more of a product whose stock is out; whoever came first is served first. Raises Closed, Refused."""
    now = now or timezone.now()
    campaign = locked(campaign_id)
    if not rules.is_open(campaign, now):
        raise Closed(_("Cet achat groupé est clos : la liste d’attente aussi."))
    goods = goods_of(campaign)
    held = held_by(campaign, person.pk)
    line = held.get(wish.product)
    wish = accepting(goods, wish)
    whole = replace(wish, quantity=wish.quantity + (line.quantity if line else 0))
    product = product_of(goods, wish.product)
    if product.stock is None:
        raise Refused(_("Il y en a pour tout le monde : prenez-le directement."))
    check_amount(product, whole.quantity, wish.accepted_cents)
    Waiting.objects.update_or_create(
        product_id=wish.product,
        person=person,
        defaults={"quantity": wish.quantity, "accepted_cents": wish.accepted_cents},
        create_defaults={"quantity": wish.quantity, "accepted_cents": wish.accepted_cents, "since": now},
    )
    if queue.serve(campaign, [wish.product], now):
        goods = goods_of(campaign)
        telling.board(campaign, goods, goods.taken, campaign.takers)


@transaction.atomic
def stop_waiting(campaign_id: int, person: Person, product_id: int) -> None:
    Waiting.objects.filter(product__campaign=locked(campaign_id), product=product_id, person=person).delete()


def check_deed(person: Person, deed: Deed | None) -> None:
    """The database asks it of what she takes; of what she says yes to it cannot."""
    if person.is_carried and deed is None:
        raise ValueError("nothing is said for a resident without a screen but by a deed")


def locked(campaign_id: int) -> Campaign:
    """The row is the lock of all that is pledged in it. With its extension. Raises Campaign.DoesNotExist."""
    for campaign in LOCKED(campaign_id):
        return campaign
    raise Campaign.DoesNotExist


FOUND = Prepared(lambda campaign: Campaign.objects.filter(pk=campaign).order_by(), int)
LOCKED = Prepared(
    lambda campaign: (
        Campaign.objects.select_related("extension")
        .select_for_update(no_key=True, of=("self",))
        .filter(pk=campaign)
        .order_by()
    ),
    int,
)


def _agreed(
    campaign: Campaign, goods: Goods, wishes: Iterable[Wish], held: Mapping[int, Line]
) -> tuple[dict[int, Accepting], dict[int, Taken], int, dict[int, int]]:
    """What she takes; then what is taken of each product, by how many in all, and the prices. Raises Refused."""
    wanted = {each.product: accepting(goods, each) for each in wishes if each.quantity}
    check(goods, wanted, held)
    after = _taken_after(goods, wanted, held)
    takers = campaign.takers + bool(wanted) - bool(held)
    costs = prices(campaign.counted, goods.tiers, after, takers)
    for each in wanted.values():
        if costs[each.product] > each.accepted_cents:
            raise rose(goods.products[each.product], costs[each.product])
    return wanted, after, takers, costs


def _taken_after(goods: Goods, wanted: Mapping[int, Accepting], held: Mapping[int, Line]) -> dict[int, Taken]:
    after = goods.taken
    for product, taken in after.items():
        more = wanted[product].quantity if product in wanted else Decimal(0)
        less = held[product].quantity if product in held else Decimal(0)
        after[product] = Taken(
            taken.quantity + more - less, taken.takers + (product in wanted) - (product in held)
        )
    return after


def _given_back(line: Line, wanted: Mapping[int, Accepting]) -> bool:
    wish = wanted.get(line.product_id)
    return wish is None or wish.quantity < line.quantity


def _stays(campaign: Campaign, now: datetime) -> datetime | None:
    """Whoever joins or changes after more time was asked for has read of it."""
    return now if hasattr(campaign, "extension") else None
