"""What the pages of crews show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from placette.carpool.coming import Thing
from placette.carpool.crews import rules
from placette.carpool.crews.plan import TURN
from placette.carpool.crews.slots import DAY, days_off, directions, monday_of, planned_until, slot, slots
from placette.carpool.models import Crew, CrewMember, CrewRider, CrewTurn
from placette.carpool.occurrences import bit
from placette.carpool.riding import End
from placette.people.models import Membership, Person
from placette.people.standing import Standing


@dataclass
class Car:
    """Who drives, with whom. `member`: the driver's number in the crew."""

    member: int
    driver: Person
    riders: list[Person]
    mine: bool


@dataclass
class Cell:
    """One direction of a day. `mine`: the state of whoever looks, empty where she does not belong to it; `left`: without a seat."""

    direction: str
    at: datetime
    is_open: bool
    cars: list[Car] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    mine: str = ""

    @property
    def i_drive(self) -> bool:
        return any(car.mine for car in self.cars)


@dataclass
class Day:
    day: date
    is_off: bool
    is_past: bool
    cells: list[Cell]

    @property
    def mine(self) -> str:
        """« away » where she stays away from all that is to come that day, « comes » from none or a part; or nothing."""
        states = {cell.mine for cell in self.cells if cell.is_open and cell.mine}
        return ("away" if states == {CrewRider.State.AWAY} else "comes") if states else ""


@dataclass
class Week:
    is_this: bool
    days: list[Day]

    @property
    def i_drive(self) -> bool:
        """She has a turn to come, to give in exchange for another."""
        return any(cell.is_open and cell.i_drive for day in self.days for cell in day.cells)


@dataclass(frozen=True)
class Fair:
    """Turns at the wheel: driven so far, still planned, and her share of all of them, in turns."""

    member: CrewMember
    driven: int
    planned: int
    due: float


def crews_of(person: Person) -> list[CrewMember]:
    """Her memberships and invitations of crews that go on, with the crew. One query; by the index of the person."""
    mine = CrewMember.objects.filter(person=person, left_at__isnull=True, crew__ended_at__isnull=True)
    return list(mine.select_related("crew", "invited_by").order_by("crew__name", "pk"))


def member_of(person: Person, crew_id: int) -> CrewMember | None:
    """She in that crew, invited or joined; None where she is not in it. One query."""
    mine = CrewMember.objects.select_related("crew__commune", "crew__conversation", "person", "invited_by")
    return mine.filter(person=person, crew=crew_id, left_at__isnull=True, crew__ended_at__isnull=True).first()


def members_of(crew: Crew, reader: Person) -> list[CrewMember]:
    """Joined first, in the order in which they came, then whom the reader has invited: a name that another member gave
    is not hers to read before its owner has said yes. One query.
    """
    there = CrewMember.objects.filter(crew=crew, left_at__isnull=True, person__is_active=True)
    shown = there.filter(Q(joined_at__isnull=False) | Q(invited_by=reader))
    found = list(shown.select_related("person"))
    return sorted(
        found, key=lambda each: (each.joined_at is None, each.joined_at or each.invited_at, each.pk)
    )


def neighbours(standing: Standing, name: str, but: Iterable[int]) -> list[Person]:
    """Verified neighbours around her by their first name, but those, a few. One query, by the index membership_verified."""
    found = _around(standing).filter(person__first_name__unaccent__icontains=name)
    return list(
        Person.objects.filter(pk__in=found.values("person"))
        .exclude(pk__in=but)
        .order_by("first_name", "pk")[:8]
    )


def neighbour(standing: Standing, pk: int) -> Person | None:
    """A verified neighbour around her. One query."""
    return Person.objects.filter(pk__in=_around(standing).filter(person=pk).values("person")).first()


def _around(standing: Standing) -> QuerySet[Membership]:
    return Membership.objects.filter(
        commune__in=standing.around, verified_at__isnull=False, person__is_active=True
    )


