"""Rides that go to the proof register: only those of which both people said yes to it."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from placette.carpool.geometry import place, straight
from placette.carpool.models import Booking, Journey, ProofIdentity
from placette.carpool.proof.body import body
from placette.carpool.proof.checks import SENT_WITHIN, Told, labels
from placette.carpool.proof.identity import identity_key, number, phone_trunc
from placette.carpool.proof.register import Register
from placette.core.asking import NoAnswer
from placette.people.models import Person

log = logging.getLogger(__name__)
State, Evidence = Journey.State, Journey.Evidence
A_BATCH = 500


def join(person: Person, phone: str, commune_code: str, over_18: bool | None) -> None:
    """She says yes. Of her number a digest is kept and all but its last two figures. NoNumber."""
    dialled = number(phone, commune_code)
    ProofIdentity.objects.update_or_create(
        person=person,
        defaults={
            "identity_key": identity_key(dialled, person.last_name),
            "phone_trunc": phone_trunc(dialled),
            "over_18": over_18,
        },
    )


@transaction.atomic
def leave(person: Person) -> None:
    """She says no more: what waits is not sent, and what identified her is gone."""
    Journey.objects.filter(_of(person), state=State.WAITING).delete()
    ProofIdentity.objects.filter(person=person).delete()


def prepare_due(now: datetime) -> None:
    """Rides that took place in the last day and that both let go there wait to be sent. Asked twice, each waits once."""
    said_yes = ProofIdentity.objects.all()
    done = Booking.objects.filter(
        Exists(said_yes.filter(person=OuterRef("passenger"))),
        Exists(said_yes.filter(person=OuterRef("way__trip__author"))),
        state=Booking.State.DONE,
        pick_up_at__gte=now - SENT_WITHIN,
        journey__isnull=True,
    )
    Journey.objects.bulk_create(
        [
            Journey(booking_id=pk, updated_at=now, evidence=Evidence.CODE if boarded else Evidence.WORDS)
            for pk, boarded in done.values_list("pk", "boarded_at")
        ],
        ignore_conflicts=True,
    )


def send_due(register: Register, now: datetime) -> None:
    """What waits is checked, sent, and marked. Where the register is away the rest waits for the next time."""
    for pk in (
        Journey.objects.filter(state=State.WAITING).order_by("id").values_list("pk", flat=True)[:A_BATCH]
    ):
        try:
            _send(pk, register, now)
        except NoAnswer as away:
            Journey.objects.filter(pk=pk).update(attempts=F("attempts") + 1, updated_at=now)
            log.warning("The proof register is away: %s", away)
            return


def as_sent(journey: Journey, operator_class: str) -> dict[str, Any] | None:
    """The ride in the register's shape; None when one of the two no longer wants it there. One query."""
    ride = journey.booking
    identities = {
        each.person_id: each
        for each in ProofIdentity.objects.filter(person__in=[ride.way.trip.author_id, ride.passenger_id])
    }
    driver, passenger = identities.get(ride.way.trip.author_id), identities.get(ride.passenger_id)
    if driver is None or passenger is None:
        return None
    return body(journey, driver, passenger, operator_class)


def refused_by_terms(journey: Journey, now: datetime | None = None) -> list[str]:
    """Labels of checks.py. Wants `journey.booking.way.trip`. One query."""
    return labels(told(journey.booking), _others(journey), now or timezone.now())


def told(ride: Booking) -> Told:
    """Wants `ride.way.trip`."""
    pick_up = place((ride.pick_up_latitude, ride.pick_up_longitude))
    drop_off = place((ride.drop_off_latitude, ride.drop_off_longitude))
    return Told(
        trip=f"{ride.way_id}:{ride.day}",
        people=frozenset({ride.way.trip.author_id, ride.passenger_id}),
        start=ride.pick_up_at,
        end=ride.drop_off_at,
        metres=ride.road,
        straight_metres=straight(pick_up, drop_off),
    )


@transaction.atomic
def _send(pk: int, register: Register, now: datetime) -> None:
    """One journey. Its row is locked: of two workers one sends it."""
    journey = (
        Journey.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("booking__way__trip")
        .filter(pk=pk, state=State.WAITING)
        .first()
    )
    if journey is None:
        return
    sent = as_sent(journey, register.operator_class)
    if sent is None:
        journey.delete()
        return
    journey.labels = refused_by_terms(journey, now)
    if journey.labels:
        journey.state = State.REFUSED_HERE
    else:
        answer = register.send(sent)
        journey.state = State.SENT if answer.taken else State.REFUSED_THERE
        journey.labels = answer.labels
    journey.attempts += 1
    journey.updated_at = now
    journey.save(update_fields=["state", "labels", "attempts", "updated_at"])


def _others(journey: Journey) -> list[Told]:
    """Rides of the same two, of a day around it, that were sent or come before it. One query."""
    ride, day = journey.booking, timedelta(days=1)
    both = [ride.way.trip.author_id, ride.passenger_id]
    near = Booking.objects.filter(
        Q(passenger__in=both) | Q(way__trip__author__in=both),
        Q(journey__state=State.SENT) | Q(journey__state=State.WAITING, journey__lt=journey.pk),
        pick_up_at__range=(ride.pick_up_at - day, ride.pick_up_at + day),
    )
    return [told(each) for each in near.exclude(pk=ride.pk).select_related("way__trip")]


def _of(person: Person) -> Q:
    return Q(booking__passenger=person) | Q(booking__way__trip__author=person)
