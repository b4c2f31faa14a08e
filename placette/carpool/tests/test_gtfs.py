"""The timetable of regular drives, as two validators and a reader see it."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import gtfs_guru
import pytest

from placette.carpool.feeds.gtfs import archive
from placette.carpool.models import Area, Pause
from placette.carpool.queries.feed import drives
from placette.people.tests.factories import commune_of, person_of
from placette.places.clock import OVERSEAS, PARIS

from .factories import FONSORBES, PLAISANCE, SAINT_LYS, TOULOUSE, way_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
WORKING_DAYS = 0b0011111
TELLING = "12 rue du Presbytère"


def shown(author=None, *args, **fields):
    way = way_of(author or person_of(), *args, **{"weekdays": WORKING_DAYS, "start_name": TELLING} | fields)
    way.trip.shown_to_partners = True
    way.trip.save()
    return way


def tables(zone=PARIS):
    packed = archive(drives(zone, TODAY), zone, TODAY)
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {
            name.removesuffix(".txt"): list(csv.DictReader(io.StringIO(file.read(name).decode())))
            for name in file.namelist()
        }


def toulouse():
    commune = commune_of("31555")
    commune.name, commune.latitude, commune.longitude = "Toulouse", *TOULOUSE
    commune.save()


def area_on_the_way():
    # On the straight line, two fifths of the way from Fonsorbes to Toulouse.
    at = [a + (b - a) * 0.4 for a, b in zip(FONSORBES, TOULOUSE, strict=True)]
    return Area.objects.create(
        key="1", name="Aire de Plaisance", kind="area", commune_code="31424", latitude=at[0], longitude=at[1],
        updated_on=TODAY,
    )  # fmt: skip


def test_a_drive_is_one_route_and_one_trip_that_picks_up_first_and_drops_off_last():
    toulouse()
    area_on_the_way()
    shown(clock=23 * 3600 + 1800)

    read = tables()

    [route] = read["routes"]
    assert (route["route_type"], route["route_long_name"]) == ("1551", "Fonsorbes → Toulouse")
    kinds = [(each["pickup_type"], each["drop_off_type"]) for each in read["stop_times"]]
    assert kinds == [("3", "1"), ("3", "1"), ("1", "3")]
    times = [each["arrival_time"] for each in read["stop_times"]]
    assert times == sorted(times)
    assert times[0] == "23:30:00"
    assert times[-1] > "24:00:00"
    assert [each["stop_name"] for each in read["stops"]].count("Aire de Plaisance") == 1
    assert "ODbL" in read["attributions"][0]["organization_name"]


def test_it_says_neither_who_drives_nor_from_which_door():
    author = person_of("Jeanne", "Martin")
    way = shown(author)
    packed = archive(drives(PARIS, TODAY), PARIS, TODAY)
    text = "".join(
        zipfile.ZipFile(io.BytesIO(packed)).read(name).decode() for name in ("stops.txt", "trips.txt")
    )

    assert TELLING not in text
    assert "Jeanne" not in text
    assert f"{way.start_latitude}" not in text
    assert not any(cell == str(way.pk) for line in text.splitlines() for cell in line.split(","))


def test_two_doors_of_one_block_are_one_stop():
    shown(start=FONSORBES)
    shown(start=(FONSORBES[0] + 0.0001, FONSORBES[1]))

    assert len(tables()["stops"]) == 2


def test_days_are_those_of_the_week_without_the_days_off():
    way = shown(last_day=date(2026, 12, 31))
    for day in (date(2026, 12, 25), date(2026, 12, 26), date(2026, 11, 27), date(2027, 1, 4)):
        Pause.objects.create(way=way, day=day)

    read = tables()

    [service] = read["calendar"]
    assert [service[day] for day in ("monday", "friday", "saturday")] == ["1", "1", "0"]
    assert (service["start_date"], service["end_date"]) == ("20261130", "20261231")
    assert [each["date"] for each in read["calendar_dates"]] == ["20261225"]


def test_only_regular_drives_that_their_authors_show_are_in_it():
    hidden = shown()
    hidden.trip.shown_to_partners = False
    hidden.trip.save()
    paused = shown()
    paused.trip.state = "paused"
    paused.trip.save()
    left = shown(person_of(is_active=False))
    shown(role="passenger")
    shown(weekdays=None, on=TODAY, first_day=None)
    shown(last_day=date(2026, 11, 29))
    shown(end=FONSORBES, road=100)
    overseas = shown(person_of(lives_in="97209"), (14.60, -61.07), (14.62, -61.0))

    assert drives(PARIS, TODAY) == []
    assert [each.way for each in drives(OVERSEAS["972"], TODAY)] == [overseas.pk]
    assert tables(OVERSEAS["972"])["agency"][0]["agency_timezone"] == "America/Martinique"
    assert left.trip.shown_to_partners


def test_three_queries_whatever_there_is(django_assert_num_queries):
    for _ in range(3):
        shown()
    with django_assert_num_queries(3):
        assert len(drives(PARIS, TODAY)) == 3


def test_the_same_drives_make_the_same_file():
    shown()
    found = drives(PARIS, TODAY)
    assert archive(found, PARIS, TODAY) == archive(found, PARIS, TODAY)


def test_two_validators_find_no_error_and_only_the_type_that_the_reference_does_not_list(tmp_path, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"operator_email": "bonjour@example.org"}
    )
    toulouse()
    area_on_the_way()
    way = shown(clock=23 * 3600 + 1800)
    Pause.objects.create(way=way, day=date(2026, 12, 25))
    shown(start=SAINT_LYS, end=TOULOUSE)
    shown(start=TOULOUSE, end=SAINT_LYS, clock=17 * 3600)
    shown(start=PLAISANCE, end=TOULOUSE, weekdays=0b1000000)
    feed = tmp_path / "gtfs.zip"
    feed.write_bytes(archive(drives(PARIS, TODAY), PARIS, TODAY))

    guru = gtfs_guru.validate(str(feed), country_code="FR", date=TODAY.isoformat())
    canonical = subprocess.run(
        [
            Path(sys.executable).parent / "gtfs-validator",
            "-i",
            feed,
            "-c",
            "FR",
            "-d",
            "2026-11-30",
            "--stdout",
        ],
        check=True,
        capture_output=True,
    )
    report = json.loads(canonical.stdout)

    assert guru.error_count == 0
    severities = {each["code"]: each["severity"] for each in report["notices"]}
    assert "ERROR" not in severities.values()
    warnings = {code for code, severity in severities.items() if severity == "WARNING"}
    assert warnings == {each.code for each in guru.warnings()} == {"unexpected_enum_value"}