def weeks(crew: Crew, member: CrewMember, now: datetime) -> list[Week]:
    """This week and the next, as they are written down. Two queries, by the indexes of one_car_a_driver and one_ride_a_member."""
    today = timezone.localdate(now, crew.zone)
    first, last = monday_of(today), planned_until(today)
    off = days_off(crew, first, last)
    cells = {
        (day, direction): Cell(direction, at, at > now)
        for day in (first + number * DAY for number in range(14))
        if crew.weekdays & bit(day) and day not in off
        for direction in directions(crew)
        for at in [slot(crew, day, direction).at]
    }
    cars: dict[int, Car] = {}
    turns = CrewTurn.objects.filter(crew=crew, day__range=(first, last)).select_related("driver__person")
    for turn in turns:
        if cell := cells.get((turn.day, turn.direction)):
            cars[turn.pk] = Car(turn.driver_id, turn.driver.person, [], turn.driver_id == member.pk)
            cell.cars.append(cars[turn.pk])
    riders = CrewRider.objects.filter(crew=crew, day__range=(first, last)).select_related("member__person")
    for rider in riders:
        cell = cells.get((rider.day, rider.direction))
        if cell is None:
            continue
        if rider.member_id == member.pk:
            cell.mine = rider.state
        car = cars.get(rider.turn_id or 0)
        if car is None:
            if rider.state != CrewRider.State.AWAY:
                cell.left.append(rider.member.person)
        elif car.member != rider.member_id:
            car.riders.append(rider.member.person)
    return [_week(crew, monday, today, off, cells) for monday in (first, first + 7 * DAY)]


def _week(crew: Crew, monday: date, today: date, off: set[date], cells: dict[tuple[date, str], Cell]) -> Week:
    days = [monday + number * DAY for number in range(7) if crew.weekdays >> number & 1]
    shown = [
        Day(
            day, day in off, day < today, [cells[day, way] for way in directions(crew) if (day, way) in cells]
        )
        for day in days
    ]
    return Week(monday_of(today) == monday, shown)


def fairness(crew: Crew, members: list[CrewMember], now: datetime) -> list[Fair]:
    """Turns driven against turns due, of those who have joined. Two queries, as actions.planning.balances."""
    today = timezone.localdate(now, crew.zone)
    driven: dict[int, int] = defaultdict(int)
    planned: dict[int, int] = defaultdict(int)
    turns = CrewTurn.objects.filter(crew=crew).exclude(driver_says_done=False).order_by()
    counted = turns.values_list("driver").annotate(past=Count("pk", filter=Q(day__lt=today)), all=Count("pk"))
    for member, past, together in counted:
        driven[member], planned[member] = past, together - past
    due = dict(CrewRider.objects.filter(crew=crew).order_by().values_list("member").annotate(Sum("due")))
    return [
        Fair(each, driven[each.pk], planned[each.pk], round(due.get(each.pk, 0) / TURN, 1))
        for each in members
        if each.joined_at and each.seats
    ]


def to_come(member: CrewMember, weeks: list[Week] | None, now: datetime) -> Thing | None:
    """The next time out that she goes and has no seat in the crew, as « Comment venir ? » takes it: nobody drives, all
    cars are full, or nothing is planned: she is alone in it still. No query, or one for the holidays where she is alone.
    """
    crew = member.crew
    if crew.end is None or crew.out_clock is None:
        return None
    planned = [cell for week in weeks or [] for day in week.days for cell in day.cells if cell.mine]
    if planned:
        out = (cell for cell in planned if cell.direction == "out" and cell.is_open)
        at = next((cell.at for cell in out if member.person in cell.left), None)
    else:
        today = timezone.localdate(now, crew.zone)
        to_go = (each for each in slots(crew, today, planned_until(today)) if each.direction == "out")
        hers = (each.at for each in to_go if member.out_days & bit(each.day))
        at = next((at for at in hers if at > now), None)
    return Thing(End(*crew.end), at, crew.place_name, crew.get_absolute_url()) if at else None


def to_confirm(member: CrewMember, now: datetime) -> list[CrewRider]:
    """Rides of hers of which she has not yet said whether they took place, the latest first. One query."""
    crew = member.crew
    since = timezone.localdate(now - rules.SAID_WITHIN, crew.zone)
    rides = CrewRider.objects.filter(
        crew=crew, member=member, turn__isnull=False, says_done__isnull=True, day__range=(since, timezone.localdate(now, crew.zone)),
    ).select_related("turn__driver__person")  # fmt: skip
    begun = [each for each in rides if slot(crew, each.day, each.direction).at <= now]
    return begun[::-1][:2]


def ride_of(member: CrewMember, day: date, direction: str) -> CrewRider | None:
    """One query, by the index of one_ride_a_member."""
    rides = CrewRider.objects.select_related("crew", "member")
    return rides.filter(crew=member.crew_id, day=day, direction=direction, member=member).first()
