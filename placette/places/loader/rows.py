"""The rows that the database receives, made from the joined sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely

from placette.places import names

from .sources import National, Place

COMMUNITY_TITLES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}
FORMER_KINDS = {
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
    "arrondissement-municipal": "district",
}


@dataclass(frozen=True)
class Former:
    code: str
    name: str
    slug: str
    current: str
    kind: str
    population: int


def community_name(published: str) -> str:
    """« CA Le Muretain Agglo » → « Le Muretain Agglo », « CC du Pays d'Apt » with its title in full."""
    title, _, rest = names.typographic(published).partition(" ")
    if title not in COMMUNITY_TITLES:
        return names.typographic(published)
    needs_title = rest.startswith(("de ", "du ", "des ", "d’", "Rurales "))
    return f"{COMMUNITY_TITLES[title]} {rest}" if needs_title else rest


def communities(national: National, codes: set[str]) -> Iterator[tuple[Any, ...]]:
    for community in national.communities:
        if any(member["code"] in codes for member in community["membres"]):
            name = community_name(community["nom"])
            yield community["code"], name, names.slug(name), community["type"]


def communes(
    national: National, places: dict[str, Place], centres: dict[str, tuple[float, float]]
) -> Iterator[tuple[Any, ...]]:
    """In the order of write.COMMUNE."""
    for code in sorted(national.communes.keys() | places.keys()):
        row = national.communes.get(code, {})
        place = places.get(code)
        name, of_name = _names(row, place)
        department = row.get("departement") or (place.department if place else "")
        department_name = national.departments.get(department, "")
        latitude, longitude = centres.get(code) or _position(place) or (None, None)
        yield (
            code,
            name,
            of_name,
            names.slug(name),
            row.get("siren", ""),
            row.get("codesPostaux", []),
            national.population_of.get(code, row.get("population", place.population if place else 0)),
            national.community_of.get(code),
            department,
            department_name,
            national.regions.get(row.get("region", ""), department_name),
            latitude,
            longitude,
            *_town_hall(place),
        )


def formers(national: National, parts: dict[str, Place], codes: set[str]) -> list[Former]:
    """Delegated and associated communes, districts, and codes that were merged away."""
    found: dict[str, Former] = {}
    for row in national.parts:
        current = row.get("chefLieu") or row.get("commune", "")
        if current in codes:
            name = names.typographic(row["nom"]).replace(" Arrondissement", " arrondissement")
            part = parts.get(row["code"])
            population = row.get("population") or (part.population if part else 0)
            found[row["code"]] = Former(
                row["code"], name, names.slug(name), current, FORMER_KINDS[row["type"]], population
            )
    for code in codes:
        for old in national.communes.get(code, {}).get("anciensCodes", []):
            if old not in found and old not in codes:
                found[old] = Former(old, "", "", code, "merged", 0)
    return list(found.values())


def spellings(communes: list[tuple[Any, ...]], formers: list[Former]) -> Iterator[tuple[Any, ...]]:
    """In the order of write.SPELLING, each key once a commune and kind."""
    population_of: dict[str, int] = {}
    for code, name, _, _, _, postcodes, population, *_ in communes:
        population_of[code] = population
        yield from _name(code, "name", name, population)
        yield code, "code", code, code.lower(), "", "", population
        for postcode in dict.fromkeys(postcodes):
            yield code, "postcode", postcode, postcode, "", "", population
    for former in formers:
        if former.code != former.current:
            label = former.name or former.code
            yield former.current, "code", label, former.code.lower(), "", "", population_of[former.current]
    seen: set[tuple[str, str]] = set()
    for former in formers:
        kind = "district" if former.kind == "district" else "former"
        for row in _name(former.current, kind, former.name, former.population) if former.name else ():
            if (former.current, row[3]) not in seen:
                seen.add((former.current, row[3]))
                yield row


def _name(code: str, kind: str, name: str, population: int) -> Iterator[tuple[Any, ...]]:
    plain = names.plain(name)
    for written in dict.fromkeys((plain, names.bare(plain))):
        yield code, kind, name, written.replace(" ", ""), written, names.rare(written), population


def _names(row: dict[str, Any], place: Place | None) -> tuple[str, str]:
    if row:
        name = names.typographic(row["nom"])
        return name, names.of(name, row.get("typeLiaison"))
    assert place is not None
    name = names.with_article(place.name, place.name_type)
    return name, names.of(name, place.name_type)


def _position(place: Place | None) -> tuple[float, float] | None:
    if not place or not place.position:
        return None
    point = shapely.from_wkb(place.position)
    return None if point.is_empty else (round(point.y, 6), round(point.x, 6))


def _town_hall(place: Place | None) -> tuple[Any, ...]:
    """Address, phone, e-mail, website, hours, latitude, longitude."""
    if place is None:
        return "", "", "", "", "[]", None, None
    website = place.website if not place.website or "://" in place.website else f"https://{place.website}"
    return (
        names.typographic(place.address),
        place.phone,
        place.email,
        website,
        json.dumps(place.hours),
        *(_position(place) or (None, None)),
    )
