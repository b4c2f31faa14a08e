from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import shapely
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from placette.places import names
from placette.places.models import Boundary, Edition

from . import rows, sources, write
from .leaving import retire
from .outlines import GAP, Outlines, outlines
from .sources import National, Place

LOCK = 0x504C4143  # one load at a time, whoever starts it
WRITTEN = (
    "places_community",
    "places_commune",
    "places_boundary",
    "places_adjacency",
    "places_formercommune",
    "places_spelling",
    "places_quarter",
)


def is_current() -> bool:
    """The tables hold the installed editions of the open data. One query."""
    return Edition.objects.filter(fingerprint=sources.fingerprint()).exists()


@dataclass(frozen=True)
class Gathered:
    """What the sources say, ready to be written."""

    national: National
    communes: list[tuple[Any, ...]]
    formers: list[rows.Former]
    shapes: Outlines
    parts: dict[str, Place]

    @property
    def codes(self) -> list[str]:
        return [row[0] for row in self.communes]


def load(say: Callable[[str], None], only_departments: set[str] | None = None) -> int:
    """Loads all communes, or those of some departments. Returns how many.

    Raises SourceMissing when a package of open data is not installed.
    """
    started = time.monotonic()
    say("Reading the communes of France: names, outlines, town halls…")
    gathered = gather(only_departments)
    say(f"Writing {len(gathered.communes):,} communes…")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        store(gathered)
        if only_departments is None:
            retire(say, set(gathered.codes))
            _remember()
    write.analyze(*WRITTEN)
    say(f"{len(gathered.communes):,} communes in {time.monotonic() - started:.1f} s.")
    return len(gathered.communes)


def gather(only_departments: set[str] | None = None) -> Gathered:
    """Reads the sources and joins them; touches no database."""
    national = sources.national()
    places, parts = _split(sources.places(), only_departments, national)
    if only_departments is not None:
        national.communes = {
            code: row for code, row in national.communes.items() if row["departement"] in only_departments
        }
    of_current = defaultdict(list)
    for part in parts.values():
        of_current[part.parent].append(part)
    shapes = outlines(places, of_current)
    communes = list(rows.communes(national, places, shapes.centre_of()))
    formers = rows.formers(national, parts, {row[0] for row in communes})
    return Gathered(national, communes, formers, shapes, parts)


def store(gathered: Gathered) -> None:
    codes, formers = gathered.codes, gathered.formers
    communities = rows.communities(gathered.national, set(codes))
    write.upsert("places_community", write.COMMUNITY, ("siren",), communities)
    write.upsert("places_commune", write.COMMUNE, ("code",), gathered.communes)
    write.upsert("places_boundary", write.BOUNDARY, ("commune_id",), gathered.shapes.boundaries())
    adjacencies = gathered.shapes.adjacencies(_beside(codes, gathered.shapes))
    both = {"commune_id": codes, "neighbour_id": codes}
    write.replace("places_adjacency", write.ADJACENCY, both, adjacencies)
    # A code that was part of one commune may be part of another now, or a commune again.
    theirs = {"current_id": codes, "code": [*codes, *(former.code for former in formers)]}
    write.replace("places_formercommune", write.FORMER, theirs, map(astuple, formers))
    spellings = rows.spellings(gathered.communes, formers)
    write.replace("places_spelling", write.SPELLING, {"commune_id": codes}, spellings)
    districts = _districts(formers, gathered.parts)
    write.upsert("places_quarter", write.QUARTER, ("commune_id", "slug"), districts)


def _split(
    all_places: Iterable[Place], only_departments: set[str] | None, national: National
) -> tuple[dict[str, Place], dict[str, Place]]:
    """Current communes, and their parts, by code. The national code decides what is current."""
    places: dict[str, Place] = {}
    parts: dict[str, Place] = {}
    former = {old for row in national.communes.values() for old in row.get("anciensCodes", [])}
    for place in all_places:
        if place.kind != "COM":
            parts[place.code] = place
        elif place.code not in former and (only_departments is None or place.department in only_departments):
            places[place.code] = place
    return places, parts


def _districts(formers: list[rows.Former], parts: dict[str, Place]) -> Iterator[tuple[Any, ...]]:
    """The arrondissements of Paris, Lyon and Marseille, as quarters."""
    for former in sorted(formers, key=lambda each: each.code):
        if former.kind == "district":
            name = former.name.split(" ", 1)[1]
            point = shapely.point_on_surface(shapely.from_wkb(parts[former.code].outline))
            yield former.current, name, names.slug(name), round(point.y, 5), round(point.x, 5)


def _beside(codes: list[str], shapes: Outlines) -> Outlines:
    """Of the communes that were loaded before, the outlines that may touch one of these."""
    west, south, east, north = shapely.total_bounds(shapes.shapes).tolist()
    near = (
        Boundary.objects.exclude(commune__in=codes)
        .filter(west__lte=east + GAP, east__gte=west - GAP, south__lte=north + GAP, north__gte=south - GAP)
        .filter(commune__latitude__isnull=False)
        .annotate(text=Cast("geojson", TextField()))
        .values_list("commune_id", "text", "commune__longitude", "commune__latitude")
    )
    rows = list(near)
    centres = np.array([row[2:] for row in rows], dtype=float).reshape(-1, 2)
    return Outlines([row[0] for row in rows], shapely.from_geojson([row[1] for row in rows]), centres)


def _remember() -> None:
    Edition.objects.all().delete()
    Edition.objects.create(fingerprint=sources.fingerprint())
