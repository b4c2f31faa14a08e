"""The deadline: a campaign succeeds or fails by its rules, once, and everyone is told with her own amount."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from placette.groupbuys import references
from placette.groupbuys.actions import queue, telling, telling_suppliers
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.goods import Goods, goods_of, overpriced
from placette.groupbuys.models import Campaign, Closing, Line, Pledge, Product, Share, Waiting
from placette.groupbuys.pricing import Pledged, Settled, amount, settle

State = Campaign.State
CONFIRMS_WITHIN = timedelta(hours=48)


def due(now: datetime) -> list[int]:
    """Campaigns whose moment has come. Indexes campaign_deadline and campaign_confirms."""
    passed = Q(state=State.OPEN, deadline__lte=now) | Q(state=State.CONFIRMING, confirm_by__lte=now)
    return list(Campaign.objects.filter(passed).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def close(campaign_id: int, now: datetime) -> None:
    """Do what is due: begin the time that was added, ask those for whom the price has risen, or settle for good.

    Nothing where nothing is due: of two workers the second finds the state that the first has left.
    """
    campaign = locked(campaign_id)
    if campaign.state == State.CONFIRMING and campaign.confirm_by and campaign.confirm_by <= now:
        _settle(campaign, now)
    elif campaign.state == State.OPEN and campaign.deadline and campaign.deadline <= now:
        extension = getattr(campaign, "extension", None)
        if extension and extension.begun_at is None:
            _begin_extension(campaign, now)
        elif _asks_again(campaign):
            campaign.state, campaign.confirm_by = State.CONFIRMING, now + CONFIRMS_WITHIN
            campaign.save(update_fields=["state", "confirm_by"])
            telling.confirm(campaign, goods_of(campaign))
            telling.changed(campaign)
        else:
            _settle(campaign, now)


def _begin_extension(campaign: Campaign, now: datetime) -> None:
    """Those who have not said yes to more time are free; for the others it goes on."""
    extension = campaign.extension
    leaving = Pledge.objects.filter(campaign=campaign, items__gt=0, stays_at__isnull=True)
    _free(campaign, list(leaving.values_list("pk", flat=True)), now)
    extension.begun_at = now
    extension.save(update_fields=["begun_at"])
    campaign.refresh_from_db(fields=["takers"])
    campaign.deadline = extension.until
    campaign.save(update_fields=["deadline"])
    queue.serve(campaign, campaign.products.values_list("pk", flat=True), now)
    goods = goods_of(campaign)
    telling.board(campaign, goods, goods.taken, campaign.takers)
    telling.changed(campaign)
    telling.prices_rose(campaign, goods.prices(campaign))
    if extension.until <= now:  # the worker was away for all of it
        close(campaign.pk, now)


def _asks_again(campaign: Campaign) -> bool:
    """Somebody would pay more than she has accepted, in a campaign that goes ahead with her."""
    goods = goods_of(campaign)
    if not _goes_ahead(campaign, goods.taken_in_all, campaign.takers):
        return False
    return overpriced(campaign, goods.prices(campaign)).exists()


def _goes_ahead(campaign: Campaign, quantity: Decimal, takers: int) -> bool:
    enough = campaign.minimum_quantity is None or quantity >= campaign.minimum_quantity
    return takers > 0 and enough and takers >= (campaign.minimum_takers or 1)


def _settle(campaign: Campaign, now: datetime) -> None:
    goods = goods_of(campaign)
    settled = settle(_lines(campaign), campaign.counted, goods.tiers)
    quantity = sum((each.quantity for each in settled.kept), Decimal(0))
    takers = len({each.pledge for each in settled.kept})
    if not _goes_ahead(campaign, quantity, takers):
        Closing.objects.create(
            campaign=campaign,
            at=now,
            succeeded=False,
            takers=campaign.takers,
            total_cents=0,
            reference_cents=0,
        )
        _end(campaign, State.FAILED, now)
        telling.failed(campaign)
        telling_suppliers.given_up(campaign)
        return
    _free_lines(campaign, settled.freed, now)
    for product, cents in settled.prices.items():
        Product.objects.filter(pk=product).update(final_cents=cents)
    shares = _shares(campaign, settled, goods)
    Share.objects.bulk_create(shares, batch_size=2000)
    Closing.objects.create(
        campaign=campaign,
        at=now,
        succeeded=True,
        takers=takers,
        total_cents=sum(each.amount_cents for each in shares),
        reference_cents=sum(each.reference_cents for each in shares),
    )
    _end(campaign, State.SUCCEEDED, now)
    telling.succeeded(campaign, shares)
    telling.left_waiting(campaign)


def _lines(campaign: Campaign) -> list[Pledged]:
    lines = Line.objects.filter(pledge__campaign=campaign).order_by("pk")
    named = lines.values_list("pk", "pledge_id", "product_id", "quantity", "accepted_cents")
    return [Pledged(*each) for each in named]


def _shares(campaign: Campaign, settled: Settled, goods: Goods) -> list[Share]:
    """What each owes: the sum of her lines, each rounded to the cent. Alone she would have paid the reference price;
    where none is known, the same.
    """
    sums: dict[int, tuple[int, int]] = {}
    for each in settled.kept:
        owed, alone = sums.get(each.pledge, (0, 0))
        here = amount(each.quantity, settled.prices[each.product])
        reference = goods.products[each.product].reference_cents
        there = here if reference is None else amount(each.quantity, reference)
        sums[each.pledge] = (owed + here, alone + there)
    return [
        Share(
            pledge_id=pledge,
            amount_cents=owed,
            reference_cents=alone,
            reference=references.structured(campaign.pk, number),
        )
        for number, (pledge, (owed, alone)) in enumerate(sorted(sums.items()), 1)
    ]


def _free_lines(campaign: Campaign, freed: Iterable[Pledged], now: datetime) -> None:
    if gone := [each.line for each in freed]:
        pledges = {each.pledge for each in freed}
        Line.objects.filter(pk__in=gone).delete()
        still = Line.objects.filter(pledge=OuterRef("pk"))
        without = Pledge.objects.filter(pk__in=pledges).exclude(Exists(still))
        free = set(without.values_list("pk", flat=True))
        without.update(freed_at=now)
        telling.freed(campaign, free)
        telling.freed_in_part(campaign, pledges - free)


def _free(campaign: Campaign, pledges: list[int], now: datetime) -> None:
    if pledges:
        Waiting.objects.filter(product__campaign=campaign, person__pledges__in=pledges).delete()
        Line.objects.filter(pledge__in=pledges).delete()
        Pledge.objects.filter(pk__in=pledges).update(freed_at=now)
        telling.freed(campaign, pledges)


def _end(campaign: Campaign, state: str, now: datetime) -> None:
    campaign.state, campaign.updated_at = state, now
    campaign.save(update_fields=["state", "updated_at"])
