"""Who may choose a slot, lend a hand and hand over. Pages ask these; each wants the campaign's `organisers` fetched."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from placette.core.moments import EVENING
from placette.groupbuys.models import Campaign, Slot
from placette.groupbuys.rules import may_see, organises
from placette.people.standing import Standing

State = Campaign.State
# A telephone without network may send what it ticked until then, and its clock is believed no further back.
SENT_WITHIN = timedelta(days=2)


def may_arrange(standing: Standing, campaign: Campaign) -> bool:
    """Slots, helpers wanted, left-overs, the end."""
    return campaign.state == State.SUCCEEDED and organises(standing, campaign)


def may_read(standing: Standing, campaign: Campaign, *, takes_part: bool) -> bool:
    """The page of slots: who takes part, who organises, and the neighbours whose hands may be wanted."""
    ended_well = campaign.state in {State.SUCCEEDED, State.DONE}
    return ended_well and may_see(standing, campaign, takes_part=takes_part)


def may_choose(slot: Slot, now: datetime) -> bool:
    return now < slot.starts_at


def may_leave(slot: Slot, now: datetime) -> bool:
    """Until the evening before, on the slot's own clocks: later somebody counts on who comes."""
    return now < changes_until(slot)


def changes_until(slot: Slot) -> datetime:
    day = timezone.localdate(slot.starts_at, slot.zone) - timedelta(days=1)
    return datetime.combine(day, time(EVENING.stop), slot.zone)


def may_help(standing: Standing, campaign: Campaign, slot: Slot, now: datetime, *, takes_part: bool) -> bool:
    return (
        campaign.state == State.SUCCEEDED
        and standing.is_verified
        and now < slot.ends_at
        and may_see(standing, campaign, takes_part=takes_part)
    )


def may_hand_over(
    standing: Standing,
    campaign: Campaign,
    helps_at: Iterable[Slot],
    now: datetime,
    at: datetime | None = None,
) -> bool:
    """An organiser always; who lends a hand on the day of her slot. `at`: when a telephone without network ticked."""
    if organises(standing, campaign):
        return True
    at = at or now
    days = {timezone.localdate(slot.starts_at, campaign.zone) for slot in helps_at}
    return timezone.localdate(at, campaign.zone) in days and at <= now <= at + SENT_WITHIN


def day_of(campaign: Campaign, now: datetime) -> date:
    return timezone.localdate(now, campaign.zone)
