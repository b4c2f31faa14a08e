"""Suppliers have no account that they could erase: what only served to write to them goes by itself."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from placette.groupbuys.models import Campaign, Quote, Supplier
from placette.groupbuys.rules import OVER

# Whoever buys again a year later still finds whom to ask; and no quote is valid for so long.
KEPT_FOR = timedelta(days=400)


def forget_suppliers(now: datetime) -> None:
    """Addresses, what the organiser calls them and wrote to them, drafts, reasons and keys. What a supplier offered, and
    as which firm, stays: neighbours agreed to it. Two statements, over all quotes and suppliers that have an address.
    """
    before = now - KEPT_FOR
    long_over = Q(state__in=OVER, updated_at__lt=before)
    asked = Q(campaign__in=Campaign.objects.filter(long_over))
    never_chosen = Q(campaign__state=Campaign.State.INTEREST, until__lt=before)
    Quote.objects.filter(asked | never_chosen).exclude(email="").update(
        email="", name="", words="", reason="", typed={}, token_hash=None
    )
    served = Campaign.objects.filter(supplier=OuterRef("pk")).exclude(long_over)
    Supplier.objects.exclude(email="").exclude(Exists(served)).update(email="")
