"""« Remis »: what a neighbour really takes with her, ticked by whoever hands over, perhaps hours before it reaches us."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.amounts import quantity
from placette.groupbuys.models import Campaign, HandedLine, HandOver, Line, Share
from placette.people.models import Person


class Result(StrEnum):
    HANDED = "handed"
    # Somebody had ticked something else before: hers stands.
    KEPT = "kept"
    # Somebody had ticked something else, later: this one stands from now on.
    REPLACED = "replaced"
    # This very tick was undone meanwhile.
    UNDONE = "undone"


@dataclass(frozen=True)
class Tick:
    """`key` is its own. `quantities` by line; a line that is not named was handed over whole. `at`: when it was ticked."""

    key: uuid.UUID
    at: datetime
    quantities: Mapping[int, Decimal]


@transaction.atomic
def hand_over(share: Share, by: Person, tick: Tick, now: datetime | None = None) -> Result:
    """Of two ticks of one share the earlier stands, in whatever order they reach us; the same tick again does nothing.

    Raises Closed where the campaign is done, Refused where a quantity is more than was ordered or is gone already.
    """
    now = now or timezone.now()
    _collecting(share.pledge.campaign_id)
    if known := HandOver.objects.filter(key=tick.key).first():
        return _known(known, share)
    given = _given(share, tick.quantities)
    stands = HandOver.objects.filter(share=share, undone_at__isnull=True).first()
    at = min(tick.at, now)
    if stands is None:
        _write(share, by, tick.key, at, given, now)
        return Result.HANDED
    same = given == dict(stands.lines.values_list("line_id", "quantity"))
    if stands.at <= at:
        _write(share, by, tick.key, at, given, now, undone_at=now)
        return Result.HANDED if same else Result.KEPT
    HandOver.objects.filter(pk=stands.pk).update(undone_at=now)
    _write(share, by, tick.key, at, given, now)
    return Result.HANDED if same else Result.REPLACED


@transaction.atomic
def undo(share: Share, now: datetime | None = None) -> None:
    """It was a mistake; nothing of it counts. Raises Closed."""
    _collecting(share.pledge.campaign_id)
    HandOver.objects.filter(share=share, undone_at__isnull=True).update(undone_at=now or timezone.now())


@transaction.atomic
def hand_over_the_rest(campaign_id: int, by: Person, now: datetime | None = None) -> int:
    """Whoever was not ticked has got all she ordered, as with a chimney that was swept. Returns how many. Raises Closed."""
    now = now or timezone.now()
    _collecting(campaign_id)
    ticked = HandOver.objects.filter(undone_at__isnull=True).values("share")
    shares = list(Share.objects.filter(pledge__campaign=campaign_id).exclude(pk__in=ticked))
    by_pledge: dict[int, list[Line]] = {}
    for line in Line.objects.filter(pledge__campaign=campaign_id).order_by("pk"):
        by_pledge.setdefault(line.pledge_id, []).append(line)
    written = HandOver.objects.bulk_create(
        [HandOver(share=share, key=uuid.uuid4(), at=now, noted_at=now, by=by) for share in shares],
        batch_size=2000,
    )
    lines = [
        HandedLine(hand_over=hand_over, line=line, quantity=line.quantity)
        for hand_over, share in zip(written, shares, strict=True)
        for line in by_pledge[share.pledge_id]
    ]
    with _said():
        HandedLine.objects.bulk_create(lines, batch_size=2000)
    return len(written)


def _collecting(campaign_id: int) -> Campaign:
    campaign = locked(campaign_id)
    if campaign.state != Campaign.State.SUCCEEDED:
        raise Closed(_("Cet achat groupé est terminé : les remises ne changent plus."))
    return campaign


def _known(known: HandOver, share: Share) -> Result:
    if known.share_id != share.pk:
        raise Refused(_("Cette page est ancienne : rechargez-la, puis cochez de nouveau."))
    if known.undone_at is None:
        return Result.HANDED
    lost = HandOver.objects.filter(share=share, undone_at__isnull=True).first()
    return Result.KEPT if lost and lost.at <= known.at else Result.UNDONE


def _given(share: Share, quantities: Mapping[int, Decimal]) -> dict[int, Decimal]:
    given = {}
    for line in Line.objects.filter(pledge=share.pledge_id).select_related("product"):
        so_much = quantities.get(line.pk, line.quantity)
        if not 0 <= so_much <= line.quantity:
            ordered = quantity(line.quantity, line.product.unit)
            raise Refused(
                _("« %(product)s » : entre 0 et %(ordered)s, ce qui était commandé.")
                % {"product": line.product.name, "ordered": ordered}
            )
        given[line.pk] = so_much
    return given


def _write(
    share: Share,
    by: Person,
    key: uuid.UUID,
    at: datetime,
    given: Mapping[int, Decimal],
    now: datetime,
    undone_at: datetime | None = None,
) -> None:
    written = HandOver.objects.create(share=share, key=key, at=at, noted_at=now, by=by, undone_at=undone_at)
    with _said():
        HandedLine.objects.bulk_create(
            HandedLine(hand_over=written, line_id=line, quantity=so_much) for line, so_much in given.items()
        )


@contextmanager
def _said() -> Iterator[None]:
    """The database refuses what is gone already; here in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "nothing_is_handed_out_twice" not in str(error):
            raise
        raise Refused(
            _(
                "Ce qui restait a déjà été donné ou rendu : voyez la page des restes, puis cochez ce qui est là."
            )
        ) from None
