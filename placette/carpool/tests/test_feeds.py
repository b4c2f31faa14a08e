"""What other programs read: one's own calendar program, journey planners."""

import io
import uuid
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from placette.carpool.actions.calendar_address import open_address
from placette.carpool.models import CalendarAddress
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of
from .rides import ride_of
from .test_gtfs import shown

pytestmark = pytest.mark.django_db
PAPERS = "/covoiturage/justificatifs/"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW)


def pair():
    driver, passenger = person_of("Jeanne", "Martin"), person_of("Paul", "Durand")
    return driver, passenger, way_of(driver, road=20_000)


# --- Calendar


def events(client, person):
    response = client.get(f"/covoiturage/agenda/{open_address(person).key}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_calendar_program_reads_agreed_rides_without_signing_in(client):
    driver, passenger, way = pair()
    ride = ride_of(way, passenger, state="accepted")
    ride_of(way, person_of("Ali"), state="asked")

    [hers] = events(client, driver)
    [his] = events(client, passenger)

    assert str(hers["summary"]) == "Je conduis Paul D."
    assert str(his["summary"]) == "En voiture avec Jeanne M."
    assert his.decoded("dtstart") == ride.pick_up_at
    assert his.decoded("dtend") == ride.drop_off_at
    assert str(his["uid"]) == str(events(client, passenger)[0]["uid"])
    assert str(ride.pk) not in str(his["uid"]).split("@")[0].split("-")
    assert str(his["url"]).endswith(f"/messages/{ride.contact.conversation_id}/")


def test_rides_leave_the_calendar_after_three_months_and_when_they_are_cancelled(client):
    _driver, passenger, way = pair()
    ride_of(way, passenger, day=MONDAY - timedelta(days=91))
    kept = ride_of(way, passenger, day=MONDAY - timedelta(days=88))
    cancelled = ride_of(way, passenger, state="cancelled", day=MONDAY + timedelta(days=1))

    [found] = events(client, passenger)

    assert found.decoded("dtstart") == kept.pick_up_at != cancelled.pick_up_at


def test_a_closed_address_shows_nothing_and_the_next_one_differs(client):
    person = person_of()
    client.force_login(person)
    client.post(f"{PAPERS}agenda/")
    client.post(f"{PAPERS}agenda/")
    first = CalendarAddress.objects.get().key
    assert f"/covoiturage/agenda/{first}.ics" in client.get(PAPERS).content.decode()

    client.post(f"{PAPERS}agenda/fin/")

    assert client.get(f"/covoiturage/agenda/{first}.ics").status_code == 404
    client.post(f"{PAPERS}agenda/")
    assert CalendarAddress.objects.get().key != first


def test_nobody_s_calendar_and_that_of_somebody_who_has_left(client):
    person = person_of()
    key = open_address(person).key
    person.is_active = False
    person.save()

    assert client.get(f"/covoiturage/agenda/{key}.ics").status_code == 404
    assert client.get(f"/covoiturage/agenda/{uuid.uuid4()}.ics").status_code == 404


# --- Timetable


def test_the_timetable_is_public_and_404_while_it_is_empty(client):
    assert client.get("/carpool/gtfs.zip").status_code == 404


def test_the_timetable_of_the_mainland_and_of_a_part_overseas(client):
    shown(person_of())
    shown(person_of(lives_in="97209"), (14.60, -61.07), (14.62, -61.0))

    mainland, martinique = client.get("/carpool/gtfs.zip"), client.get("/carpool/gtfs-972.zip")

    assert mainland.headers["Cache-Control"] == "public, max-age=600"
    for response, zone in ((mainland, "Europe/Paris"), (martinique, "America/Martinique")):
        files = zipfile.ZipFile(io.BytesIO(response.content))
        assert zone in files.read("agency.txt").decode()
        assert len(files.read("routes.txt").decode().splitlines()) == 2
    assert client.get("/carpool/gtfs-974.zip").status_code == 404
    assert client.get("/carpool/gtfs-paris.zip").status_code == 404
