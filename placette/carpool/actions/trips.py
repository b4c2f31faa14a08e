"""A trip's life: posted, paused, resumed, ended."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from placette.carpool import occurrences
from placette.carpool.actions import pauses, telling
from placette.carpool.actions.steps import Refusal, locked_trip
from placette.carpool.actions.ways import Direction, fields_of, road_of
from placette.carpool.models import Trip, Way
from placette.carpool.router import Road
from placette.core import keys
from placette.people.models import Deed, Membership, Person

State = Trip.State


def publish(
    author: Person,
    membership: Membership,
    directions: Sequence[Direction],
    *,
    role: str,
    key: object = None,
    deed: Deed | None = None,
    roads: Sequence[Road] | None = None,
    **fields: Any,
) -> Trip:
    """Post a trip of a verified member; the worker tells those who go the same way. The same key and content twice are one trip.

    `fields`: those of `create`. The router is asked before the transaction, once a direction. `deed`: by whom, where it is
    not the author herself.
    """
    key = keys.of(key, role, sorted(fields.items()), *map(repr, directions))
    if key and (sent := Trip.objects.filter(author=author, key=key).first()):
        return sent
    roads = roads or [road_of(each) for each in directions]
    try:
        with transaction.atomic():
            trip = create(
                author, membership, directions, role=role, key=key, deed=deed, roads=roads, **fields
            )
            telling.soon(trip)
    except IntegrityError:
        # The twin of a double click was faster.
        return Trip.objects.get(author=author, key=key)
    return trip


def create(
    author: Person,
    membership: Membership,
    directions: Sequence[Direction],
    *,
    role: str,
    seats: int,
    detour: int | None = None,
    is_listed: bool = True,
    roads: Sequence[Road] | None = None,
    **fields: Any,
) -> Trip:
    """A trip of which nobody is told.

    `detour`: metres that a driver accepts; None is the usual (geometry.detour_by_default).
    `is_listed`: False for a drive that answers one request, which nobody else looks for.
    `roads`: of the directions, for who holds a lock; otherwise the router is asked, before the transaction.
    """
    roads = roads or [road_of(each) for each in directions]
    state = State.OPEN if is_listed else State.CLOSED
    with transaction.atomic():
        trip = Trip.objects.create(
            author=author, commune=membership.commune, role=role, seats=seats, state=state, **fields
        )
        for each, road in zip(directions, roads, strict=True):
            Way.objects.create(trip=trip, direction=each.direction, **fields_of(trip, each, road, detour))
        if trip.rests_with_zone:
            for way in trip.ways.all():
                pauses.rest(way, timezone.localdate())
    return trip


def pause(trip: Trip) -> None:
    """Refusal where it is gone, as of the two below."""
    _set_state(trip, State.PAUSED)


@transaction.atomic
def resume(trip: Trip) -> None:
    _set_state(trip, State.OPEN)
    telling.soon(trip)


def close(trip: Trip) -> None:
    """Nobody finds it any more; what was agreed stays agreed."""
    _set_state(trip, State.CLOSED)


def close_past(today: date) -> None:
    """Trips none of whose ways goes any more."""
    going = Way.objects.filter(occurrences.still_goes(today), trip=OuterRef("pk"))
    for trip in Trip.objects.filter(~Exists(going), state=State.OPEN)[:1000]:
        with suppress(Refusal):  # deleted meanwhile
            close(trip)


@transaction.atomic
def _set_state(trip: Trip, state: str) -> None:
    """Trip, ways, author, passages are locked in this order, as by who says yes (migration 0021)."""
    locked_trip(trip.pk)
    list(trip.ways.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    trip.state = state
    trip.save(update_fields=["state"])
    trip.ways.update(is_open=state == State.OPEN)


def lock_all(gone: str, _current: str) -> None:
    """The trips of a commune that is about to be moved, their ways and authors, and its members, by INSEE codes.

    In the order of migration 0021, before anything of them is written.
    """
    trips = Trip.objects.filter(commune=gone)
    authors = dict(trips.select_for_update(no_key=True).order_by("pk").values_list("pk", "author"))
    ways = Way.objects.filter(trip__in=authors).order_by("pk")
    list(ways.select_for_update(no_key=True).values_list("pk"))
    persons = {*authors.values(), *Membership.objects.filter(commune=gone).values_list("person", flat=True)}
    there = Person.objects.filter(pk__in=persons).order_by("pk")
    list(there.select_for_update(no_key=True).values_list("pk"))


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its trips are those of the current one, by INSEE codes."""
    Trip.objects.filter(commune=gone).update(commune=current)
    Way.objects.filter(commune=gone).update(commune=current)
