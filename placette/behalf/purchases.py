"""The grouped purchases of a resident without a screen, as far as who acts for her may read them.

An officer reads what the organiser shows town halls, and what was taken for her at the counter: what is sold, at what price,
until when, where it is collected, what she takes and owes. Nobody's name, and no number of people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from placette.groupbuys import rules as groupbuys
from placette.groupbuys import shares
from placette.groupbuys.collecting import queries as collecting
from placette.groupbuys.collecting import rules as collects
from placette.groupbuys.models import GROUP, Campaign, Pledge, Share, Slot
from placette.groupbuys.queries import campaigns, payments
from placette.groupbuys.queries.campaigns import Card
from placette.groupbuys.queries.detail import Detail, Offer, detail
from placette.people.models import Consent
from placette.people.standing import Standing, standing_of

from . import opened, rules

State = Campaign.State


@dataclass(frozen=True)
class Coming:
    """A slot as she may choose it."""

    slot: Slot
    is_hers: bool
    may_choose: bool


@dataclass(frozen=True)
class Purchase:
    """One, on the page of who acts for her. Money in cents. `owed`: what shares.shown gives; None before the closing."""

    campaign: Campaign
    offers: tuple[Offer, ...]
    takes_part: bool
    cents: int
    is_open: bool
    may_pledge: bool
    may_withdraw: bool
    may_accept: bool
    may_stay: bool
    share: Share | None
    owed: dict[str, Any] | None
    slots: tuple[Coming, ...]

    @property
    def came_to_nothing(self) -> bool:
        return groupbuys.came_to_nothing(self.campaign)

    @property
    def may_collect(self) -> bool:
        return self.share is not None and self.campaign.state == State.SUCCEEDED

    @property
    def slot(self) -> Slot | None:
        """When she comes."""
        return next((each.slot for each in self.slots if each.is_hers), None)

    @property
    def substitute(self) -> str:
        """Who comes in her place."""
        found = getattr(self.share, "substitute", None)
        return found.name if found else ""


def to_join(standing: Standing, consent: Consent, now: datetime) -> list[Card]:
    """Those that she may join and that may be offered to her here. Four queries, or two where there is none."""
    return campaigns.to_join(standing_of(consent.person), now, among=_offered(standing, consent))


def _offered(standing: Standing, consent: Consent) -> QuerySet[Campaign]:
    """The SQL twin of rules.may_offer."""
    if consent.is_of_town_hall:
        return Campaign.objects.filter(shown_to_town_hall=True).exclude(audience=GROUP)
    return campaigns.visible_to(standing)


def taken(consent: Consent) -> list[Pledge]:
    """In what she takes part by who acts here, the last changed first, with their campaigns. One query."""
    found = opened.pledges(consent).filter(items__gt=0).select_related("campaign", "share")
    return list(found.order_by("-changed_at", "-pk")[:50])


def owed(bought: Iterable[Pledge]) -> list[Pledge]:
    """Of these, those for which something is still to be paid or collected."""
    return [each for each in bought if each.campaign.state == State.SUCCEEDED]


def purchase_of(standing: Standing, consent: Consent, campaign_id: int) -> Purchase | None:
    """None where it is not hers to read, or not to be offered here, or she takes part by somebody else."""
    hers = standing_of(consent.person)
    found = detail(hers, campaign_id)
    if found is None:
        return None
    if found.takes_part:
        if not opened.pledges(consent).filter(campaign=campaign_id).exists():
            return None
    elif found.campaign.published_at is None or not rules.may_offer(standing, consent, found.campaign):
        return None
    return _read(hers, found)


def _read(hers: Standing, found: Detail) -> Purchase:
    campaign, now = found.campaign, timezone.now()
    share = collecting.share_of(campaign, hers.person) if groupbuys.has_shares(campaign) else None
    balance = payments.of_person(campaign, hers.known) if share else None
    return Purchase(
        campaign=campaign,
        offers=tuple(each for each in found.offers if each.cents is not None),
        takes_part=found.takes_part,
        cents=found.my_cents,
        is_open=groupbuys.is_open(campaign, now),
        may_pledge=groupbuys.may_pledge(hers, campaign, now),
        may_withdraw=groupbuys.may_withdraw(campaign, found.pledge, now),
        may_accept=found.takes_part and found.is_over and groupbuys.may_accept(campaign, now),
        may_stay=groupbuys.may_stay(campaign, found.pledge, now),
        share=share,
        owed=shares.shown(campaign, balance) if balance else None,
        slots=_slots(campaign, share, now) if share else (),
    )


def _slots(campaign: Campaign, share: Share, now: datetime) -> tuple[Coming, ...]:
    mine = collecting.pick_up_of(share)
    may_change = campaign.state == State.SUCCEEDED and (mine is None or collects.may_leave(mine.slot, now))
    return tuple(
        Coming(
            slot,
            is_hers=mine is not None and mine.slot_id == slot.pk,
            may_choose=may_change
            and (mine is None or mine.slot_id != slot.pk)
            and slot.left > 0
            and collects.may_choose(slot, now),
        )
        for slot in collecting.slots_of(campaign)
    )
