"""Which purchase, for whom: what every page of collecting asks first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from placette.groupbuys.collecting import queries, rules
from placette.groupbuys.models import Campaign, Organiser, Share, Slot
from placette.groupbuys.rules import organises
from placette.people.models import Person
from placette.people.standing import Standing
from placette.people.views.guard import closed_door


def for_who_carries_it_out(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Verified neighbours, and who organises this purchase though she has moved away: she finishes what she began. Others
    meet the closed door. What each may do there the door itself asks. One query more for who is not verified.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponse:
        verified = request.standing.is_verified  # type: ignore[attr-defined]
        if not verified and not Organiser.objects.filter(campaign=pk, person=request.user.pk).exists():
            return closed_door(request)
        return view(request, pk, **kwargs)

    return guarded


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
