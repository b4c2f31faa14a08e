"""Purchases that have succeeded, for the tests of what follows."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from placette.groupbuys.actions.closing import close
from placette.groupbuys.collecting.actions import slots
from placette.groupbuys.collecting.actions.handing import Result, Tick, hand_over
from placette.groupbuys.collecting.actions.slots import Planned
from placette.groupbuys.models import Campaign, Share, Slot
from placette.people.models import Person

from .factories import campaign_of, takes


def succeeded(organiser: Person, takers: dict[Person, object], *products: Any, **fields: Any) -> Campaign:
    """Everybody takes so much of the first product."""
    campaign = campaign_of(organiser, *products, **fields)
    for person, quantity in takers.items():
        takes(person, campaign, quantity)
    close(campaign.pk, campaign.deadline)
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert campaign.state == "succeeded"
    return campaign


def share_of(campaign: Campaign, person: Person) -> Share:
    return Share.objects.select_related("pledge").get(pledge__campaign=campaign, pledge__person=person)


def slot_of(campaign: Campaign, starts_at: datetime | None = None, **fields: Any) -> Slot:
    starts_at = starts_at or timezone.now() + timedelta(days=20)
    known = {"place": "Salle des fêtes", "capacity": 5, "hands": 0} | fields
    return slots.add(campaign.pk, Planned(starts_at, starts_at + timedelta(hours=2), **known))


def ticked(
    share: Share, by: Person, quantity: object = None, at: datetime | None = None, key: Any = None
) -> Result:
    """Handed over: all, or so much of the first line."""
    line = share.pledge.lines.first()
    given = {} if quantity is None else {line.pk: Decimal(str(quantity))}
    return hand_over(share, by, Tick(key or uuid.uuid4(), at or timezone.now(), given))
