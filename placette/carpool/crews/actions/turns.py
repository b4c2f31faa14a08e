"""One day of a crew: « Je prends », « Je ne peux pas », « Nous ne venons pas », and how it went."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews import rules
from placette.carpool.crews.actions.planning import Wanted, joined, locked, said, write
from placette.carpool.crews.slots import Slot, slot
from placette.carpool.models import Crew, CrewMember, CrewRider, CrewTurn
from placette.conversations import actions as conversations
from placette.impact.actions import record_ride
from placette.notices.actions import notify
from placette.people.models import Membership

State = CrewRider.State


@transaction.atomic
def take(member: CrewMember, which: Slot, now: datetime, instead: int | None = None) -> None:
    """She drives: `instead` of that member, or beside those who do. Refusal where she cannot, or it has begun."""
    crew, wanted = _said(member, which, now)
    if not member.seats:
        raise Refusal(_("Indiquez d’abord les places de votre voiture, dans « Mes jours et ma voiture »."))
    if member.pk in wanted.kept:
        return
    for names in (wanted.kept, wanted.likely):
        names.discard(instead or 0)
    wanted.kept.add(member.pk)
    wanted.states[member.pk] = State.COMES
    write(crew, [which], {(which.day, which.direction): wanted})
    if not CrewTurn.objects.filter(
        crew=crew, day=which.day, direction=which.direction, driver=member
    ).exists():
        raise Refusal(
            _(
                "Ce jour-là, vous ne faites pas partie du trajet, ou vos enfants ne tiennent pas dans votre voiture."
            )
        )
    _tell(crew, "takes", member, which)


@transaction.atomic
def swap(member: CrewMember, which: Slot, now: datetime, other: int | None) -> Slot:
    """She drives in the place of `other`, who drives in hers the next time that it is her turn: that one is returned.
    Refusal where `other` does not drive, where she does herself, or has no turn that `other` can take.
    """
    crew, wanted = _said(member, which, now)
    at_the_wheel = set(
        CrewTurn.objects.filter(crew=crew, day=which.day, direction=which.direction).values_list(
            "driver", flat=True
        )
    )
    if other not in at_the_wheel or member.pk in at_the_wheel:
        raise Refusal(_("Ce tour n’est plus à échanger : le planning a changé. Regardez-le à nouveau."))
    mine = _next_turn(crew, member, which, now, other or 0)
    if mine is None:
        raise Refusal(
            _("Vous n’avez pas de tour que cette personne puisse prendre : prenez simplement celui-ci.")
        )
    exchanged = said(crew, [mine])[mine.day, mine.direction]
    for there, gives, takes in ((wanted, other or 0, member.pk), (exchanged, member.pk, other or 0)):
        there.kept.discard(gives)
        there.likely.discard(gives)
        there.kept.add(takes)
    write(
        crew,
        sorted([which, mine], key=lambda each: each.at),
        {(which.day, which.direction): wanted, (mine.day, mine.direction): exchanged},
    )
    drives = CrewTurn.objects.filter(crew=crew)
    if not (
        drives.filter(day=which.day, direction=which.direction, driver=member).exists()
        and drives.filter(day=mine.day, direction=mine.direction, driver=other).exists()
    ):
        raise Refusal(
            _("Ce tour ne peut pas s’échanger : il n’y aurait plus assez de places. Prenez-le simplement.")
        )
    _tell(crew, "swaps", member, which, against=mine.at.isoformat())
    return mine


@transaction.atomic
def give_up(member: CrewMember, which: Slot, now: datetime) -> None:
    """She cannot drive that day: whoever owes most does, and all are told who; or that somebody is missing."""
    crew, wanted = _said(member, which, now)
    if wanted.states.get(member.pk) == State.RIDES:
        return
    _without(wanted, member, State.RIDES)
    write(crew, [which], {(which.day, which.direction): wanted})
    _tell(crew, "gives_up", member, which)


@transaction.atomic
def stay_away(member: CrewMember, which: Slot, now: datetime, *, away: bool) -> None:
    """She and hers do not come that day, or come after all. All are told only where that changes who drives."""
    crew, wanted = _said(member, which, now)
    drove = _drivers(crew, which)
    if away:
        _without(wanted, member, State.AWAY)
    else:
        wanted.states[member.pk] = State.COMES
    write(crew, [which], {(which.day, which.direction): wanted})
    if _drivers(crew, which) != drove:
        _tell(crew, "away" if away else "back", member, which)


@transaction.atomic
def report(
    rider: CrewRider, now: datetime, *, took_place: bool, would_have_driven: bool | None = None
) -> None:
    """Whoever sat in a car says how it went, once. It counts for driver and rider once both have said that it was done."""
    crew = locked(rider.crew)
    rider = CrewRider.objects.select_related("turn__driver", "member").get(pk=rider.pk)
    turn = rider.turn
    if turn is None or not rules.may_say(rider, slot(crew, rider.day, rider.direction).at, now):
        raise Refusal(_("Ce trajet n’a pas encore eu lieu, ou il y a trop longtemps."))
    if rider.says_done is not None:
        return
    rider.says_done, rider.would_have_driven = took_place, would_have_driven
    rider.save(update_fields=["says_done", "would_have_driven"])
    if turn.driver_id == rider.member_id:
        turn.driver_says_done = took_place
        turn.save(update_fields=["driver_says_done"])
    if turn.driver_says_done:
        for each in CrewRider.objects.filter(turn=turn, says_done=True).select_related("member"):
            if each.member_id != turn.driver_id:
                _write_to_ledger(crew, turn, each)


def _said(member: CrewMember, which: Slot, now: datetime) -> tuple[Crew, Wanted]:
    crew = locked(member.crew)
    if which.at <= now:
        raise Refusal(_("Ce trajet a déjà commencé : écrivez aux autres dans la conversation."))
    wanted = said(crew, [which])[which.day, which.direction]
    if not CrewRider.objects.filter(
        crew=crew, day=which.day, direction=which.direction, member=member
    ).exists():
        raise Refusal(_("Vous ne faites pas partie de ce trajet. Changez vos jours, plus bas."))
    return crew, wanted


def _next_turn(crew: Crew, member: CrewMember, but: Slot, now: datetime, other: int) -> Slot | None:
    """The first of her turns to come on which `other` comes as well and can drive. Two queries."""
    comes = set(
        CrewRider.objects.filter(crew=crew, member=other, member__seats__gt=0, state=State.COMES).values_list(
            "day", "direction"
        )
    )
    drives = set(CrewTurn.objects.filter(crew=crew, driver=other).values_list("day", "direction"))
    hers = [
        slot(crew, each.day, each.direction) for each in CrewTurn.objects.filter(crew=crew, driver=member)
    ]
    open_ones = [
        each
        for each in hers
        if each.at > now and each != but and (each.day, each.direction) in comes - drives
    ]
    return min(open_ones, key=lambda each: each.at, default=None)


def _without(wanted: Wanted, member: CrewMember, state: str) -> None:
    wanted.kept.discard(member.pk)
    wanted.likely.discard(member.pk)
    wanted.states[member.pk] = state


def _drivers(crew: Crew, which: Slot) -> list[str]:
    turns = CrewTurn.objects.filter(crew=crew, day=which.day, direction=which.direction)
    return [each.driver.person.display_name for each in turns.select_related("driver__person")]


def _tell(crew: Crew, step: str, member: CrewMember, which: Slot, **more: str) -> None:
    facts: dict[str, Any] = more | {
        "at": which.at.isoformat(),
        "zone": crew.zone.key,
        "drivers": ", ".join(_drivers(crew, which)),
    }
    conversations.record(crew.conversation, step, member.person, **facts)
    others = [each.person_id for each in joined(crew) if each.pk != member.pk]
    notify(
        others, "crew", crew.get_absolute_url(),
        f"crew:{crew.pk}:{step}:{member.pk}:{which.day}:{which.direction}:{timezone.now():%d%H%M%S}",
        step=step, name=member.person.display_name, crew=crew.name, until=which.at.isoformat(), **facts,
    )  # fmt: skip


def _write_to_ledger(crew: Crew, turn: CrewTurn, rider: CrewRider) -> None:
    """Once a pair and turn: the ledger keeps one line a source."""
    home = (
        Membership.objects.filter(person=rider.member.person_id, verified_at__isnull=False)
        .order_by("purpose")
        .first()
    )
    record_ride(
        source=f"crew:{turn.pk}:{rider.member_id}",
        commune_code=crew.commune_id,
        other_commune_code=home.commune_id if home else crew.commune_id,
        done_at=slot(crew, turn.day, turn.direction).at,
        metres=crew.road,
        detour_metres=0,
        seats=rider.seats,
        share_cents=0,
        would_have_driven=rider.would_have_driven,
        people=(turn.driver.person_id, rider.member.person_id),
    )
