"""What a page shows of a share: the amount, the ways to pay it, and the organisers' panels on the campaign's page."""

from typing import Any

from placette.people.standing import Standing

from . import rules, transfers
from .models import Campaign, PaymentTerms, Pledge
from .queries import payments
from .queries.payments import Balance


def shown(campaign: Campaign, balance: Balance) -> dict[str, Any]:
    """Wants `campaign.payment_terms`, fetched."""
    terms: PaymentTerms | None = getattr(campaign, "payment_terms", None)
    by_transfer = terms is not None and terms.transfer and balance.rest > 0
    return {
        "balance": balance,
        "terms": terms,
        "iban": transfers.in_fours(terms.iban) if terms and by_transfer else "",
        "drawing": transfers.drawing(terms, balance.rest, balance.share.reference)
        if terms and by_transfer
        else "",
    }


def mine(standing: Standing, campaign: Campaign, pledge: Pledge | None) -> Balance | None:
    """What whoever takes part in what has succeeded owes, and has paid: beside what she ordered."""
    if standing.person is None or pledge is None or not rules.has_shares(campaign):
        return None
    return payments.of_person(campaign, standing.person)


def order_panel(
    standing: Standing, campaign: Campaign, pledge: Pledge | None
) -> tuple[str, dict[str, Any]] | None:
    """Its organisers order and see what has come; before the closing they may already say how to pay."""
    if rules.may_order(standing, campaign):
        return "groupbuys/payments/_order_panel.html", {
            "campaign": campaign,
            "totals": payments.totals(campaign),
        }
    if rules.may_set_terms(standing, campaign) and campaign.state in rules.ON_THE_SQUARE:
        terms = PaymentTerms.objects.filter(campaign=campaign).first()
        return "groupbuys/payments/_terms_panel.html", {"campaign": campaign, "terms": terms}
    return None
