"""All that the page of a campaign shows, read once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from placette.core.prepared import Prepared
from placette.groupbuys import rules
from placette.groupbuys.goods import Goods, goods_of, held_by
from placette.groupbuys.models import Campaign, Line, Pledge, Product, Waiting
from placette.groupbuys.pricing import Step, amount, measures, next_step, step_of
from placette.people.standing import Standing

Counted = Campaign.Counted
PEOPLE = frozenset({Counted.OWN_TAKERS, Counted.ALL_TAKERS})


@dataclass(frozen=True)
class Rung:
    """A tier on the ladder. `filled`: per cent of the way from it to the next one; None at the last."""

    threshold: Decimal
    cents: int
    is_reached: bool
    filled: int | None


@dataclass(frozen=True)
class Offer:
    """One product as it stands now, for all and for her. Money in cents; `cents` is None while it has no price."""

    product: Product
    cents: int | None
    rungs: tuple[Rung, ...]
    next_cents: int | None  # at the next tier
    missing: Decimal  # until there
    counts_people: bool
    unit: str  # of what counts
    saved_cents: int  # by all together, against the price that one pays alone
    mine: Line | None
    waiting: Waiting | None

    @property
    def left(self) -> Decimal | None:
        """Of the stock; None where it has no end."""
        return None if self.product.stock is None else self.product.stock - self.product.pledged

    @property
    def dearest_cents(self) -> int:
        """What a unit may cost at most."""
        return self.rungs[0].cents if self.rungs else 0

    @property
    def off(self) -> int:
        """Per cent less than alone, rounded down: nothing is promised that is not so."""
        reference = self.product.reference_cents
        if not reference or self.cents is None:
            return 0
        return max(0, (reference - self.cents) * 100 // reference)

    @property
    def figures(self) -> str:
        """JSON for the page that goes on counting: tiers as [threshold, cents]."""
        return json.dumps(
            {
                "tiers": [[float(each.threshold), each.cents] for each in self.rungs],
                "reference": self.product.reference_cents,
                "mine": float(self.mine.quantity) if self.mine else 0,
                "unit": self.product.unit,
                "counts": self.unit,
            }
        )

    @property
    def is_over(self) -> bool:
        """It costs more by now than she has accepted."""
        return self.mine is not None and self.cents is not None and self.cents > self.mine.accepted_cents

    @property
    def my_cents(self) -> int:
        return amount(self.mine.quantity, self.cents) if self.mine and self.cents is not None else 0

    @property
    def my_saved_cents(self) -> int:
        return _saved(self.product, self.mine.quantity, self.cents) if self.mine else 0


@dataclass(frozen=True)
class Detail:
    campaign: Campaign
    goods: Goods
    offers: tuple[Offer, ...]
    pledge: Pledge | None
    organises: bool

    @property
    def takes_part(self) -> bool:
        return self.pledge is not None and self.pledge.items > 0

    @property
    def saved_cents(self) -> int:
        """By what is ordered: once it is done collecting.savings tells what was collected."""
        return sum(each.saved_cents for each in self.offers)

    @property
    def my_cents(self) -> int:
        return sum(each.my_cents for each in self.offers)

    @property
    def my_saved_cents(self) -> int:
        return sum(each.my_saved_cents for each in self.offers)

    @property
    def is_over(self) -> bool:
        return any(each.is_over for each in self.offers)

    @property
    def missing_quantity(self) -> Decimal:
        """Until it goes ahead."""
        return max(Decimal(0), (self.campaign.minimum_quantity or Decimal(0)) - self.goods.taken_in_all)

    @property
    def missing_takers(self) -> int:
        return max(0, (self.campaign.minimum_takers or 0) - self.campaign.takers)

    @property
    def unit(self) -> str:
        """That all products share; empty where they do not."""
        return _common_unit(self.goods)

    def days_left(self, now: datetime) -> int | None:
        """Days of the calendar on the commune's clocks, so that a night of 23 or 25 hours is a night."""
        if self.campaign.deadline is None:
            return None
        zone = self.campaign.zone
        return (timezone.localdate(self.campaign.deadline, zone) - timezone.localdate(now, zone)).days


