"""What happens to rides by itself. Each task may run twice: its effect comes once."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.carpool import rules
from placette.carpool.actions import boarding, pauses, proofs
from placette.carpool.actions.bookings import complete
from placette.carpool.actions.rerouting import measure_estimated
from placette.carpool.actions.steps import Refusal, current_of, locked
from placette.carpool.actions.telling import tell_those_who_match
from placette.carpool.actions.trips import close_past
from placette.carpool.crews import tasks as of_crews
from placette.carpool.models import Booking, Trip
from placette.carpool.proof import register
from placette.carpool.sentences import facts_of
from placette.carpool.standard import tasks as of_partners
from placette.core.mail import RETRY
from placette.core.moments import is_the_evening_before
from placette.notices.actions import notify

# The worker looks for tasks here alone: those of the room's parts come along.
PARTS = of_crews, of_partners


@app.task(name="carpool.tell_matches", retry=RETRY)
def tell_matches(trip: int, at: str) -> None:
    """A new trip, or one that has changed; not one that was taken back in the meantime."""
    found = Trip.objects.select_related("author", "commune").filter(pk=trip).first()
    if found:
        tell_those_who_match(found, datetime.fromisoformat(at))


@app.periodic(cron="*/15 * * * *")
@app.task(name="carpool.remind", queueing_lock="carpool.remind")
def remind(timestamp: int) -> None:
    """In the evening before both are told, each ride once. Index booking_agreed."""
    now = timezone.now()
    agreed = Booking.objects.filter(
        state=Booking.State.ACCEPTED, pick_up_at__gt=now, pick_up_at__lt=now + timedelta(days=2)
    ).select_related("way__trip__author", "passenger", "contact")
    for booking in agreed:
        with timezone.override(booking.way.trip.zone):
            if not is_the_evening_before(booking.pick_up_at, now):
                continue
        driver = booking.way.trip.author
        for person, other in ((driver, booking.passenger), (booking.passenger, driver)):
            notify(
                [person.pk],
                "ride_tomorrow",
                f"/messages/{booking.contact.conversation_id}/",
                f"ride:{booking.pk}:tomorrow",
                name=other.display_name,
                until=booking.pick_up_at.isoformat(),
                booking=booking.pk,
                conversation=booking.contact.conversation_id,
                **facts_of(booking),
            )


@app.periodic(cron="40 8,17 * * *")
@app.task(name="carpool.ask_if_done", queueing_lock="carpool.ask_if_done")
def ask_if_done(timestamp: int) -> None:
    """After a ride, whoever of the two has not said yet whether it took place is asked, once. Index booking_agreed."""
    now = timezone.now()
    past = Booking.objects.filter(
        state=Booking.State.ACCEPTED,
        boarded_at__isnull=True,
        drop_off_at__lt=now - timedelta(hours=3),
        drop_off_at__gt=now - timedelta(days=4),
    ).select_related("way__trip__author", "passenger", "contact")
    for booking in past:
        driver, passenger = booking.way.trip.author, booking.passenger
        for person, other, said in (
            (driver, passenger, booking.driver_says_done),
            (passenger, driver, booking.passenger_says_done),
        ):
            if said is None:
                notify(
                    [person.pk],
                    "ride_past",
                    f"/messages/{booking.contact.conversation_id}/",
                    f"ride:{booking.pk}:past",
                    name=other.display_name,
                    booking=booking.pk,
                    conversation=booking.contact.conversation_id,
                    **facts_of(booking),
                )


@app.periodic(cron="*/10 * * * *")
@app.task(name="carpool.arrive", queueing_lock="carpool.arrive")
def arrive(timestamp: int) -> None:
    """Rides that were confirmed on board count as soon as they should have arrived."""
    boarding.arrive(timezone.now())


@app.periodic(cron="30 3 * * *")
@app.task(name="carpool.settle", queueing_lock="carpool.settle")
def settle(timestamp: int) -> None:
    """A ride that one of the two confirmed took place, once the other can no longer say that it did not. And trips whose
    last day has passed are over.
    """
    before = timezone.now() - rules.SAID_WITHIN
    confirmed = Q(driver_says_done=True) | Q(passenger_says_done=True)
    waiting = Booking.objects.filter(confirmed, state=Booking.State.ACCEPTED, drop_off_at__lt=before)
    for booking in waiting.select_related("way")[:1000]:
        with suppress(Refusal), transaction.atomic():  # gone meanwhile
            current = current_of(booking, locked(booking.way))
            said = {current.driver_says_done, current.passenger_says_done}
            if current.state in rules.OPEN and True in said and False not in said:
                complete(current)
    close_past(timezone.localdate())


@app.periodic(cron="40 3 * * *")
@app.task(name="carpool.rest", queueing_lock="carpool.rest")
def rest(timestamp: int) -> None:
    """Weekly trips know a year ahead on which days they rest, also of a calendar that came with a new edition."""
    pauses.rest_all(timezone.localdate())


@app.periodic(cron="25 * * * *")
@app.task(name="carpool.measure", queueing_lock="carpool.measure", lock="carpool.measure")
def measure(timestamp: int) -> None:
    """Roads that were estimated while the router was down are asked for again."""
    measure_estimated(timezone.localdate())


@app.periodic(cron="*/20 * * * *")
@app.task(name="carpool.prove", queueing_lock="carpool.prove", lock="carpool.prove")
def prove(timestamp: int) -> None:
    """Rides go to the proof register where its operator has been given a class, and are sent where it has an address."""
    if not settings.CONFIGURATION.proof_class:
        return
    now = timezone.now()
    proofs.prepare_due(now)
    if there := register.configured():
        proofs.send_due(there, now)
