"""A passenger has found her car: what else was offered to the same request, or asked with it, for that day falls."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from placette.carpool.actions.steps import Refusal, State, current_of, locked_trip, move, tell
from placette.carpool.models import Booking, Way
from placette.notices.actions import withdraw
from placette.people.models import Deed, Person

BESIDE = timedelta(hours=12)  # of the hour that was asked for: the same ride


def lock_others(booking: Booking) -> list[Booking]:
    """The open bookings of the same request and day. Wants nothing locked yet.

    Of two yeses to one request the second waits at the request's trip; then all ways at once, in their order: two
    drivers who have both offered a seat to the same two passengers never wait for each other.
    """
    wish = _locked_wish(booking)
    if wish is None:
        return []
    others = list(same_ride(wish, booking.pick_up_at).filter(state=State.ASKED).exclude(pk=booking.pk))
    ways = {booking.way_id, *(each.way_id for each in others)}
    list(Way.objects.select_for_update(no_key=True).filter(pk__in=ways).order_by("pk"))
    return others


def _locked_wish(booking: Booking) -> Way | None:
    """None too where its author has deleted it meanwhile: what she has asked of the driver stands without it."""
    wish = Way.objects.filter(pk=booking.wish_id).first() if booking.wish_id else None
    try:
        if wish:
            locked_trip(wish.trip_id)
    except Refusal:
        return None
    return wish


def same_ride(wish: Way, at: datetime) -> QuerySet[Booking]:
    """By the index of a booking's wish."""
    near = Booking.objects.filter(wish=wish, pick_up_at__range=(at - BESIDE, at + BESIDE))
    return near.select_related("way__trip__author", "contact__conversation")


def let_fall(others: list[Booking], passenger: Person, deed: Deed | None = None) -> None:
    """Each driver reads kindly why. Wants the locks of lock_others."""
    for each in others:
        current = current_of(each, each.way)
        if current.state != State.ASKED:
            continue
        move(current, State.CANCELLED, ended_at=timezone.now(), ended_by=passenger)
        withdraw(*(f"ride:{current.pk}:{name}" for name in ("asked", "offered")))
        tell(current, "found", passenger, deed=deed)
