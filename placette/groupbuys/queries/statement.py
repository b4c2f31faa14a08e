"""What a bank statement is compared with."""

from placette.groupbuys.models import Campaign, Payment
from placette.groupbuys.queries.order import called
from placette.groupbuys.queries.payments import Balance, balances
from placette.groupbuys.statements.matching import Owed


def owed(campaign: Campaign) -> dict[str, Owed]:
    """Each share of the campaign by its reference. One query."""
    return {
        each.reference: Owed(each.pk, called(each.pledge), Balance(each, each.paid).rest)
        for each in balances(campaign)
    }


def sources(campaign: Campaign) -> set[str]:
    """Of the payments that stand. One query."""
    noted = Payment.objects.filter(share__pledge__campaign=campaign, withdrawn_at=None)
    return {source for source in noted.values_list("source", flat=True) if source}
