"""What has come is noted, by hand or from a bank statement, and withdrawn where it was a mistake; who owes is reminded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions import payments_telling as telling
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Payment, PaymentTerms
from placette.groupbuys.queries.payments import balances
from placette.people.models import Person

State = Campaign.State
AT_MOST = 1_000_000_00  # cents of one payment


@dataclass(frozen=True)
class Received:
    """A line of a bank statement that names a share. `source` is the same whenever the line is read again.

    `expected`: it is what was still owed; otherwise the organiser has looked at it and said yes.
    """

    share: int
    on: date
    cents: int
    source: str
    expected: bool


@transaction.atomic
def note(
    campaign_id: int, by: Person, share_id: int, kind: str, cents: int, on: date, key: str | None = None
) -> bool:
    """So much of a share has come, perhaps a part, perhaps too much. The same `key` twice is one, unless what it noted
    was withdrawn. Was it new?

    Raises Refused where the share is not of this campaign.
    """
    campaign = locked(campaign_id)
    share = balances(campaign).filter(pk=share_id).first()
    if share is None or not 0 < cents <= AT_MOST:
        raise Refused(_("Cette part n’est pas de cet achat groupé : rechargez la page."))
    if key and Payment.objects.filter(source=key, withdrawn_at__isnull=True).exists():
        return False
    paid = Payment(share=share, amount_cents=cents, kind=kind, on=on, noted_by=by, source=key)
    _write(campaign, [paid])
    return True


@transaction.atomic
def settle(campaign_id: int, by: Person, share_ids: Collection[int], kind: str, on: date) -> int:
    """Of each of these shares all that was still owed has come. Who has paid already is left as she is. How many?"""
    campaign = locked(campaign_id)
    owing = [
        each
        for each in balances(campaign).filter(pk__in=share_ids).order_by("pk")
        if each.paid < each.amount_cents
    ]
    _write(
        campaign,
        [
            Payment(share=each, amount_cents=each.amount_cents - each.paid, kind=kind, on=on, noted_by=by)
            for each in owing
        ],
    )
    return len(owing)


@transaction.atomic
def note_statement(campaign_id: int, by: Person, lines: Iterable[Received]) -> tuple[int, int]:
    """Transfers of a statement that was looked at. Gives how many were noted, and how many were not since meanwhile
    somebody noted them, or something else for the same share.
    """
    campaign = locked(campaign_id)
    lines = list(lines)
    known = set(Payment.objects.filter(source__in=[each.source for each in lines]).filter(withdrawn_at=None)
                .values_list("source", flat=True))  # fmt: skip
    rest = {
        each.pk: each.amount_cents - each.paid
        for each in balances(campaign).filter(pk__in={each.share for each in lines})
    }
    fresh = [each for each in lines if each.source not in known and each.share in rest]
    expected: dict[int, int] = {}
    for each in fresh:
        expected[each.share] = expected.get(each.share, 0) + each.cents * each.expected
    # What was expected when it was shown, and is not any more, is to be looked at again.
    good = [each for each in fresh if not each.expected or expected[each.share] <= rest[each.share]]
    _write(
        campaign,
        [
            Payment(
                share_id=each.share,
                amount_cents=each.cents,
                kind=Payment.Kind.TRANSFER,
                on=each.on,
                noted_by=by,
                source=each.source,
            )
            for each in good
        ],
    )
    return len(good), len(lines) - len(good)


@transaction.atomic
def withdraw(campaign_id: int, by: Person, payment_id: int) -> None:
    """It was noted by mistake; whose it is is told. A second press finds nothing to do."""
    campaign = locked(campaign_id)
    payment = (
        Payment.objects.filter(pk=payment_id, share__pledge__campaign=campaign, withdrawn_at=None)
        .select_related("share__pledge")
        .first()
    )
    if payment is None:
        return
    Payment.objects.filter(pk=payment.pk).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    telling.withdrawn(campaign, payment)


@transaction.atomic
def remind(campaign_id: int, now: datetime | None = None) -> int:
    """Kindly, whoever still owes, at most once a day and never before she knows how to pay. How many were told?

    Raises Refused where nobody knows how to pay.
    """
    now = now or timezone.now()
    campaign = locked(campaign_id)
    terms = PaymentTerms.objects.filter(campaign=campaign).first()
    if terms is None:
        raise Refused(_("Dites d’abord comment payer : sans cela, un rappel ne sert à rien."))
    owing = {
        each.pledge.person_id: each.amount_cents - each.paid
        for each in balances(campaign)
        if each.pledge.person_id is not None and each.paid < each.amount_cents
    }
    today = timezone.localdate(now, campaign.zone)
    return telling.reminded(campaign, owing, today, terms.pay_by)


def _write(campaign: Campaign, payments: list[Payment]) -> None:
    if payments:
        written = Payment.objects.bulk_create(payments, batch_size=1000)
        telling.paid(campaign, written)
