"""A place in a neighbour's car for a resident without a screen: she asks first, and those who pass offer it to her.

Her consent's row is locked first, then her requests, then the drivers' ways. Each act writes a deed, and what it was for her
sheet; who drives her says nothing in her name.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool import rules
from placette.carpool.actions import bookings, steps, trips
from placette.carpool.actions.renewing import renew_waiting
from placette.carpool.actions.ways import Direction, road_of
from placette.carpool.models import Booking, RideDeed, Trip, Way
from placette.carpool.riding import instant
from placette.carpool.sentences import facts_of
from placette.notices.actions import notify
from placette.people.models import Consent, Deed, Membership, Person, Scope
from placette.places import spots
from placette.trust import trail

from .acting import Refusal, deed_of

What = RideDeed.What
State = Booking.State


class BothSides(Refusal):
    """Who drives her says neither yes for her, nor how it went."""

    def __str__(self) -> str:
        return _(
            "C’est vous qui conduisez : on ne répond pas des deux côtés. Quelqu’un d’autre peut le faire pour elle."
        )


def ask(
    consent: Consent, by: Person, directions: Sequence[Direction], *, key: object = None, **fields: Any
) -> Trip:
    """Her request, of which drivers who pass are told. The same key and words twice are one. `fields`: as trips.create wants
    them. The router is asked before anything is locked.
    """
    roads = [road_of(each) for each in directions]
    with transaction.atomic():
        deed = deed_of(consent, by, Scope.RIDES)
        home = Membership.objects.select_related("commune").get(
            person=consent.person, commune=consent.commune_id
        )
        trip = trips.publish(
            consent.person, home, directions, role=Trip.Role.PASSENGER, key=key, deed=deed, roads=roads, **fields,
        )  # fmt: skip
        if trip.deed_id == deed.pk:
            _done(deed, What.ASKS, trip, facts=_asked(trip))
        else:
            deed.delete()
    return trip


@transaction.atomic
def close(consent: Consent, by: Person, trip: Trip) -> None:
    """She looks no further: nobody finds it, and offers that wait are let go. What was agreed stays. Twice is once."""
    deed = deed_of(consent, by, Scope.RIDES)
    if Trip.objects.filter(pk=trip.pk, state=Trip.State.CLOSED).exists():
        deed.delete()
        return
    _let_go([trip], {State.ASKED}, "", deed)
    _done(deed, What.ENDS, trip, facts=_asked(trip))


def take(consent: Consent, by: Person, booking: Booking, name: str, reason: str = "") -> Booking:
    """« accept », « decline » or « cancel », of a place that was offered to a request of hers by this helper. The caller has
    asked whether she may. Raises Refusal, and steps.Refusal where it comes too late.
    """
    taken = _take(consent, by, booking, name, reason)
    if name != "decline":
        renew_waiting(taken.way, taken.day)
    return taken


@transaction.atomic
def _take(consent: Consent, by: Person, booking: Booking, name: str, reason: str) -> Booking:
    deed = _deed_about(consent, by, booking)
    if name == "accept":
        what, taken = What.ACCEPTS, bookings.agree(booking, consent.person, deed=deed)
    elif name == "decline":
        what, taken = What.DECLINES, bookings.decline(booking, consent.person, reason, deed=deed)
    else:
        what, taken = What.CANCELS, bookings.call_off(booking, consent.person, reason, deed=deed)
    _taken(deed, what, taken)
    return taken


@transaction.atomic
def report(
    consent: Consent, by: Person, booking: Booking, *, took_place: bool, would_have_driven: bool | None
) -> Booking:
    """What she says of it afterwards. As take."""
    deed = _deed_about(consent, by, booking)
    said = bookings.report(
        booking, consent.person, took_place=took_place, would_have_driven=would_have_driven, deed=deed
    )
    _taken(deed, What.RODE if took_place else What.STAYED, said)
    return said


def _deed_about(consent: Consent, by: Person, booking: Booking) -> Deed:
    deed = deed_of(consent, by, Scope.RIDES)
    if rules.driver_of(booking) == by.pk:
        raise BothSides
    return deed


def _taken(deed: Deed, what: str, booking: Booking) -> None:
    """Unless it was done before, and nothing new was said."""
    if booking.deed_id == deed.pk:
        _done(deed, what, booking.contact.trip, booking, facts_of(booking))
    else:
        deed.delete()


def _done(
    deed: Deed, what: str, trip: Trip, booking: Booking | None = None, facts: Mapping[str, Any] | None = None
) -> None:
    RideDeed.objects.create(deed=deed, what=what, trip=trip, booking=booking, facts=facts or {})
    consent = deed.consent
    trail.record("carried.rode", deed.by, commune=consent.commune_id, person=consent.person)


def _asked(trip: Trip) -> dict[str, str]:
    """From where to where, and when she sets out, as facts_of says it of a ride."""
    out = trip.ways.order_by("pk")[0]
    assert out.on is not None  # she asks for one day
    starts_at = instant(out.on, out.clock, trip.zone)
    return {
        "start": out.start_name,
        "end": out.end_name,
        "starts_at": starts_at.isoformat(),
        "zone": trip.zone.key,
    }


@transaction.atomic
def give_back(person: Person, consents: Iterable[Consent] | None = None) -> None:
    """What was asked for her by these consents, or by any, and is to come: nobody would tell her of it any more. Her drivers
    read it.
    """
    hers = Trip.objects.filter(author=person)
    if consents is not None:
        hers = hers.filter(deed__consent__in=consents)
    to_come = Q(contacts__bookings__state__in=rules.OPEN, contacts__bookings__pick_up_at__gt=timezone.now())
    open_ones = hers.filter(~Q(state=Trip.State.CLOSED) | to_come).distinct()
    _let_go(list(open_ones), rules.OPEN, _("Plus personne n’agit en son nom."), None)


def _let_go(requests: Sequence[Trip], states: Iterable[str], reason: str, deed: Deed | None) -> None:
    """Locks trips and ways in the order of carpool's migration 0021: all requests, then theirs and the drivers' ways."""
    pks = [each.pk for each in requests]
    list(Trip.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    waiting = list(
        Booking.objects.filter(contact__trip__in=pks, state__in=states, pick_up_at__gt=timezone.now())
        .select_related("way__trip", "passenger")
        .order_by("pk")
    )
    ways = Way.objects.filter(Q(trip__in=pks) | Q(pk__in={each.way_id for each in waiting}))
    list(ways.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for trip in requests:
        trips.close(trip)
    for each in waiting:
        # Who drives says nothing in her name, and what he offered himself goes with the request all the same.
        is_his = deed is not None and rules.driver_of(each) == deed.by_id
        with suppress(steps.Refusal):  # gone meanwhile, with its driver
            gone = bookings.call_off(each, each.passenger, reason, deed=None if is_his else deed)
            transaction.on_commit(partial(renew_waiting, gone.way, gone.day), robust=True)


def who_drives(person: Person) -> list[dict[str, Any]]:
    """Of each place that is to come: whom to tell once she is gone, and of which ride, without a word of who she was."""
    ahead = Booking.objects.filter(
        passenger=person, state__in=rules.OPEN, pick_up_at__gt=timezone.now()
    ).select_related("way__trip")
    return [
        {
            "driver": rules.driver_of(each),
            "booking": each.pk,
            **facts_of(each),
            "start": spots.town(each.pick_up_name),
            "end": spots.town(each.drop_off_name),
            "until": each.drop_off_at.isoformat(),
        }
        for each in ahead
    ]


def tell_she_left(rides: Iterable[dict[str, Any]]) -> None:
    """Of who_drives, asked before."""
    for ride in rides:
        facts = {name: ride[name] for name in ("start", "end", "starts_at", "zone", "until")}
        page = reverse("carpool:search")
        notify([ride["driver"]], "ride", page, f"ride:{ride['booking']}:left", step="left", **facts)
