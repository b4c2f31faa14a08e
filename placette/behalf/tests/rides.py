"""Places in cars for a resident without a screen, for tests: Friday 27 November at 9, Fonsorbes to Toulouse."""

from datetime import date
from typing import Any

from placette.behalf.actions import riding
from placette.carpool.actions.offering import offer_to
from placette.carpool.actions.ways import Direction
from placette.carpool.models import Booking, Trip
from placette.carpool.riding import End
from placette.carpool.tests.factories import FONSORBES, MONDAY, TOULOUSE
from placette.carpool.tests.jobs import tell_all
from placette.carpool.tests.test_journey import drive
from placette.people.models import Consent, Person
from placette.people.standing import standing_of


def asked_by(consent: Consent, by: Person, on: date = MONDAY, **fields: Any) -> Trip:
    """Her request, without a page."""
    along = Direction(End("Fonsorbes", FONSORBES), End("Toulouse", TOULOUSE), 8 * 3600, 900, on=on)
    return riding.ask(consent, by, [along], **{"seats": 1, "audience": "community"} | fields)


def offered_by(driver: Person, trip: Trip) -> Booking:
    """In a drive that is made for it."""
    way = trip.ways.select_related("trip__author", "trip__deed__consent").get()
    return offer_to(way, way.on, driver, standing_of(driver))


def asked(**typed: Any) -> dict[str, Any]:
    usual = {
        "start": "Fonsorbes", "end": "toulouse", "on": "2026-11-27", "clock": "08:00", "seats": "1",
        "flexibility": "900", "audience": "community",
    }  # fmt: skip
    return usual | typed


def asked_for(client, by: Person, consent: Consent, **typed: Any) -> Trip:
    """Her request, by who acts for her."""
    client.force_login(by)
    answer = client.post(f"/pour/{consent.pk}/trajet/", asked(**typed))
    assert answer.status_code == 302, answer.text
    return Trip.objects.filter(author=consent.person).latest("pk")


def drives(client, driver: Person) -> None:
    client.force_login(driver)
    client.post("/trajets/nouveau/", drive())
    tell_all()


def offered(client, driver: Person, trip: Trip, day: str = "2026-11-27") -> Booking:
    """« Je peux vous emmener », in one tap."""
    client.force_login(driver)
    client.post(f"/trajets/aller/{trip.ways.all()[0].pk}/emmener/", {"on": day})
    return Booking.objects.get(way__trip__author=driver, contact__trip=trip)


def step(client, by: Person, consent: Consent, booking: Booking, name: str, **said: Any):
    client.force_login(by)
    return client.post(f"/pour/{consent.pk}/places/{booking.pk}/{name}/", said, follow=True)
