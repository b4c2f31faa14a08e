"""Who else rides along changes when a driver comes by: requests that still wait say the new hour, before a yes promises it."""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from placette.carpool.actions.steps import Refusal, State, current_of, locked, tell
from placette.carpool.models import Booking, Way
from placette.carpool.queries.courses import drives
from placette.carpool.riding import End, Gone, Terms, terms

WORTH_A_WORD = timedelta(minutes=5)


def renew_waiting(way: Way, day: date) -> None:
    """Hours, detour and place on the line of what is asked of this way on that day. Both read it where the hour moves
    by some minutes. The router is asked before anything is locked; shares stay as they were asked. Wants `way.trip`.
    """
    waiting = _waiting(way, day)
    if not waiting:
        return
    drive = drives([(way.pk, day)]).get((way.pk, day))
    if drive is None:
        return  # deleted since the yes, and they with it
    try:
        found = {each.pk: terms(way, day, *_ends(each)) for each in waiting}
    except Gone:  # deleted while the router was asked
        return
    with suppress(Refusal), transaction.atomic():  # deleted now
        way = locked(way)
        if drives([(way.pk, day)])[way.pk, day].course != drive.course:
            return  # whoever has said yes or no meanwhile renews them after us
        for each in _waiting(way, day):
            if each.pk in found:
                with suppress(Refusal):  # gone with its passenger; the others still read their hour
                    _renew(current_of(each, way), found[each.pk])


def _waiting(way: Way, day: date) -> list[Booking]:
    """One query, by booking_of_a_day."""
    return list(
        Booking.objects.filter(way=way, day=day, state=State.ASKED, pick_up_at__gt=timezone.now()).order_by(
            "pk"
        )
    )


def _ends(booking: Booking) -> tuple[End, End]:
    return (
        End(booking.pick_up_name, (booking.pick_up_latitude, booking.pick_up_longitude)),
        End(booking.drop_off_name, (booking.drop_off_latitude, booking.drop_off_longitude)),
    )


def _renew(booking: Booking, by: Terms) -> None:
    moved = abs(by.pick_up_at - booking.pick_up_at)
    now = {
        "pick_up_at": by.pick_up_at, "drop_off_at": by.drop_off_at, "boards_after": by.boards,
        "leaves_after": by.leaves, "road": by.road, "detour": by.detour,
    }  # fmt: skip
    for name, value in now.items():
        setattr(booking, name, value)
    booking.save(update_fields=[*now])
    if moved >= WORTH_A_WORD:
        tell(booking, "moved", booking.way.trip.author, key=f"moved:{by.pick_up_at:%d%H%M}")
