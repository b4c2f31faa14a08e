"""« Je peux vous emmener »: a driver answers a request in one tap."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from placette.carpool import rules
from placette.carpool.actions import bookings, trips
from placette.carpool.actions.falling import same_ride
from placette.carpool.actions.steps import locked, locked_trip
from placette.carpool.actions.ways import Direction, road_of
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.queries.exact import own_drives
from placette.carpool.riding import GONE, End, instant, terms, whole
from placette.carpool.router import Road
from placette.people.models import Person
from placette.people.standing import Standing


def offer_to(wish: Way, day: date, driver: Person, standing: Standing, key: object = None) -> Booking:
    """A seat for the author of `wish` on that day: in the drive of hers that passes with the least detour, or in one made
    for this, from where to where she asked. The router is asked before anything is locked.
    """
    if rules.acts_for_its_author(standing, wish.trip):
        raise bookings.Refusal(
            _(
                "Vous agissez pour %(name)s : on ne répond pas des deux côtés. Si elle veut monter avec vous, la mairie peut demander en son nom."
            )
            % {"name": wish.trip.author.display_name}
        )
    start, end = End(wish.start_name, wish.start), End(wish.end_name, wish.end)
    along = Direction(start, end, wish.clock, wish.flexibility, on=day)
    drive = _drive_of(driver, wish, day) or _made_before(wish, day, driver)
    agreed = terms(*drive, start, end) if drive else None
    road = None if drive else road_of(along)
    with transaction.atomic():
        # Of two presses one waits for the other.
        asked = locked_trip(wish.trip_id)
        locked(wish)
        if there := _offered_before(wish, day, driver):
            return there
        if asked.state != Trip.State.OPEN:
            raise bookings.Refusal(str(GONE))
        if drive and agreed:
            way = drive[0]
        else:
            assert road is not None
            way = _made_for(wish, driver, standing, along, road)
            agreed = terms(way, day, start, end, whole(way, road))
        return bookings.ask(
            wish.trip, way, driver, wish.trip.author, agreed, seats=wish.seats, wish=wish, key=str(key) if key else None,
        )  # fmt: skip


def _offered_before(wish: Way, day: date, driver: Person) -> Booking | None:
    """Her offer that stands. Refusal where it was declined, or another car was found. Three queries."""
    same = same_ride(wish, instant(day, wish.clock, wish.trip.zone))
    offered = same.filter(asked_by=driver)
    if there := offered.filter(state__in=rules.OPEN).first():
        return there
    if same.filter(state=Booking.State.ACCEPTED).exists():
        raise bookings.Refusal(_("Une autre voiture a été trouvée pour ce jour-là. Merci d’y avoir pensé."))
    if offered.filter(state=Booking.State.DECLINED).exists():
        raise bookings.Refusal(_("Cette personne a déjà répondu non pour ce jour-là."))
    return None


def _drive_of(driver: Person, wish: Way, day: date) -> tuple[Way, date] | None:
    """Full ones too: the refusal says so, rather than a second car at the same hour."""
    return next(iter(own_drives(driver, wish, day)), None)


def _made_before(wish: Way, day: date, driver: Person) -> tuple[Way, date] | None:
    """For an offer that she took back."""
    made = Way.objects.filter(
        trip__author=driver, role=Trip.Role.DRIVER, is_open=False, on=day, clock=wish.clock,
        start_latitude=wish.start_latitude, start_longitude=wish.start_longitude,
        end_latitude=wish.end_latitude, end_longitude=wish.end_longitude,
    ).select_related("trip").first()  # fmt: skip
    return (made, day) if made else None


def _made_for(wish: Way, driver: Person, standing: Standing, along: Direction, road: Road) -> Way:
    trip = trips.create(
        driver, standing.first_verified, [along], role=Trip.Role.DRIVER, seats=wish.seats, is_listed=False,
        audience=wish.trip.audience, roads=[road],
    )  # fmt: skip
    return trip.ways.select_related("trip").get()
