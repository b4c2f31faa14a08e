"""The plan of a crew, written down for this week and the next: who drives, who sits where, who owes what.

Every caller holds the crew's row (`locked`), so that of two who change the plan one waits for the other.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from placette.carpool.crews.plan import TURN, Comer, plan
from placette.carpool.crews.slots import Slot, planned_until, slots
from placette.carpool.models import Crew, CrewMember, CrewRider, CrewTurn
from placette.carpool.occurrences import bit
from placette.people.models import Membership

State = CrewRider.State
FIRM = timedelta(days=1)  # tomorrow's drivers are not changed any more by who joins or leaves
type Key = tuple[date, str]


@dataclass
class Wanted:
    """What people have said of one day and direction: who drives by her own will, who was proposed, who cannot or is away."""

    kept: set[int] = field(default_factory=set)
    likely: set[int] = field(default_factory=set)
    states: dict[int, str] = field(default_factory=dict)


def locked(crew: Crew) -> Crew:
    return (
        Crew.objects.select_for_update(no_key=True, of=("self",))
        .select_related("commune", "conversation")
        .get(pk=crew.pk)
    )


def arrange(crew: Crew, now: datetime) -> None:
    """Plan what is to come anew: what was taken by hand and what is said of tomorrow stays, other proposals do not."""
    today = timezone.localdate(now, crew.zone)
    coming = (
        [] if crew.ended_at else [each for each in slots(crew, today, planned_until(today)) if each.at > now]
    )
    wanted = said(crew, coming)
    for each in coming:
        if each.day > today + FIRM:
            wanted[each.day, each.direction].likely.clear()
    begun = Q(
        day=today, direction__in=[each.direction for each in slots(crew, today, today) if each.at <= now]
    )
    for rows in (CrewRider.objects, CrewTurn.objects):
        rows.filter(crew=crew, day__gte=today).exclude(begun).delete()
    write(crew, coming, wanted)


def said(crew: Crew, coming: Sequence[Slot]) -> dict[Key, Wanted]:
    """As it is written down now. Two queries."""
    found: dict[Key, Wanted] = {(each.day, each.direction): Wanted() for each in coming}
    days = {each.day for each in coming}
    for turn in CrewTurn.objects.filter(crew=crew, day__in=days):
        if wanted := found.get((turn.day, turn.direction)):
            (wanted.kept if turn.by_hand else wanted.likely).add(turn.driver_id)
    for rider in CrewRider.objects.filter(crew=crew, day__in=days).exclude(state=State.COMES):
        if wanted := found.get((rider.day, rider.direction)):
            wanted.states[rider.member_id] = rider.state
    return found


def write(crew: Crew, coming: Sequence[Slot], wanted: dict[Key, Wanted]) -> None:
    """Write these days and directions down, one after the other, each with what is owed by then."""
    which = Q(pk__in=[])
    for each in coming:
        which |= Q(day=each.day, direction=each.direction)
    CrewRider.objects.filter(which, crew=crew).delete()
    CrewTurn.objects.filter(which, crew=crew).delete()
    members = joined(crew)
    if len(members) < 2:
        return
    owed = balances(crew, [each.pk for each in members])
    for each in coming:
        _write(crew, each, members, wanted[each.day, each.direction], owed)


def joined(crew: Crew) -> list[CrewMember]:
    """Who is planned and told: not who is no longer verified anywhere, until she is again. One query."""
    verified = Membership.objects.filter(person=OuterRef("person"), verified_at__isnull=False)
    return list(
        CrewMember.objects.filter(
            Exists(verified), crew=crew, joined_at__isnull=False, left_at__isnull=True, person__is_active=True
        )
    )


def balances(crew: Crew, members: Collection[int]) -> defaultdict[int, int]:
    """What each owes by all that is written down, in thousandths of a turn; a turn that did not go is not driven. Two
    queries, by the indexes of one_ride_a_member and one_car_a_driver.
    """
    owed: defaultdict[int, int] = defaultdict(int)
    dues = CrewRider.objects.filter(crew=crew, member__in=members).order_by()
    for member, due in dues.values_list("member").annotate(Sum("due")):
        owed[member] += due
    driven = CrewTurn.objects.filter(crew=crew, driver__in=members).exclude(driver_says_done=False).order_by()
    for member, turns in driven.values_list("driver").annotate(Count("pk")):
        owed[member] -= TURN * turns
    return owed


def _write(
    crew: Crew, slot: Slot, members: Sequence[CrewMember], wanted: Wanted, owed: defaultdict[int, int]
) -> None:
    at_work = crew.kind == Crew.Kind.WORK
    usual = {each.pk: each for each in members if each.days_of(slot.direction) & bit(slot.day)}
    states = {pk: wanted.states.get(pk, State.COMES) for pk in usual}
    comers = [
        Comer(pk, 1 if at_work else each.needs, each.seats, owed[pk], drives=states[pk] == State.COMES)
        for pk, each in usual.items()
        if states[pk] != State.AWAY
    ]
    made = plan(comers, driver_sits=at_work, kept=wanted.kept, likely=wanted.likely)
    needs = {each.member: each.needs for each in comers}
    seats = {
        pk: 0 if car is None or (at_work and car == pk) else needs[pk]
        for pk, car in ((pk, made.aboard.get(pk)) for pk in usual)
    }
    turns = CrewTurn.objects.bulk_create(
        CrewTurn(
            crew=crew, day=slot.day, direction=slot.direction, car=number, driver_id=driver, seats=usual[driver].seats,
            taken=sum(seats[pk] for pk, car in made.aboard.items() if car == driver), by_hand=driver in wanted.kept,
        )
        for number, driver in enumerate(made.cars, start=1)
    )  # fmt: skip
    of_driver = {each.driver_id: each for each in turns}
    CrewRider.objects.bulk_create(
        CrewRider(
            crew=crew, day=slot.day, direction=slot.direction, member_id=pk, state=states[pk],
            turn=of_driver.get(made.aboard.get(pk, 0)), seats=seats[pk], due=made.dues.get(pk, 0),
        )
        for pk in usual
    )  # fmt: skip
    for pk in usual:
        owed[pk] += made.dues.get(pk, 0) - TURN * (pk in of_driver)
