"""Which purchase, for whom: what every page of collecting asks first."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from placette.groupbuys.collecting import queries, rules
from placette.groupbuys.models import Campaign, Share, Slot
from placette.groupbuys.rules import organises
from placette.people.models import Person
from placette.people.standing import Standing


@dataclass(frozen=True)
class Door:
    standing: Standing
    campaign: Campaign
    share: Share | None
    now: datetime

    @property
    def person(self) -> Person:
        assert self.standing.person is not None  # the guard has asked
        return self.standing.person

    @property
    def organises(self) -> bool:
        return organises(self.standing, self.campaign)

    @property
    def may_arrange(self) -> bool:
        return rules.may_arrange(self.standing, self.campaign)

    @property
    def takes_part(self) -> bool:
        return self.share is not None


def opened(request: HttpRequest, pk: int) -> Door:
    """A purchase that succeeded, for whoever may read it; 404 else. Three queries."""
    standing: Standing = request.standing  # type: ignore[attr-defined]
    campaign = queries.campaign_of(pk)
    if campaign is None:
        raise Http404
    share = queries.share_of(campaign, standing.person)
    if not rules.may_read(standing, campaign, takes_part=share is not None):
        raise Http404
    return Door(standing, campaign, share, timezone.now())


def arranged(request: HttpRequest, pk: int) -> Door:
    """For its organisers, while it is carried out; 404 else."""
    door = opened(request, pk)
    if not door.may_arrange:
        raise Http404
    return door


def handing(request: HttpRequest, pk: int, at: datetime | None = None) -> Door:
    """For who hands over on that day; 404 else. One query more for helpers."""
    door = opened(request, pk)
    helps_at: list[Slot] = [] if door.organises else queries.helps_at(door.campaign, door.person)
    if not rules.may_hand_over(door.standing, door.campaign, helps_at, door.now, at):
        raise Http404
    return door


def own(request: HttpRequest, pk: int) -> tuple[Door, Share]:
    """For who takes part; 404 else."""
    door = opened(request, pk)
    if door.share is None:
        raise Http404
    return door, door.share


def slot_of(door: Door, pk: int) -> Slot:
    slot = Slot.objects.select_related("campaign").filter(pk=pk, campaign=door.campaign).first()
    if slot is None:
        raise Http404
    return slot
