"""Brings the national base of carpool areas into the database. Loading twice is loading once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from placette.carpool.areas.reading import Centres, NotTheBase, Refused, Row, read
from placette.carpool.models import Area
from placette.places.loader.write import analyze, upsert
from placette.places.models import Commune


@dataclass(frozen=True)
class Loaded:
    kept: int
    gone: int  # areas that the file no longer has
    refused: list[Refused]


@transaction.atomic
def load(path: Path, today: date) -> Loaded:
    """By COPY, then one INSERT … ON CONFLICT. An area that the file no longer names is deleted; what town
    halls keep is none of its business. NotTheBase, OSError."""
    rows, refused = list[Row](), list[Refused]()
    for each in read(path.read_text(encoding="utf-8-sig"), today, _centres()):
        if isinstance(each, Row):
            rows.append(each)
        else:
            refused.append(each)
    if not rows:
        raise NotTheBase("no row of it can be read; what was loaded before is kept")
    upsert("carpool_area", Row._fields, ("key",), rows)
    gone, _ = Area.objects.filter(commune=None).exclude(key__in=[row.key for row in rows]).delete()
    analyze("carpool_area")
    return Loaded(len(rows), gone, refused)


def _centres() -> Centres:
    known = Commune.objects.filter(latitude__isnull=False, longitude__isnull=False)
    found = known.values_list("code", "latitude", "longitude")
    return {code: (lat, lon) for code, lat, lon in found if lat is not None and lon is not None}
