"""A ride between two people: asked by the passenger or offered by the driver, agreed, or left; then told how it went.

Every step locks the driver's way, and who asks locks the trip before it, as whoever pauses a trip does: of two who
press at the same instant one goes first, and the other reads why hers came too late.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool import occurrences, rules
from placette.carpool.actions import seats as places
from placette.carpool.actions.contacts import contact_about
from placette.carpool.actions.falling import let_fall, lock_others
from placette.carpool.actions.ledger import write_to_ledger
from placette.carpool.actions.renewing import renew_waiting
from placette.carpool.actions.steps import (
    Refusal,
    State,
    current_of,
    holder,
    locked,
    locked_trip,
    move,
    must_be,
    overtaken,
    tell,
)  # fmt: skip
from placette.carpool.costs import agreed
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.riding import Terms
from placette.conversations import actions as conversations
from placette.core import keys
from placette.notices.actions import withdraw
from placette.people.models import Deed, Person
from placette.places import spots

# Of a way: what somebody counts on who asks for a seat.
AGREED_ON = (
    "clock", "on", "weekdays", "first_day", "last_day", "start_latitude", "start_longitude", "end_latitude",
    "end_longitude", "stop_latitudes", "stop_longitudes",
)  # fmt: skip


@transaction.atomic
def ask(
    trip: Trip,
    way: Way,
    by: Person,
    passenger: Person,
    terms: Terms,
    *,
    seats: int = 1,
    text: str = "",
    wish: Way | None = None,
    key: str | None = None,
) -> Booking:
    """Ask the author of `trip` for a ride along `way`: `by` is the passenger, or the driver who offers it.

    One open booking a passenger, way and day, however often she presses. Refusal where the seats are gone, or the trip.
    """
    locked_trip(trip.pk)
    way = _as_read(locked(way), way)
    rides = Booking.objects.filter(way=way, day=terms.day, passenger=passenger)
    # The same page pressed again after a no asks again.
    closed = rides.exclude(state__in=rules.OPEN).count()
    key = keys.of(key, way.pk, terms.day.isoformat(), passenger.pk, closed)
    if there := rides.filter(state__in=rules.OPEN).select_related("contact__conversation").first():
        if there.key == key:
            return there
        raise Refusal(_("Une demande est déjà en cours pour ce trajet ce jour-là : voyez vos messages."))
    if places.free(places.taken_on(way, terms.day), way.seats, terms.boards, terms.leaves) < seats:
        raise Refusal(_("Il n’y a plus assez de places sur ce trajet."))
    if terms.pick_up_at <= timezone.now():
        raise Refusal(_("Ce trajet est déjà parti. Choisissez un autre jour."))
    contact = contact_about(trip, by, f"{spots.town(terms.pick_up.name)} → {spots.town(terms.drop_off.name)}")
    share_cents = agreed.proposed(way, terms.day, terms.boards, terms.leaves, terms.road, seats)
    booking = Booking.objects.create(
        contact=contact, way=way, day=terms.day, passenger=passenger, asked_by=by, wish=wish, seats=seats,
        wish_day=occurrences.day_nearest(wish, terms.pick_up_at) if wish else None,
        pick_up_name=terms.pick_up.name, drop_off_name=terms.drop_off.name,
        pick_up_latitude=terms.pick_up.point[0], pick_up_longitude=terms.pick_up.point[1],
        drop_off_latitude=terms.drop_off.point[0], drop_off_longitude=terms.drop_off.point[1],
        pick_up_at=terms.pick_up_at, drop_off_at=terms.drop_off_at, boards_after=terms.boards,
        leaves_after=terms.leaves, road=terms.road, detour=terms.detour, share_cents=share_cents, key=key,
    )  # fmt: skip
    tell(booking, "asked" if by == passenger else "offered", by)
    if text:
        conversations.post(contact.conversation, by, text, told=True)
    return booking


def accept(booking: Booking, by: Person) -> Booking:
    """Say yes; the seats are the passenger's from then on. Refusal where somebody else has them by now.

    Then those who still wait for a yes read when the driver comes by with this passenger on board.
    """
    current = agree(booking, by)
    renew_waiting(current.way, current.day)
    return current


@transaction.atomic
def agree(booking: Booking, by: Person, *, deed: Deed | None = None) -> Booking:
    """The yes alone, for who renews the others once her transaction stands. `deed`: by whom, where it is not `by` herself;
    of a passenger without a screen the database refuses a yes, a no and a word afterwards without one.
    """
    others = lock_others(booking)
    way = locked(booking.way)
    current = current_of(booking, way)
    if current.state == State.ACCEPTED and by.pk != current.asked_by_id:
        return current
    must_be(current, State.ASKED)
    if by.pk == current.asked_by_id:
        raise Refusal(_("C’est à l’autre personne de répondre."))
    taken = places.Taken(holder(current), current.boards_after, current.leaves_after, current.seats)
    try:
        places.claim(way, current.day, taken)
    except places.Full as full:
        raise Refusal(str(full)) from None
    # Others may have agreed to pay their part since she was asked: together they pay no more than the law allows.
    most = agreed.allowed(
        way, current.day, current.boards_after, current.leaves_after, current.seats, but=current
    )
    said = {"decided_at": timezone.now(), "share_cents": min(current.share_cents, most)}
    move(current, State.ACCEPTED, **said, **_by(deed))
    tell(current, "accept", by, deed=deed)
    let_fall(others, current.passenger, deed)
    return current


@transaction.atomic
def decline(booking: Booking, by: Person, reason: str = "", *, deed: Deed | None = None) -> Booking:
    current = current_of(booking, locked(booking.way))
    if current.state == State.DECLINED:
        return current
    must_be(current, State.ASKED)
    move(current, State.DECLINED, decided_at=timezone.now(), reason=reason, **_by(deed))
    tell(current, "decline", by, deed=deed, reason=reason)
    return current


def cancel(booking: Booking, by: Person, reason: str = "") -> Booking:
    """Take back what was asked, or leave what was agreed: the seats are free again, and who waits reads her hour."""
    current = call_off(booking, by, reason)
    renew_waiting(current.way, current.day)
    return current


@transaction.atomic
def call_off(booking: Booking, by: Person, reason: str, *, deed: Deed | None = None) -> Booking:
    """As agree."""
    way = locked(booking.way)
    current = current_of(booking, way)
    if current.state == State.CANCELLED:
        return current
    if current.state not in rules.OPEN:
        raise Refusal(overtaken(current))
    taken_back = "withdraw" if by.pk == current.passenger_id else "withdraw_offer"
    step = "cancel" if current.state == State.ACCEPTED else taken_back
    places.release(way, current.day, holder(current))
    move(current, State.CANCELLED, ended_at=timezone.now(), ended_by=by, reason=reason, **_by(deed))
    withdraw(*(f"ride:{current.pk}:{name}" for name in ("asked", "offered", "accept", "tomorrow")))
    tell(current, step, by, deed=deed, reason=reason)
    return current


@transaction.atomic
def report(
    booking: Booking,
    by: Person,
    *,
    took_place: bool,
    would_have_driven: bool | None = None,
    deed: Deed | None = None,
) -> Booking:
    """Say how it went, once each. « N’a pas eu lieu » of either ends it; both words, or one that nobody has
    contradicted while it could be (tasks.settle), make it count.
    """
    current = current_of(booking, locked(booking.way))
    if current.state not in rules.SAID_OF:
        raise Refusal(overtaken(current))
    name = "passenger_says_done" if by.pk == current.passenger_id else "driver_says_done"
    if getattr(current, name) is not None:
        return current
    if current.boarded_at and not took_place:
        raise Refusal(_("Ce trajet a été confirmé à bord par un code : il a donc eu lieu."))
    said: dict[str, Any] = {name: took_place, **_by(deed)}
    if by.pk == current.passenger_id:
        said["would_have_driven"] = would_have_driven
    if not took_place and current.state == State.ACCEPTED:
        move(current, State.FAILED, ended_at=timezone.now(), ended_by=by, **said)
    else:
        move(current, current.state, **said)
    if current.boarded_at:  # it counts when it arrives (actions.boarding)
        return current
    if current.driver_says_done and current.passenger_says_done and current.state == State.ACCEPTED:
        complete(current, by)
    else:
        tell(current, "done" if took_place else "failed", by, deed=deed)
    return current


def _by(deed: Deed | None) -> dict[str, Deed]:
    return {"deed": deed} if deed else {}


def complete(booking: Booking, by: Person | None = None) -> None:
    """It took place: the ledger has it, once. Wants the locks of a step."""
    move(booking, State.DONE, ended_at=timezone.now(), ended_by=by)
    write_to_ledger(booking)


@transaction.atomic
def say_late(booking: Booking, by: Person, minutes: int) -> None:
    """« Je suis en retard » on the day itself: the other is told at once."""
    current = current_of(booking, locked(booking.way))
    must_be(current, State.ACCEPTED)
    tell(current, "late", by, key=f"late:{minutes}:{timezone.now():%d%H%M}", minutes=minutes)


def _as_read(way: Way, read: Way) -> Way:
    """Its author may have changed it since whoever asks has seen where and when it goes."""
    if any(getattr(way, name) != getattr(read, name) for name in AGREED_ON):
        raise Refusal(_("Ce trajet vient d’être modifié. Regardez-le à nouveau avant de demander."))
    return way
