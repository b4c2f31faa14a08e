"""Who goes the same way is told, each pair of ways once, whichever was there first."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from placette.carpool import occurrences, rules
from placette.carpool.models import Trip, Way
from placette.carpool.queries.exact import drivers_by_road, passengers_by_road
from placette.carpool.queries.matches import wish_of
from placette.carpool.riding import instant
from placette.notices.actions import notify
from placette.people.carried import facts_of as through
from placette.people.standing import Standing, standing_of

LOOKS_AHEAD = timedelta(days=7)
TOLD_AT_MOST = 30  # people of one way
LOOKED_AT = 200  # matches of one day
READ = "trip__author", "trip__deed__by", "trip__deed__consent"


def soon(trip: Trip) -> None:
    """By the worker, once the transaction stands: who posts a trip waits for no search and no router."""
    from placette.carpool import tasks

    tasks.tell_matches.defer(trip=trip.pk, at=timezone.now().isoformat())


def tell_those_who_match(trip: Trip, at: datetime) -> int:
    """Those who were there before `at`, when it was posted or changed: who comes later tells in her turn, however late
    the worker is. Of each of its ways; returns how many. Doing it twice tells nobody twice. Wants `trip.author`.
    """
    if trip.state != Trip.State.OPEN or not trip.author.is_active:
        return 0
    return sum(_tell_of(way, at) for way in trip.ways.select_related(*READ))


def _tell_of(way: Way, at: datetime) -> int:
    """In the coming week, and on its day: one search for each day on which it goes."""
    today = timezone.localdate()
    matched: dict[int, date] = {}
    for day in occurrences.days(way, today, max(way.on or today, today + LOOKS_AHEAD)):
        if instant(day, way.clock, way.trip.zone) > timezone.now():
            for pk in _others_on(way, day):
                matched.setdefault(pk, day)
    others = Way.objects.filter(pk__in=matched, trip__created_at__lt=at).exclude(trip__author=way.trip.author)
    order, told = list(matched), 0
    for other in sorted(others.select_related(*READ), key=lambda each: order.index(each.pk)):
        if told == TOLD_AT_MOST:
            break
        if rules.may_see(standing_of(other.trip.author), way.trip):
            told += _tell(other, way, matched[other.pk])
    return told


def _others_on(way: Way, day: date) -> list[int]:
    """As the pages find them: stops, hours and seats by the road."""
    standing = standing_of(way.trip.author)
    if way.role == Trip.Role.DRIVER:
        return [each.way.pk for each in passengers_by_road(way, day, standing, LOOKED_AT)]
    return [each.way for each in drivers_by_road(wish_of(way, day), standing, LOOKED_AT)]


def _tell(other: Way, way: Way, day: date) -> int:
    """How many were told: nobody who knows of this pair already, nor who would answer herself. For who has no screen
    nobody reads who drives: of her new driver and her, he is the one who hears.
    """
    first, second = sorted((way.pk, other.pk))
    found, hearer = (other, way) if other.trip.author.is_carried else (way, other)
    if rules.acts_for_its_author(Standing(hearer.trip.author), found.trip):
        return 0
    sets_out = instant(found.on or day, found.clock, found.trip.zone)
    return notify(
        [hearer.trip.author_id],
        "ride_match",
        found.trip.get_absolute_url(),
        f"match:{first}:{second}",
        name=found.trip.author.display_name,
        role=found.role,
        start=found.start_name,
        end=found.end_name,
        starts_at=sets_out.isoformat(),
        until=_until(found, hearer, found.on or day),
        zone=found.trip.zone.key,
        **through(found.trip.deed),
    )


def _until(way: Way, other: Way, day: date) -> str | None:
    """A digest of the evening after tells nothing of a ride that has left; two that go every week match again."""
    last = day if way.on or other.on else min(filter(None, (way.last_day, other.last_day)), default=None)
    return instant(last, way.clock, way.trip.zone).isoformat() if last else None
