"""The ways that partners may know, by where they lead. Their hours are looked at afterwards, by the clocks of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from placette.carpool.actions.seats import Taken
from placette.carpool.course import best, in_straight_lines, own_course
from placette.carpool.geometry import CIRCUITY, Point, place, straight
from placette.carpool.models import Booking, PartnerBooking, Pause, Seat, Way
from placette.carpool.riding import lies_on

HALF_THE_EARTH = 20_100.0  # km: nothing is farther, so a larger radius is this one
# A point is shown as the centre of its cell, at most 250 m off, and spheres differ from the ellipsoid by half a percent.
ROUNDED, SPHERE = 250.0, 1.01
UNSURE = 180  # seconds: what rounding the point and the minute may change


@dataclass(frozen=True)
class Asked:
    """What a partner's user looks for: both ends, with how far from each she goes, in kilometres.

    `reach`: metres that her road may become long, where she drives.
    """

    start: Point
    end: Point
    start_radius: float = 1.0
    end_radius: float = 1.0
    reach: float = 0.0


@dataclass(frozen=True)
class Hour:
    """About when a pick-up is looked for: what is surely not then need not be read.

    `clock`: seconds after midnight; by the clocks of France, which say nothing of places overseas, or `everywhere` by
    those of each place. `within`: seconds, either way.
    """

    clock: float
    within: float
    everywhere: bool = False


@dataclass(frozen=True)
class Near:
    """A way between the two, for so many metres more on the road.

    `passes`: its driver comes by the asked points themselves; `is_fetched`: whoever asks drives by its own points.
    """

    way: Way
    passes: bool = False
    detour: float = 0.0
    is_fetched: bool = False


_SHOWN = """trip.shown_to_partners AND trip.state = 'open' AND author.is_active AND EXISTS (
        SELECT FROM people_membership
        WHERE person_id = trip.author_id AND commune_id = trip.commune_id AND verified_at IS NOT NULL)"""
# Of who passes places of her own this says that she may: drives() looks where on her course it is.
_PASSES = "(way.area @> %(line)s::box AND crow.ap + %(pq)s + crow.qb <= way.reach)"
_BETWEEN = """(way.area && %(start_disc)s::box AND way.area && %(end_disc)s::box
        AND crow.ap <= %(start_metres)s AND crow.qb <= %(end_metres)s)"""
_ALONG = """(way.area <@ carpool_area(%(p0)s, %(p1)s, %(q0)s, %(q1)s, %(reach)s)
        AND crow.ap + crow.ab + crow.qb <= %(reach)s)"""
_DETOUR = "greatest(0, %(circuity)s * (crow.ap + %(pq)s + crow.qb - crow.ab))"
_DETOUR_ALONG = "greatest(0, %(circuity)s * (crow.ap + crow.ab + crow.qb - %(pq)s))"
_WHEN = """(way.on BETWEEN %(first)s AND %(last)s OR (
        way.on IS NULL AND way.first_day <= %(last)s AND (way.last_day IS NULL OR way.last_day >= %(first)s)))"""
# Round the clock, so that eleven in the evening is near to one at night; with the time to the pick-up, or without it.
_AT = """((NOT %(everywhere)s AND way.commune_id >= '97') OR least(
        abs(mod(way.clock - %(clock)s + 129600, 86400) - 43200),
        abs(mod((way.clock + carpool_seconds(%(circuity)s * crow.ap))::int - %(clock)s + 216000, 86400) - 43200)
    ) <= %(within)s OR way.stop_names <> '{}')"""
_NEAR = """
SELECT way.id, {passes} AS passes, {detour} AS detour
FROM carpool_way way
JOIN carpool_trip trip ON trip.id = way.trip_id
JOIN people_person author ON author.id = trip.author_id
CROSS JOIN LATERAL (SELECT
    way.a <-> %(p)s::cube AS ap, way.b <-> %(q)s::cube AS qb, way.a <-> way.b AS ab) crow
