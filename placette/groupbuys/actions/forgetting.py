"""What only served to carry a purchase out goes by itself once that is over: who was asked for a quote, to whom one paid, who was invited."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from placette.groupbuys.models import Campaign, Guest, Invitation, Payment, PaymentTerms, Quote, Supplier
from placette.groupbuys.rules import OVER
from placette.people.models import Membership

# Whoever buys again a year later still finds whom to ask; and no quote is valid for so long.
KEPT_FOR = timedelta(days=400)
# Two monthly statements of a bank after the end, in which a late transfer is looked for, and long past the fourteen days
# in which a buyer may change her mind (Code de la consommation, art. L221-18).
ACCOUNTS_KEPT_FOR = timedelta(days=92)


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


def forget_accounts(now: datetime) -> None:
    """To whom, how and on which account one paid, and which line of a statement a payment was noted from; what each has
    paid stays. Of a purchase that succeeded and that nobody ever declared done, after a year. Terms that were set anew
    since have their own time. Two statements, over what is still kept.
    """
    before, long_over = now - ACCOUNTS_KEPT_FOR, _long_over(now)
    PaymentTerms.objects.filter(campaign__in=long_over, set_at__lt=before).delete()
    read = Payment.objects.filter(source__isnull=False, noted_at__lt=before)
    read.filter(share__pledge__campaign__in=long_over).update(source=None)


def _long_over(now: datetime) -> QuerySet[Campaign]:
    """For as long as accounts are kept; what succeeded and was never declared done, for longer."""
    succeeded = Campaign.State.SUCCEEDED
    over = Q(state__in=OVER - {succeeded}, updated_at__lt=now - ACCOUNTS_KEPT_FOR)
    return Campaign.objects.filter(over | Q(state=succeeded, updated_at__lt=now - KEPT_FOR))


def forget_invitations(now: datetime) -> None:
    """Of newcomers: once the purchase is over, or nobody has confirmed her residence for three months: those since she came by
    the link, and since she moved to where she lives now. Of a group: when its accounts are forgotten (_long_over), unless it
    comes again every so often; who took part still reads it. Three statements.
    """
    limit = now - ACCOUNTS_KEPT_FOR
    Guest.objects.filter(campaign__in=_long_over(now), campaign__rhythm__isnull=True).delete()
    confirmed = Q(verified_at__isnull=False) | Q(joined_at__gte=limit)  # or may still be
    hers = Membership.objects.filter(confirmed, person=OuterRef("person"))
    Guest.objects.filter(~Exists(hers), since__lt=limit).delete()
    Invitation.objects.filter(Q(campaign__state__in=OVER) | Q(at__lt=limit)).delete()
