"""Quotes side by side: what the wished quantities cost with each supplier."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count

from placette.groupbuys.models import Campaign, Product, Quote, Vote
from placette.groupbuys.pricing import Step, amount, step_of
from placette.groupbuys.queries.interest import Interests
from placette.people.models import Person


@dataclass(frozen=True)
class Priced:
    """A product with one supplier: what is wished of it, at the price that this quantity reaches. Cents."""

    product: Product
    quantity: Decimal
    unit_cents: int
    cents: int
    steps: Sequence[Step]

    @property
    def reference_cents(self) -> int | None:
        """What the same costs each alone."""
        alone = self.product.reference_cents
        return None if alone is None else amount(self.quantity, alone)


@dataclass(frozen=True)
class Offer:
    """A supplier's answer. `saved_cents`: in all against each alone, None where the campaign does not know that price;
    `missing`: how much more must be wished before she delivers; `votes`: None where they are not to be read (yet).
    """

    quote: Quote
    lines: tuple[Priced, ...]
    total_cents: int | None  # None where a product has no price
    saved_cents: int | None
    missing: Decimal | None
    over: bool
    votes: int | None = None
    mine: bool = False
    cheapest: bool = False


@dataclass(frozen=True)
class Compared:
    """The cheapest first. `example`: nobody has told her interest, so prices are for the least that one takes."""

    offers: tuple[Offer, ...]
    voters: int
    voted: bool
    example: bool


def asked(campaign: Campaign) -> list[Quote]:
    """All suppliers that were asked and are not forgotten, for the organisers. One query, by the index quote_campaign."""
    return list(Quote.objects.filter(campaign=campaign).exclude(email="").select_related("asked_by"))


def compared(
    campaign: Campaign, interests: Interests, person: Person | None, today: date, *, organises: bool
) -> Compared:
    """Four queries: quotes, their tiers, votes, hers. Votes are counted for the organisers, and for whoever has voted: before,
    they would lead her.
    """
    states = (Quote.State.SENT, Quote.State.CHOSEN)
    quotes = Quote.objects.filter(campaign=campaign, state__in=states).prefetch_related("tiers")
    votes = dict(Vote.objects.filter(campaign=campaign).values_list("quote").annotate(Count("pk")))
    mine = Vote.objects.filter(campaign=campaign, person=person).values_list("quote_id", flat=True).first()
    shown = organises or mine is not None
    offers = [
        _offer(each, interests, today, votes.get(each.pk, 0) if shown else None, mine == each.pk)
        for each in quotes
    ]
    offers.sort(key=lambda each: (each.over, each.total_cents is None, each.total_cents or 0, each.quote.pk))
    return Compared(
        tuple(_marked(offers)), sum(votes.values()) if shown else 0, mine is not None, interests.people == 0
    )


def _offer(quote: Quote, interests: Interests, today: date, votes: int | None, mine: bool) -> Offer:
    steps: Mapping[int, list[Step]] = defaultdict(list)
    for tier in quote.tiers.all():
        steps[tier.product_id].append(Step(tier.threshold, tier.unit_cents))
    lines = tuple(
        _priced(each.product, each.quantity or each.product.minimum, steps[each.product.pk])
        for each in interests.products
        if steps[each.product.pk]
    )
    whole = len(lines) == len(interests.products)
    total = sum(each.cents for each in lines) if whole else None
    alone = [each.reference_cents for each in lines]
    known = [cents for cents in alone if cents is not None]
    saved = sum(known) - total if total is not None and len(known) == len(alone) else None
    wished = sum((each.quantity for each in interests.products), Decimal(0))
    short = quote.minimum is not None and wished < quote.minimum
    return Offer(
        quote,
        lines,
        total,
        saved,
        quote.minimum - wished if short and quote.minimum is not None else None,
        quote.valid_until is not None and quote.valid_until < today,
        votes,
        mine,
    )


def _priced(product: Product, quantity: Decimal, steps: Sequence[Step]) -> Priced:
    cents = step_of(steps, quantity).unit_cents
    return Priced(product, quantity, cents, amount(quantity, cents), steps)


def _marked(offers: Sequence[Offer]) -> list[Offer]:
    """The cheapest of those that still stand; with one alone there is nothing to compare."""
    standing = [each.total_cents for each in offers if each.total_cents is not None and not each.over]
    least = min(standing, default=None) if len(standing) > 1 else None
    return [
        replace(each, cheapest=not each.over and each.total_cents is not None and each.total_cents == least)
        for each in offers
    ]  # fmt: skip