def detail(standing: Standing, pk: int) -> Detail | None:
    """A campaign that she may see, or None. Seven queries: campaign, organisers, her pledge, products, tiers, her lines,
    for what she waits.
    """
    campaign = (
        Campaign.objects.select_related(
            "organiser", "commune", "quarter", "supplier", "extension", "closing", "cancellation"
        )
        .prefetch_related("organisers")
        .filter(pk=pk)
        .first()
    )
    if campaign is None or standing.person is None:
        return None
    pledge = (
        Pledge.objects.select_related("share").filter(campaign=campaign, person=standing.person.pk).first()
    )
    if not rules.may_see(standing, campaign, takes_part=pledge is not None and pledge.items > 0):
        return None
    goods = goods_of(campaign)
    offers = offers_now(campaign, goods, standing.person.pk)
    return Detail(campaign, goods, offers, pledge, rules.organises(standing, campaign))


def offers_now(campaign: Campaign, goods: Goods, person_id: int) -> tuple[Offer, ...]:
    """Two queries: her lines, for what she waits."""
    return offers_of(campaign, goods, held_by(campaign, person_id), waiting_of(campaign, person_id))


def waiting_of(campaign: Campaign, person_id: int) -> dict[int, Waiting]:
    """For what she waits, by product. One query."""
    return {each.product_id: each for each in WAITING(campaign.pk, person_id)}


def offers_of(
    campaign: Campaign, goods: Goods, lines: Mapping[int, Line], waiting: Mapping[int, Waiting]
) -> tuple[Offer, ...]:
    """As they stand in what has been read."""
    reached = measures(campaign.counted, goods.taken, campaign.takers)
    return tuple(
        _offer(campaign, goods, product, reached[product.pk], lines.get(product.pk), waiting.get(product.pk))
        for product in goods.products.values()
    )


WAITING = Prepared(
    lambda campaign, person: Waiting.objects.filter(product__campaign=campaign, person=person).order_by(),
    int,
    int,
)


def _offer(
    campaign: Campaign,
    goods: Goods,
    product: Product,
    measure: Decimal,
    mine: Line | None,
    waiting: Waiting | None,
) -> Offer:
    tiers = goods.tiers.get(product.pk, ())
    cents = product.final_cents if product.final_cents is not None else None
    if cents is None and tiers:
        cents = step_of(tiers, measure).unit_cents
    following = next_step(tiers, measure)
    return Offer(
        product=product,
        cents=cents,
        rungs=_rungs(tiers, measure),
        next_cents=following.unit_cents if following else None,
        missing=following.threshold - measure if following else Decimal(0),
        counts_people=campaign.counted in PEOPLE,
        unit=product.unit if campaign.counted == Counted.OWN_QUANTITY else _common_unit(goods),
        saved_cents=_saved(product, product.pledged, cents),
        mine=mine,
        waiting=waiting,
    )


def _rungs(tiers: Sequence[Step], measure: Decimal) -> tuple[Rung, ...]:
    ends = [*(each.threshold for each in tiers[1:]), None]
    return tuple(
        Rung(
            each.threshold, each.unit_cents, each.threshold <= measure, _filled(each.threshold, end, measure)
        )
        for each, end in zip(tiers, ends, strict=False)
    )


def _filled(start: Decimal, until: Decimal | None, measure: Decimal) -> int | None:
    if until is None:
        return None
    return int(max(Decimal(0), min(Decimal(1), (measure - start) / (until - start))) * 100)


def _saved(product: Product, quantity: Decimal, cents: int | None) -> int:
    if product.reference_cents is None or cents is None:
        return 0
    return max(0, amount(quantity, product.reference_cents) - amount(quantity, cents))


def _common_unit(goods: Goods) -> str:
    units = {each.unit for each in goods.products.values()}
    return units.pop() if len(units) == 1 else ""
