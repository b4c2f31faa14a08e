"""The grouped purchases of a square, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.lookups import In
from django.utils import timezone

from placette.core.moments import in_words
from placette.groupbuys.goods import gathered
from placette.groupbuys.models import GROUP, Campaign, Guest, Organiser, Pledge
from placette.groupbuys.progress import Progress, leading, progress_of
from placette.groupbuys.rules import ON_THE_SQUARE
from placette.people.audience import Audience
from placette.people.models import Person
from placette.people.standing import Standing
from placette.places.models import Commune

State = Campaign.State
PAGE = 24
LATELY = timedelta(days=30)
ENDED = 6


@dataclass(frozen=True)
class Card:
    """One of a list. `progress`: of the product nearest to its next tier; None while there is no price."""

    campaign: Campaign
    progress: Progress | None
    several: bool
    closes: str  # in words, by the clocks of its commune
    days: int | None  # left, by those clocks

    @property
    def mine(self) -> bool:
        return bool(getattr(self.campaign, "organised", False))

    @property
    def taken(self) -> bool:
        return bool(getattr(self.campaign, "joined", False))


@dataclass(frozen=True)
class Square:
    open: list[Card]
    confirming: list[Card]
    interest: list[Card]
    ended: list[Card]
    previous_url: str
    next_url: str

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.confirming or self.interest or self.ended or self.previous_url)


def visible_to(standing: Standing) -> QuerySet[Campaign]:
    """The SQL twin of rules.may_see."""
    if standing.person is None:
        return Campaign.objects.none()
    return Campaign.objects.filter(
        (Q(published_at__isnull=False) & _reached(standing))
        | Exists(_organised_by(standing.person))
        | Exists(_joined_by(standing.person))
    )


def square(standing: Standing, now: datetime, page: int = 1) -> Square:
    """Open ones by their deadline, those that confirm their price, those that ask who would be interested; on the first
    page those that ended lately.

    Four queries, by the indexes campaign_newest and campaign_deadline: what stands, what ended, products, tiers.
    """
    start = (page - 1) * PAGE
    standing_now = list(_going(standing)[start : start + PAGE + 1])
    ended = list(_ended(standing, now)) if page == 1 else []
    cards = _cards([*standing_now[:PAGE], *ended], now)
    going, over = cards[: len(cards) - len(ended)], cards[len(cards) - len(ended) :]
    return Square(
        open=[each for each in going if each.campaign.state == State.OPEN],
        confirming=[each for each in going if each.campaign.state == State.CONFIRMING],
        interest=[each for each in going if each.campaign.state == State.INTEREST],
        ended=over,
        previous_url=f"?page={page - 1}" if page > 1 else "",
        next_url=f"?page={page + 1}" if len(standing_now) > PAGE else "",
    )


def soonest(standing: Standing, now: datetime, most: int = 3) -> list[Card]:
    """For the square: those that one may join, the next to close first. One query where there is none, else three."""
    return _cards(list(_going(standing).exclude(state=State.CONFIRMING)[:most]), now)


def to_join(standing: Standing, now: datetime, among: QuerySet[Campaign]) -> list[Card]:
    """Open ones in which she takes no part yet, of these, the next to close first. One query where there is none, else
    three.
    """
    open_now = Q(state=State.OPEN, deadline__gt=now, published_at__isnull=False, pk__in=among.values("pk"))
    found = _going(standing).filter(open_now)
    return _cards(list(found.exclude(Exists(_joined_by(standing.known)))[:PAGE]), now)


def mine(person: Person) -> list[Campaign]:
    """What she organises or takes part in, with `organised` and `joined`, the last changed first. One query."""
    hers = Campaign.objects.filter(Exists(_organised_by(person)) | Exists(_joined_by(person)))
    return list(_told_apart(hers, person).order_by("-updated_at", "-pk")[:200])


def organised(standing: Standing, pk: int) -> Campaign | None:
    """One that she organises, with all that its form shows. Five queries at most."""
    if standing.person is None:
        return None
    found = Campaign.objects.filter(Exists(_organised_by(standing.person)), pk=pk)
    return (
        found.select_related("commune", "supplier")
        .prefetch_related("organisers__person", "products__tiers")
        .first()
    )


def _going(standing: Standing) -> QuerySet[Campaign]:
    later = [When(state=State.CONFIRMING, then=Value(1)), When(state=State.INTEREST, then=Value(2))]
    turn = Case(*later, default=Value(0), output_field=IntegerField())
    going = visible_to(standing).filter(state__in=ON_THE_SQUARE)
    return _for_cards(going, standing).order_by(
        turn, F("deadline").asc(nulls_last=True), "-published_at", "pk"
    )


def _ended(standing: Standing, now: datetime) -> QuerySet[Campaign]:
    over = visible_to(standing).filter(
        state__in=[State.SUCCEEDED, State.DONE, State.FAILED], deadline__gte=now - LATELY
    )
    return _for_cards(over, standing).order_by("-deadline", "-pk")[:ENDED]


def _for_cards(found: QuerySet[Campaign], standing: Standing) -> QuerySet[Campaign]:
    shown = found.select_related("organiser", "commune", "closing")
    return _told_apart(shown, standing.person) if standing.person else shown


def _told_apart(found: QuerySet[Campaign], person: Person) -> QuerySet[Campaign]:
    marks: dict[str, Any] = {"organised": Exists(_organised_by(person)), "joined": Exists(_joined_by(person))}
    return found.annotate(**marks)


def _cards(campaigns: Sequence[Campaign], now: datetime) -> list[Card]:
    prefetch_related_objects(list(campaigns), "products__tiers")
    return [_card(each, now) for each in campaigns]


def _card(campaign: Campaign, now: datetime) -> Card:
    goods = gathered(campaign.products.all())
    closes, days = "", None
    if campaign.deadline:
        with timezone.override(campaign.zone):
            closes = in_words(campaign.deadline, now)
            days = (timezone.localdate(campaign.deadline) - timezone.localdate(now)).days
    return Card(campaign, leading(progress_of(campaign, goods)), len(goods.products) > 1, closes, days)


def _reached(standing: Standing) -> Q:
    """The SQL twin of rules.is_for."""
    commune, guest = F("commune"), Guest.objects.filter(campaign=OuterRef("pk"), person=standing.person)
    here: Any = Q(In(commune, sorted(standing.verified))) if standing.verified else Q(pk__in=[])
    reached = here & ~Q(audience=GROUP)
    if standing.around:
        around = Q(In(commune, sorted(standing.around)))
        here, reached = here | around, reached | (around & ~Q(audience__in=[Audience.COMMUNE, GROUP]))
    if standing.communities:
        within = Q(Exists(Commune.objects.filter(pk=OuterRef("commune"), community__in=standing.communities)))
        here, reached = here | within, reached | (within & Q(audience=Audience.COMMUNITY))
    return Q(reached | (here & Exists(guest)))


def _organised_by(person: Person) -> QuerySet[Organiser]:
    return Organiser.objects.filter(campaign=OuterRef("pk"), person=person)


def _joined_by(person: Person) -> QuerySet[Pledge]:
    return Pledge.objects.filter(campaign=OuterRef("pk"), person=person, items__gt=0)
