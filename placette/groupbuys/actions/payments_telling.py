"""Who is told what of payments: how to pay, that it has come, that it is still awaited."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from placette.groupbuys.models import Campaign, Payment, Share
from placette.groupbuys.queries.payments import balances
from placette.notices.actions import notify, notify_each


def terms(campaign: Campaign, changed_at: datetime, pay_by: date | None) -> None:
    """Everybody who owes something, once for each change of the terms."""
    shares = Share.objects.filter(pledge__campaign=campaign, pledge__person__isnull=False, amount_cents__gt=0)
    people = shares.values_list("pledge__person_id", flat=True)
    facts = {"event": "terms", "title": campaign.title, **_day(pay_by)}
    key = f"purchase:{campaign.pk}:terms:{changed_at.isoformat()}"
    notify(people, "purchase", _url(campaign), key, **facts)


def paid(campaign: Campaign, payments: Iterable[Payment]) -> None:
    """Each whose payment was noted, with what is left to pay."""
    came: dict[int, int] = {}
    for each in payments:
        came[each.share_id] = came.get(each.share_id, 0) + each.amount_cents
    first = min(each.pk for each in payments)
    facts: dict[int, dict[str, Any]] = {
        share.pledge.person_id: {
            "event": "paid",
            "title": campaign.title,
            "cents": came[share.pk],
            "rest": max(0, share.amount_cents - share.paid),
        }
        for share in balances(campaign).filter(pk__in=came, pledge__person__isnull=False)
    }
    notify_each("purchase", _url(campaign), f"purchase:{campaign.pk}:paid:{first}", facts)


def withdrawn(campaign: Campaign, payment: Payment) -> None:
    person = payment.share.pledge.person_id
    facts = {"event": "unpaid", "title": campaign.title, "cents": payment.amount_cents}
    key = f"purchase:{campaign.pk}:unpaid:{payment.pk}"
    notify([person] if person else [], "purchase", _url(campaign), key, **facts)


def reminded(campaign: Campaign, owing: Mapping[int, int], today: date, pay_by: date | None) -> int:
    """`owing`: cents by person. Once a day."""
    facts = {
        person: {"event": "remind", "title": campaign.title, "cents": cents, **_day(pay_by)}
        for person, cents in owing.items()
    }
    return notify_each("purchase", _url(campaign), f"purchase:{campaign.pk}:remind:{today}", facts)


def _day(pay_by: date | None) -> dict[str, Any]:
    return {"pay_by": pay_by.isoformat()} if pay_by else {}


def _url(campaign: Campaign) -> str:
    return reverse("groupbuys:share", args=[campaign.pk])
