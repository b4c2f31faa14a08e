"""Campaigns that have succeeded, and how they are paid, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from placette.groupbuys.actions import payment_terms
from placette.groupbuys.actions.campaigns import Offered
from placette.groupbuys.actions.closing import close
from placette.groupbuys.actions.payment_terms import Terms
from placette.groupbuys.actions.pledging import pledge
from placette.groupbuys.models import Campaign, Share
from placette.groupbuys.pricing import Step
from placette.people.models import Person

from .factories import campaign_of, wish

IBAN = "FR7630006000011234567890189"
# A price that seldom makes a whole cent.
HONEY = Offered(
    "Miel, pot de 500 g", "kg", Decimal("0.001"), Decimal("0.001"), tiers=[Step(Decimal(0), 1_299)]
)
SACKS = Offered("Sacs", "sac", reference_cents=500, tiers=[Step(Decimal(0), 450)])


def succeeded(
    organiser: Person, takers: dict[Person, list[str | None]], *products: Offered, **fields: Any
) -> Campaign:
    """Closed well: each takes so much of each product, in their order."""
    campaign = campaign_of(organiser, *(products or (SACKS,)), **fields)
    offered = list(campaign.products.all())
    for person, quantities in takers.items():
        wishes = [
            wish(product, quantity)
            for product, quantity in zip(offered, quantities, strict=False)
            if quantity
        ]
        pledge(campaign.pk, person, wishes)
    close(campaign.pk, campaign.deadline)
    return Campaign.objects.get(pk=campaign.pk)


def share_of(campaign: Campaign, person: Person) -> Share:
    return Share.objects.get(pledge__campaign=campaign, pledge__person=person)


def paid_to(campaign: Campaign, by: Person, **changed: Any) -> None:
    known = {
        "payee": "Nadia Ferrand-Lagarde (achats de l’été)",
        "iban": IBAN,
        "cash": True,
        "cash_to": "Nadia, 3 rue des Lilas",
        "pay_by": date(2027, 1, 15),
    }
    payment_terms.set_terms(campaign.pk, by, Terms(**(known | changed)))
