"""Regular drives as a GTFS timetable, which journey planners read: one route and one trip a drive.

route_type 1551 (carpool) is what amarillo writes and OpenTripPlanner reads; the reference does not list it, so every
validator has one warning. Who wants to ride asks first (pickup_type 3); times are about (timepoint 0).
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from placette.carpool.queries.areas import Found, along
from placette.carpool.queries.feed import Drive, Stop

CARPOOL = 1551
ASK_DRIVER, NOT_HERE = 3, 1
AHEAD = timedelta(days=365)
AREA_DETOUR = 300  # metres by which the way may grow to pass an area where she stops on request
MOST_AREAS = 6
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TITLES = {
    "agency": ("agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang", "agency_email"),
    "stops": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes": ("route_id", "agency_id", "route_short_name", "route_long_name", "route_type"),
    "trips": ("route_id", "service_id", "trip_id", "trip_headsign", "shape_id"),
    "stop_times": (
        "trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "pickup_type", "drop_off_type",
        "timepoint",
    ),
    "calendar": ("service_id", *WEEK, "start_date", "end_date"),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "shapes": ("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"),
    "feed_info": (
        "feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date", "feed_version",
        "feed_contact_email",
    ),
    "attributions": ("attribution_id", "organization_name", "is_authority", "attribution_url"),
}  # fmt: skip
type Cells = tuple[object, ...]


def archive(drives: Iterable[Drive], zone: ZoneInfo, today: date) -> bytes:
    """The zip. One query a drive, for the areas that it passes. The same drives make the same bytes."""
    tables: dict[str, list[Cells]] = {name: [] for name in TITLES}
    stops: dict[str, Cells] = {}
    for drive in drives:
        _write(drive, today, tables, stops)
    tables["stops"] = [stops[stop] for stop in sorted(stops)]
    _write_publisher(tables, zone, today)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, rows in tables.items():
            if rows:
                file.writestr(zipfile.ZipInfo(f"{name}.txt"), _csv(TITLES[name], rows), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def opaque(kind: str, key: object) -> str:
    """The same for the same thing at each reading, and telling nobody which of ours it is."""
    text = f"{kind}:{key}".encode()
    return hashlib.blake2b(text, key=settings.SECRET_KEY.encode()[:64], digest_size=10).hexdigest()


def _write(drive: Drive, today: date, tables: dict[str, list[Cells]], stops: dict[str, Cells]) -> None:
    drive_id = opaque("way", drive.way)
    first, last = max(drive.first_day, today), min(drive.last_day or today + AHEAD, today + AHEAD)
    if first > last:
        return
    # Two neighbours may drive from one town to another at one hour: the short name tells them apart.
    names = f"Covoit {drive_id[:5]}", f"{drive.start.name} → {drive.end.name}"
    tables["routes"].append((drive_id, "placette", *names, CARPOOL))
    tables["trips"].append((drive_id, drive_id, drive_id, drive.end.name, drive_id))
    days = [int(bool(drive.weekdays & 1 << bit)) for bit in range(7)]
    tables["calendar"].append((drive_id, *days, _day(first), _day(last)))
    tables["calendar_dates"] += [
        (drive_id, _day(day), 2)
        for day in sorted(drive.paused)
        if first <= day <= last and drive.weekdays & 1 << day.weekday()
    ]
    passed = list(_passed(drive))
    for number, (stop, share) in enumerate(passed):
        stops[stop.cell] = (stop.cell, stop.name, stop.latitude, stop.longitude)
        at = _clock(drive.clock + round(share * drive.duration))
        boards = share < 0.5 and number < len(passed) - 1
        kinds = (ASK_DRIVER, NOT_HERE) if boards else (NOT_HERE, ASK_DRIVER)
        tables["stop_times"].append((drive_id, at, at, stop.cell, number + 1, *kinds, 0))
        tables["shapes"].append((drive_id, stop.latitude, stop.longitude, number + 1))


def _passed(drive: Drive) -> Iterator[tuple[Stop, float]]:
    """Where she passes, in order, each with the share of the way behind it: her ends, and areas between them."""
    start, end = drive.start, drive.end
    yield start, 0.0
    ends = (start.latitude, start.longitude), (end.latitude, end.longitude)
    between = [(_share(area, *ends), area) for area in along(*ends, AREA_DETOUR, MOST_AREAS)]
    behind = 0.0
    for share, area in sorted(between, key=lambda each: each[0]):
        if 0.1 < share < 0.9 and share - behind > 0.05:  # neither at her door nor twice at one place
            behind = share
            yield (
                Stop(opaque("area", area.id), round(area.latitude, 6), round(area.longitude, 6), area.name),
                share,
            )
    yield end, 1.0


def _share(area: Found, start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far along the line from start to end, 0 to 1: flat, with degrees of longitude as short as they are there."""
    squeeze = 0.7  # cosine of a latitude of France; only the order counts
    along_x, along_y = (end[1] - start[1]) * squeeze, end[0] - start[0]
    x, y = (area.longitude - start[1]) * squeeze, area.latitude - start[0]
    return (x * along_x + y * along_y) / (along_x**2 + along_y**2)


def _write_publisher(tables: dict[str, list[Cells]], zone: ZoneInfo, today: date) -> None:
    read = settings.CONFIGURATION
    name = read.operator_name
    email = "" if read.operator_email.endswith(".invalid") else read.operator_email  # the demo's
    tables["agency"].append(("placette", name, settings.SITE_URL, zone.key, "fr", email))
    version = hashlib.blake2b(repr(tables).encode(), digest_size=8).hexdigest()
    tables["feed_info"].append(
        (name, settings.SITE_URL, "fr", _day(today), _day(today + AHEAD), version, email)
    )
    tables["attributions"].append(
        (
            "areas",
            "Base nationale des lieux de covoiturage (ODbL)",
            1,
            "https://transport.data.gouv.fr/datasets/base-nationale-des-lieux-de-covoiturage",
        )
    )


def _csv(titles: tuple[str, ...], rows: list[Cells]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([titles, *rows])
    return text.getvalue()


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _clock(seconds: int) -> str:
    """Past midnight the hours go on: 25:10:00."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
