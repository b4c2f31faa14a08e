"""What has come of what is owed: of everybody for the organisers, of herself for whoever takes part."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from placette.groupbuys import references
from placette.groupbuys.models import Campaign, Payment, Share
from placette.people.models import Person

SHARES_A_PAGE = 40
STANDS = Q(payments__withdrawn_at__isnull=True)


class Shown(StrEnum):
    ALL = "tous"
    OWING = "a-payer"
    SETTLED = "payes"


@dataclass(frozen=True)
class Balance:
    """One share, `paid` cents of which have come."""

    share: Share
    paid: int

    @property
    def person(self) -> Person | None:
        return self.share.pledge.person

    @property
    def rest(self) -> int:
        """Cents still owed."""
        return max(0, self.share.amount_cents - self.paid)

    @property
    def over(self) -> int:
        """Cents to be given back."""
        return max(0, self.paid - self.share.amount_cents)

    @property
    def reference(self) -> str:
        return references.in_fours(self.share.reference)

    @cached_property
    def payments(self) -> list[Payment]:
        """Withdrawn ones too. One query."""
        return list(self.share.payments.select_related("noted_by", "withdrawn_by"))


@dataclass(frozen=True)
class Totals:
    """Cents and shares of a whole campaign. `received` counts what is over, too."""

    owed: int
    received: int
    missing: int
    over: int
    shares: int
    settled: int

    @property
    def owing(self) -> int:
        return self.shares - self.settled

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is when nothing is missing."""
        return 100 if not self.owed else (self.owed - self.missing) * 100 // self.owed


@dataclass(frozen=True)
class Page:
    balances: list[Balance]
    previous_url: str
    next_url: str


def totals(campaign: Campaign) -> Totals:
    """One query."""
    found = balances(campaign).aggregate(
        owed=Coalesce(Sum("amount_cents"), 0),
        received=Coalesce(Sum("paid"), 0),
        missing=Coalesce(Sum(Greatest(F("amount_cents") - F("paid"), 0)), 0),
        over=Coalesce(Sum(Greatest(F("paid") - F("amount_cents"), 0)), 0),
        shares=Count("pk"),
        settled=Count("pk", filter=Q(paid__gte=F("amount_cents"))),
    )
    return Totals(**found)


def page(campaign: Campaign, shown: Shown, wanted: str = "", number: int = 1) -> Page:
    """By name. `wanted`: the beginning of a first or last name, or a reference. One query, however many take part."""
    found = balances(campaign).order_by(
        "pledge__person__first_name", "pledge__person__last_name", "reference"
    )
    if shown == Shown.OWING:
        found = found.filter(paid__lt=F("amount_cents"))
    elif shown == Shown.SETTLED:
        found = found.filter(paid__gte=F("amount_cents"))
    for word in wanted.split():
        named = Q(pledge__person__first_name__istartswith=word) | Q(
            pledge__person__last_name__istartswith=word
        )
        found = found.filter(named | Q(reference__icontains=word))
    start = (number - 1) * SHARES_A_PAGE
    some = list(found[start : start + SHARES_A_PAGE + 1])
    return Page(
        [Balance(each, each.paid) for each in some[:SHARES_A_PAGE]],
        previous_url=_address(shown, wanted, number - 1) if number > 1 else "",
        next_url=_address(shown, wanted, number + 1) if len(some) > SHARES_A_PAGE else "",
    )


def of_share(campaign: Campaign, share_id: int) -> Balance | None:
    """One query."""
    share = balances(campaign).filter(pk=share_id).first()
    return Balance(share, share.paid) if share else None


def of_person(campaign: Campaign, person: Person) -> Balance | None:
    """Hers; None where she takes no part in what was closed. One query."""
    share = balances(campaign).filter(pledge__person=person).first()
    return Balance(share, share.paid) if share else None


def balances(campaign: Campaign) -> QuerySet[Any]:
    """Its shares with `paid`, in cents."""
    shares = Share.objects.filter(pledge__campaign=campaign).select_related(
        "pledge__person", "pledge__deed__by"
    )
    return shares.annotate(paid=Coalesce(Sum("payments__amount_cents", filter=STANDS), 0))


def _address(shown: Shown, wanted: str, number: int) -> str:
    return "?" + urlencode({"voir": shown, "q": wanted, "page": number})
