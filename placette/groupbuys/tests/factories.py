"""Campaigns for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from placette.groupbuys.actions import campaigns
from placette.groupbuys.actions.campaigns import Offered
from placette.groupbuys.actions.pledging import pledge
from placette.groupbuys.actions.wishes import Wish
from placette.groupbuys.models import Campaign, Product
from placette.groupbuys.pricing import Step
from placette.people.models import Person

# The reference story: 300 € a tonne alone, 10 % less from ten tonnes on.
PELLETS = (Step(Decimal(0), 30_000), Step(Decimal(5), 28_500), Step(Decimal(10), 27_000))


def offered(tiers: Sequence[Step] = PELLETS, **fields: Any) -> Offered:
    known = {
        "name": "Granulés en sac",
        "unit": "t",
        "step": Decimal("0.5"),
        "minimum": Decimal("0.5"),
        "reference_cents": 30_000,
    }
    return Offered(**(known | fields), tiers=tiers)


def campaign_of(
    organiser: Person,
    *products: Offered,
    deadline: datetime | None = None,
    published: bool = True,
    **fields: Any,
) -> Campaign:
    known = {"title": "Granulés de bois ensemble", "template": "pellets", "audience": "around"}
    campaign = campaigns.start(
        organiser,
        organiser.memberships.select_related("commune").first(),
        products or [offered()],
        deadline=deadline or timezone.now() + timedelta(days=10),
        **(known | fields),
    )
    if published:
        campaigns.publish(campaign.pk)
    return Campaign.objects.get(pk=campaign.pk)


def product_of(campaign: Campaign, position: int = 0) -> Product:
    return campaign.products.get(position=position)


def wish(product: Product, quantity: object, accepted_cents: int = 30_000) -> Wish:
    return Wish(product.pk, Decimal(str(quantity)), accepted_cents)


def takes(person: Person, campaign: Campaign, quantity: object, accepted_cents: int = 30_000) -> None:
    pledge(campaign.pk, person, [wish(product_of(campaign), quantity, accepted_cents)])
