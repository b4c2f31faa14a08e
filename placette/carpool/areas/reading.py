"""Reads the CSV of the national base of carpool areas (schema etalab/schema-lieux-covoiturage 0.3, or its older layout).

The published file has faults: each row is checked, and one that is refused is named with its reason.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import NamedTuple

from placette.carpool.models import Area
from placette.places.geography import distance

NEEDED = {"id_local", "nom_lieu", "insee", "type", "date_maj", "ouvert", "source", "Xlong", "Ylat"}
KINDS = {
    "aire de covoiturage": Area.Kind.AREA, "sortie d'autoroute": Area.Kind.MOTORWAY_EXIT,
    "parking": Area.Kind.CAR_PARK, "supermarché": Area.Kind.SHOP, "parking relais": Area.Kind.PARK_AND_RIDE,
    "délaissé routier": Area.Kind.ROADSIDE, "auto-stop": Area.Kind.HITCHHIKING,
    "ligne de covoiturage": Area.Kind.LINE,
}  # fmt: skip
MOST_SPACES = 20_000
FAR = 40_000  # metres from the centre of its commune: Arles, the largest, reaches 35 km
SAME_PLACE = 5  # decimals of a degree: a metre
# West, south, east, north in degrees, by the beginning of the INSEE code; all other codes are of the mainland and Corsica.
MAINLAND = (-5.5, 41.2, 9.8, 51.3)
OVERSEAS = {
    "971": (-61.9, 15.7, -60.9, 16.6), "972": (-61.3, 14.3, -60.7, 15.0), "973": (-54.7, 2.0, -51.5, 5.9),
    "974": (55.1, -21.5, 55.9, -20.8), "975": (-56.6, 46.7, -56.0, 47.2), "976": (44.9, -13.1, 45.4, -12.5),
    "977": (-63.0, 17.8, -62.7, 18.0), "978": (-63.2, 18.0, -62.9, 18.2), "986": (-178.3, -14.5, -176.0, -13.1),
    "987": (-155.0, -28.0, -134.0, -7.0), "988": (163.0, -23.0, 172.5, -19.0),
}  # fmt: skip
type Centres = dict[str, tuple[float, float]]


class Row(NamedTuple):
    """In the order in which it is copied."""

    key: str
    name: str
    kind: str
    address: str
    commune_code: str
    latitude: float
    longitude: float
    spaces: int | None
    is_open: bool
    updated_on: date


@dataclass(frozen=True)
class Refused:
    """`line` as a spreadsheet numbers it, the titles being line 1."""

    line: int
    name: str
    reason: str


class NotTheBase(Exception):
    """The file is not what is expected at all; says what is missing."""


class _Fault(Exception):
    pass


def read(text: str, today: date, centres: Centres) -> Iterator[Row | Refused]:
    """Each row of the file, in its order. `centres`: latitude and longitude of the communes that we know, by INSEE code.

    Of two rows with one key, or at one place with one name, the first is kept.
    """
    table = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text))
    if missing := NEEDED - set(table.fieldnames or ()):
        raise NotTheBase("missing columns: " + ", ".join(sorted(missing)))
    keys: set[str] = set()
    places: set[tuple[float, float, str]] = set()
    for fields in table:
        given = {title: (text or "").strip() for title, text in fields.items() if title}
        try:
            row = _row(given, today, centres)
            place = (round(row.latitude, SAME_PLACE), round(row.longitude, SAME_PLACE), row.name.casefold())
            if row.key in keys:
                raise _Fault(f"its number came before: {row.key}")
            if place in places:
                raise _Fault("the same name at the same place came before")
        except _Fault as fault:
            yield Refused(table.line_num, given.get("nom_lieu", ""), str(fault))
            continue
        keys.add(row.key)
        places.add(place)
        yield row


def _row(given: dict[str, str], today: date, centres: Centres) -> Row:
    latitude, longitude = _number(given, "Ylat", 90), _number(given, "Xlong", 180)
    code = given["insee"].upper()
    if len(code) != 5 or not code.isalnum():
        raise _Fault(f"no INSEE code: « {code} »")
    _is_there(code, latitude, longitude, centres)
    kind = KINDS.get(given["type"].casefold().replace("’", "'"))
    if kind is None:
        raise _Fault(f"unknown type: « {given['type']} »")
    return Row(
        key=_long_enough(given.get("id_lieu") or _own_key(given), "id_lieu", 80),
        name=_long_enough(given["nom_lieu"], "nom_lieu", 200),
        kind=kind,
        address=given.get("ad_lieu", "")[:250],
        commune_code=code,
        latitude=latitude,
        longitude=longitude,
        spaces=_spaces(given.get("nbre_pl", "")),
        is_open=_yes_or_no(given["ouvert"]),
        updated_on=_updated_on(given["date_maj"], today),
    )


def _own_key(given: dict[str, str]) -> str:
    if not given["id_local"]:
        raise _Fault("no number")
    return f"{given['source']}:{given['insee']}:{given['id_local']}"


def _number(given: dict[str, str], title: str, most: float) -> float:
    text = given[title]
    number = _parsed(float, text, f"{title} is no number: « {text} »")
    if not -most <= number <= most:  # NaN neither
        raise _Fault(f"{title} is not on earth: {text}")
    return number


def _is_there(code: str, latitude: float, longitude: float, centres: Centres) -> None:
    west, south, east, north = OVERSEAS.get(code[:3], MAINLAND)
    if not (west <= longitude <= east and south <= latitude <= north):
        raise _Fault(f"not in the part of France where {code} is: {latitude}, {longitude}")
    if code in centres and (metres := float(distance(latitude, longitude, *centres[code]))) > FAR:
        raise _Fault(f"{round(metres / 1000)} km from the commune {code}")


def _long_enough(text: str, title: str, most: int) -> str:
    if not text or len(text) > most:
        raise _Fault(f"{title} is missing or too long")
    return text


def _spaces(text: str) -> int | None:
    if not text:
        return None
    number = _parsed(int, text, f"nbre_pl is no number of spaces: « {text} »")
    if not 0 <= number <= MOST_SPACES:
        raise _Fault(f"nbre_pl is no number of spaces: « {text} »")
    return number


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in {"true", "false"}:
        raise _Fault(f"ouvert is neither true nor false: « {text} »")
    return text.casefold() == "true"


def _updated_on(text: str, today: date) -> date:
    day = _parsed(date.fromisoformat, text, f"date_maj is no date: « {text} »")
    if day > today:
        raise _Fault(f"date_maj is in the future: {text}")
    return day


def _parsed[Value](read: Callable[[str], Value], text: str, fault: str) -> Value:
    try:
        return read(text)
    except ValueError:
        raise _Fault(fault) from None


def _delimiter(text: str) -> str:
    """The schema says comma; spreadsheets in France write semicolons."""
    titles = text.split("\n", 1)[0]
    return ";" if titles.count(";") > titles.count(",") else ","
