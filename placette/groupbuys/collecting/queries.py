"""What the pages of collecting show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum

from placette.groupbuys.amounts import plain
from placette.groupbuys.models import (
    Campaign,
    HandedLine,
    HandOver,
    Helper,
    LeftOver,
    Line,
    PaymentTerms,
    PickUp,
    Product,
    Share,
    Slot,
    Waiting,
)
from placette.groupbuys.queries.payments import balances
from placette.people.models import Person

from .codes import code_of, typed

LIVE = Q(undone_at__isnull=True)


def campaign_of(pk: int) -> Campaign | None:
    """With what the rules want. Two queries."""
    campaigns = Campaign.objects.select_related("commune", "organiser", "closing")
    return campaigns.prefetch_related("organisers__person").filter(pk=pk).first()


def share_of(campaign: Campaign, person: Person | None) -> Share | None:
    """Hers, with her slot and who comes in her place. One query."""
    shares = Share.objects.select_related(
        "pledge__campaign", "pledge__person", "pledge__deed__by", "pick_up__slot__campaign", "substitute"
    )
    return shares.filter(pledge__campaign=campaign, pledge__person=person).first() if person else None


def slots_of(campaign: Campaign) -> list[Slot]:
    """With who helps. Two queries, by index slot_campaign."""
    helpers = Prefetch("helpers", Helper.objects.select_related("person"))
    slots = Slot.objects.filter(campaign=campaign).select_related("campaign").prefetch_related(helpers)
    return list(slots)


def helps_at(campaign: Campaign, person: Person | None) -> list[Slot]:
    """One query."""
    return list(Slot.objects.filter(campaign=campaign, helpers__person=person)) if person else []


@dataclass(frozen=True)
class Ordered:
    """A line of a share: so much ordered, so much handed over, None where nothing was ticked."""

    line: Line
    handed: Decimal | None

    @property
    def typed(self) -> str:
        """As one types it: « 1,5 »."""
        return plain(self.line.quantity)

    @property
    def is_less(self) -> bool:
        return self.handed is not None and self.handed < self.line.quantity


@dataclass(frozen=True)
class Comer:
    """Somebody who comes for her share. `name` is empty where she has left Placette: her reference stands for her."""

    share: Share
    name: str
    substitute: str
    slot: Slot | None
    lines: tuple[Ordered, ...]
    hand_over: HandOver | None
    # Cents still owed: for the organisers, who alone read payments, and only where payments are noted.
    rest: int | None = None

    @property
    def code(self) -> str:
        return code_of(self.share.pk)


def comers(campaign: Campaign, shares: Collection[Share], *, with_payments: bool = False) -> list[Comer]:
    """What was ordered and handed over, of shares that are read already. Three queries, whatever their number; with
    payments two more, which tell what is owed where the campaign says how it is paid.
    """
    pledges = {share.pledge_id: share for share in shares}
    lines: dict[int, list[Line]] = {share.pk: [] for share in shares}
    for line in Line.objects.filter(pledge__in=pledges).select_related("product"):
        lines[pledges[line.pledge_id].pk].append(line)
    stand = HandOver.objects.filter(LIVE, share__in=lines).select_related("by").prefetch_related("lines")
    ticked = {each.share_id: each for each in stand}
    rests = _rests(campaign, shares) if with_payments else {}
    return [_comer(each, lines[each.pk], ticked.get(each.pk), rests.get(each.pk)) for each in shares]


def _rests(campaign: Campaign, shares: Collection[Share]) -> dict[int, int]:
    if not PaymentTerms.objects.filter(campaign=campaign).exists():
        return {}
    owed: Any = balances(campaign).filter(pk__in=[share.pk for share in shares])
    return {
        share: max(0, cents - paid) for share, cents, paid in owed.values_list("pk", "amount_cents", "paid")
    }


def _comer(share: Share, lines: Iterable[Line], ticked: HandOver | None, rest: int | None) -> Comer:
    given = {each.line_id: each.quantity for each in ticked.lines.all()} if ticked else {}
    person, pick_up = share.pledge.person, getattr(share, "pick_up", None)
    substitute = getattr(share, "substitute", None)
    return Comer(
        share,
        share.pledge.whose if person and person.is_active else "",
        substitute.name if substitute else "",
        pick_up.slot if pick_up else None,
        tuple(Ordered(line, given.get(line.pk)) for line in lines),
        ticked,
        rest,
    )


def shares_to_hand_over(campaign: Campaign, slot: int | None = None) -> QuerySet[Share]:
    """In the order in which they come, then by name. `slot` 0: those who have chosen none."""
    shares = Share.objects.filter(pledge__campaign=campaign).select_related(
        "pledge__person", "pledge__deed__by", "pick_up__slot", "substitute"
    )
    if slot is not None:
        shares = shares.filter(pick_up__slot=slot) if slot else shares.filter(pick_up__isnull=True)
    return shares.order_by("pick_up__slot__starts_at", "pledge__person__first_name", "pk")


def matching(shares: QuerySet[Share], words: str) -> QuerySet[Share]:
    """By what one reads of somebody: the first name, the initial after it, who comes in her place, or her code."""
    code = typed(words)
    by_code = (
        [pk for pk in shares.values_list("pk", flat=True) if code_of(pk) == code] if len(code) == 6 else []
    )
    first, *rest = words.split() or [""]
    named = Q(pledge__person__first_name__icontains=first)
    if rest:
        named &= Q(pledge__person__last_name__istartswith=rest[-1][:1])
        named |= Q(pledge__person__first_name__icontains=words)
    return shares.filter(named | Q(substitute__name__icontains=words) | Q(pk__in=by_code))


@dataclass(frozen=True)
class Left:
    """Of a product: what nobody has collected, what became of a part of it, who still waits for some."""

    product: Product
    uncollected: Decimal
    settled: tuple[LeftOver, ...]
    waiting: tuple[Waiting, ...]

    @property
    def left(self) -> Decimal:
        return self.uncollected - sum((each.quantity for each in self.settled), Decimal(0))


def left_overs(campaign: Campaign) -> list[Left]:
    """Four queries."""
    products = list(Product.objects.filter(campaign=campaign))
    collected = _collected(products)
    settled: dict[int, list[LeftOver]] = {each.pk: [] for each in products}
    for left_over in LeftOver.objects.filter(product__in=products).select_related("to"):
        settled[left_over.product_id].append(left_over)
    waiting: dict[int, list[Waiting]] = {each.pk: [] for each in products}
    for wait in Waiting.objects.filter(product__in=products, person__is_active=True).select_related("person"):
        waiting[wait.product_id].append(wait)
    return [
        Left(
            each,
            each.pledged - collected.get(each.pk, Decimal(0)),
            tuple(settled[each.pk]),
            tuple(waiting[each.pk]),
        )
        for each in products
    ]


def left_of(product: Product) -> Decimal:
    """What is still there of it. Two queries."""
    gone = LeftOver.objects.filter(product=product).aggregate(all=Sum("quantity", default=Decimal(0)))["all"]
    left: Decimal = product.pledged - _collected([product]).get(product.pk, Decimal(0)) - gone
    return left


def _collected(products: Iterable[Product]) -> dict[int, Decimal]:
    handed = HandedLine.objects.filter(line__product__in=list(products), hand_over__undone_at__isnull=True)
    return dict(handed.order_by().values_list("line__product").annotate(Sum("quantity")))


@dataclass(frozen=True)
class Progress:
    """How many have collected, of all who ordered."""

    collected: int
    all: int

    @property
    def left(self) -> int:
        return self.all - self.collected

    @property
    def is_whole(self) -> bool:
        return self.all > 0 and self.collected == self.all

    @property
    def percent(self) -> int:
        return 100 * self.collected // self.all if self.all else 0


def progress(campaign: Campaign) -> Progress:
    """Two queries."""
    shares = Share.objects.filter(pledge__campaign=campaign)
    return Progress(HandOver.objects.filter(LIVE, share__in=shares).count(), shares.count())


def reminded(now: datetime) -> QuerySet[Slot]:
    """Slots that may begin tomorrow. Index slot_begins."""
    soon = now + timedelta(days=2)
    return Slot.objects.filter(
        starts_at__gt=now, starts_at__lt=soon, campaign__state=Campaign.State.SUCCEEDED
    ).select_related("campaign")


def pick_up_of(share: Share) -> PickUp | None:
    return getattr(share, "pick_up", None)