WHERE way.is_open AND way.role = '{role}' AND {where}
    AND {when}
    AND {at}
    AND {shown}"""


def drives(
    asked: Asked, first: date, last: date, hour: Hour | None = None, *, weekly: bool = False
) -> list[Near]:
    """Drivers who pass by both points within the detour that they accept, or whose own ends lie within the radii: the
    standard draws its radii round the points that are asked, so whoever comes by them is at no distance.

    Two queries, by way_drivers_area; the rule of queries.matching, for those whom partners may know.
    """
    detour = f"CASE WHEN {_PASSES} THEN {_DETOUR} ELSE 0 END"
    found = {"passes": _PASSES, "detour": detour, "where": f"({_PASSES} OR {_BETWEEN})"}
    near = _near("driver", found, asked, (first, last), hour, weekly)
    return [_by_her_stops(each, asked) if each.passes and each.way.stop_names else each for each in near]


def _by_her_stops(near: Near, asked: Asked) -> Near:
    """The straight lines that the database knows are no longer than her course; by that she may not pass after all."""
    if not lies_on(near.way, asked.start, asked.end):
        return replace(near, passes=False, detour=0.0)
    own = own_course(near.way)
    lines = in_straight_lines(own, asked.start, asked.end)
    insertion = best(own, asked.start, asked.end, lines)
    assert insertion is not None  # any number of seats will do
    return replace(near, detour=max(0.0, CIRCUITY * (sum(insertion.parts(lines)) - own.length)))


def requests(
    asked: Asked, first: date, last: date, hour: Hour | None = None, *, weekly: bool = False
) -> list[Near]:
    """Passengers whose own ends lie within the radii: the standard knows no others. Two queries, by way_passengers."""
    found = {"passes": "false", "detour": "0", "where": _BETWEEN}
    return _near("passenger", found, asked, (first, last), hour, weekly)


def along(
    asked: Asked, first: date, last: date, hour: Hour | None = None, *, weekly: bool = False
) -> list[Near]:
    """Passengers along the road of a driver who may make it `reach` metres long. Two queries, by way_passengers."""
    found = {"passes": "false", "detour": _DETOUR_ALONG, "where": _ALONG}
    near = _near("passenger", found, asked, (first, last), None, weekly)
    return [replace(each, is_fetched=True) for each in near]


def _near(
    role: str,
    found: dict[str, str],
    asked: Asked,
    days: tuple[date, date],
    hour: Hour | None,
    weekly: bool,
) -> list[Near]:
    """`found`: the parts of the statement that differ."""
    start, end = place(asked.start), place(asked.end)
    start_metres, end_metres = _metres(asked.start_radius), _metres(asked.end_radius)
    facts: dict[str, Any] = {
        "p": str(start), "q": str(end), "pq": straight(start, end), "line": f"{start[1:]},{end[1:]}",
        "p0": asked.start[0], "p1": asked.start[1], "q0": asked.end[0], "q1": asked.end[1], "reach": asked.reach,
        "start_metres": start_metres, "end_metres": end_metres, "start_disc": _disc(start, start_metres),
        "end_disc": _disc(end, end_metres), "first": days[0], "last": days[1], "circuity": CIRCUITY,
    }  # fmt: skip
    if hour:
        facts |= {
            "clock": round(hour.clock), "within": hour.within + UNSURE, "everywhere": hour.everywhere,
        }  # fmt: skip
    statement = _NEAR.format(
        role=role,
        when=f"way.on IS NULL AND {_WHEN}" if weekly else _WHEN,
        at=_AT if hour else "true",
        shown=_SHOWN,
        **found,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        rows = {way: (passes, detour) for way, passes, detour in cursor.fetchall()}
    ways = Way.objects.filter(pk__in=rows).select_related("trip__author").order_by("pk")
    return [Near(way, *rows[way.pk]) for way in ways]


def _metres(kilometres: float) -> float:
    """In a straight line, enough for every point that is shown within the radius."""
    return min(kilometres, HALF_THE_EARTH) * 1_000 * SPHERE + ROUNDED


def _disc(centre: tuple[float, float, float], metres: float) -> str:
    """The box around it, as carpool_area sees the earth: along the first axis."""
    _, y, z = centre
    return f"({y - metres},{z - metres}),({y + metres},{z + metres})"


def paused(ways: Iterable[int]) -> set[tuple[int, date]]:
    """The days on which weekly ways do not go. One query."""
    return set(Pause.objects.filter(way__in=list(ways)).values_list("way", "day"))


def taken(ways: Iterable[int]) -> Mapping[tuple[int, date], list[Taken]]:
    """Who sits in these cars, by way and day. One query, by the index of a_seat_is_taken_once."""
    found: dict[tuple[int, date], list[Taken]] = defaultdict(list)
    for way, day, holder, span in Seat.objects.filter(way__in=list(ways)).values_list(
        "way", "day", "holder", "span"
    ):
        found[way, day].append(Taken(holder, span.lower, span.upper))
    return found


def settled(ways: Iterable[int]) -> set[tuple[int, date]]:
    """The requests for which somebody drives already, with the day. Two queries."""
    pks = list(ways)
    by_residents = Booking.objects.filter(wish__in=pks, state=Booking.State.ACCEPTED)
    by_partners = PartnerBooking.objects.filter(way__in=pks, state=PartnerBooking.State.CONFIRMED)
    on = Coalesce("wish_day", "day")
    return set(by_residents.values_list("wish", on)) | set(by_partners.values_list("way", "day"))


def booking_of(person: int, pk: UUID) -> PartnerBooking | None:
    """What a partner asks of this resident, with all that its page shows."""
    return (
        PartnerBooking.objects.filter(pk=pk, way__trip__author=person)
        .select_related("partner", "way__trip__author", "way__trip__commune")
        .prefetch_related("messages")
        .first()
    )


def rides_of(person: int, now: datetime) -> list[PartnerBooking]:
    """What partners' users ask of her or have agreed with her, the next first. One query."""
    State = PartnerBooking.State
    open_ones = PartnerBooking.objects.filter(
        way__trip__author=person, state__in=(State.WAITING, State.CONFIRMED), pick_up_at__gt=now
    )
    return list(open_ones.select_related("partner", "way__trip")[:100])


def has_business_with(person: int, partner: int) -> bool:
    """Has she a trip that partners see, or a ride with this one? Who has neither is not written to."""
    from placette.carpool.models import Trip

    shown = Trip.objects.filter(author=person, state=Trip.State.OPEN, shown_to_partners=True)
    asked = PartnerBooking.objects.filter(Q(partner=partner), way__trip__author=person)
    return shown.exists() or asked.exists()
