"""Who may see, answer, book and change a trip. Pages and the API ask these; the searches of migrations 0021 and 0022 are
may_see in SQL."""

from datetime import datetime, timedelta

from placette.carpool.models import Booking, Trip, Woman
from placette.people import audience
from placette.people import rules as people
from placette.people.models import Person
from placette.people.standing import Standing

State = Booking.State
OPEN = frozenset({State.ASKED, State.ACCEPTED})
FOLLOWED_FOR = timedelta(hours=1)  # after the arrival: rides are late
SAID_OF = frozenset({State.ACCEPTED, State.DONE, State.FAILED})
BOARDS_WITHIN = timedelta(hours=1)  # before the meeting and after the arrival: a code is shown, and read
SAID_WITHIN = timedelta(days=14)  # of the ride: who remembers longer is not believed by a figure


def owns(standing: Standing, trip: Trip) -> bool:
    return standing.person is not None and trip.author_id == standing.person.pk


def may_see(standing: Standing, trip: Trip) -> bool:
    """Her own; or, while it stands, what its audience reaches. Nothing of somebody who has left, the site or the commune;
    among women only what they say of themselves opens it; a town hall reads none.

    One query, one more among women. Wants `trip.author`, and `trip.commune` for the audience of a community.
    """
    if owns(standing, trip):
        return True
    stands = trip.state == Trip.State.OPEN and trip.author.is_active
    if not stands or not audience.reaches(standing, trip):
        return False
    return lives_there(trip.author, trip.commune_id) and (not trip.women_only or is_among_women(standing))


def lives_there(author: Person, commune: str) -> bool:
    """Or works there: verified, still. One query where her memberships were not read with her."""
    return any(each.commune_id == commune and each.verified_at for each in author.memberships.all())


def may_ask_for_women_only(standing: Standing, trip: Trip | None = None) -> bool:
    """Who has said that she is a woman; who says so no longer leaves a trip as it is, or opens it to all."""
    return is_among_women(standing) or (trip is not None and trip.women_only)


def is_among_women(standing: Standing) -> bool:
    """She has said so herself. One query."""
    return standing.person is not None and Woman.objects.filter(person=standing.person).exists()


def may_post(standing: Standing) -> bool:
    return standing.is_verified


def may_keep(standing: Standing, trip: Trip) -> bool:
    """Have it stand: its author, while she is verified in its commune. Ending it needs only `owns`."""
    return owns(standing, trip) and people.may_post(standing, trip.commune_id)


def may_change(standing: Standing, trip: Trip) -> bool:
    """Say it otherwise, as long as it is not over."""
    return may_keep(standing, trip) and trip.state != Trip.State.CLOSED


def may_contact(standing: Standing, trip: Trip) -> bool:
    """Ask for a seat in it, or offer one: a neighbour whom it reaches, not its author."""
    return standing.is_verified and may_see(standing, trip) and not owns(standing, trip)


def acts_for_its_author(standing: Standing, trip: Trip) -> bool:
    """The one helper by whom it was asked, as long as she has no screen: who would offer a place would have to accept it,
    too. Wants `author` and `deed.consent`.
    """
    return (
        standing.person is not None
        and trip.author.is_carried
        and trip.deed is not None
        and trip.deed.consent.to_id == standing.person.pk
    )


def may_keep_meeting_points(standing: Standing, commune_code: str) -> bool:
    """Open, move and close the commune's own: the officers of its town hall."""
    return commune_code in standing.town_halls


def is_party(standing: Standing, booking: Booking) -> bool:
    """Who drives or rides. Wants `booking.way.trip`."""
    return standing.person is not None and standing.person.pk in (driver_of(booking), booking.passenger_id)


def driver_of(booking: Booking) -> int:
    return booking.way.trip.author_id


def other_of(booking: Booking, person_id: int) -> int:
    """The other of the two."""
    return driver_of(booking) if person_id == booking.passenger_id else booking.passenger_id


def may_decide(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Say yes or no: who was asked, before the ride."""
    asked = is_party(standing, booking) and booking.asked_by_id != standing.person.pk  # type: ignore[union-attr]
    return asked and booking.state == State.ASKED and booking.pick_up_at > now


def may_accept(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Who is no longer verified still says no, and gives no lift."""
    return standing.is_verified and may_decide(standing, booking, now)


def may_cancel(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Take back what she asked, or leave what was agreed: either of the two, before the ride begins."""
    if not is_party(standing, booking) or booking.pick_up_at <= now or booking.boarded_at:
        return False
    asked_by_her = booking.asked_by_id == standing.person.pk  # type: ignore[union-attr]
    return booking.state == State.ACCEPTED or (booking.state == State.ASKED and asked_by_her)


def may_report(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Say afterwards whether it took place, once each, from the meeting on; of a ride confirmed on board only the
    passenger has something to say still: what she would have done without it.
    """
    if standing.person is None or not is_party(standing, booking) or booking.state not in SAID_OF:
        return False
    rides = standing.person.pk == booking.passenger_id
    said = booking.passenger_says_done if rides else booking.driver_says_done
    if booking.boarded_at:
        return rides and said is None and booking.state == State.ACCEPTED
    return said is None and booking.pick_up_at <= now <= booking.drop_off_at + SAID_WITHIN


def may_share(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Let a relative follow an agreed ride until it ends."""
    return (
        is_party(standing, booking)
        and booking.state == State.ACCEPTED
        and now <= booking.drop_off_at + FOLLOWED_FOR
    )


def may_say_late(standing: Standing, booking: Booking, now: datetime) -> bool:
    """On the day itself: from three hours before the meeting until one hour after it."""
    near = booking.pick_up_at - timedelta(hours=3) <= now <= booking.pick_up_at + timedelta(hours=1)
    waits = booking.state == State.ACCEPTED and booking.boarded_at is None
    return is_party(standing, booking) and waits and near


def may_show_code(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Show the code of an agreed ride, around its hour: its passenger alone."""
    return (
        _boards_now(booking, now)
        and standing.person is not None
        and standing.person.pk == booking.passenger_id
    )


def may_board(standing: Standing, booking: Booking, now: datetime) -> bool:
    """Confirm by that code that she is on board: the driver alone, of who has a screen to show it. Wants `passenger`."""
    return (
        _boards_now(booking, now)
        and standing.person is not None
        and standing.person.pk == driver_of(booking)
        and not booking.passenger.is_carried
    )


def _boards_now(booking: Booking, now: datetime) -> bool:
    near = booking.pick_up_at - BOARDS_WITHIN <= now <= booking.drop_off_at + BOARDS_WITHIN
    return booking.state == State.ACCEPTED and booking.boarded_at is None and near
