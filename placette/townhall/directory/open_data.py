"""The directory as open data, with a Table Schema of its own: there is none for associations yet."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils import translation

from placette.places.models import Commune
from placette.townhall.dashboard.exports import harmless

from . import exports
from .kinds import Column, Kind

TYPES = {"latitude": "number", "longitude": "number"}
FORMATS = {"email": "email", "website": "uri"}


def as_csv(kind: Kind, commune: Commune) -> bytes:
    """UTF-8, commas: as programs read it; and still no cell that a spreadsheet would carry out. One query."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(["code_commune", *(_name(each) for each in kind.columns)])
    for entry in exports.rows(kind, commune.pk)[1:]:
        lines.writerow([commune.pk, *map(harmless, entry)])
    return written.getvalue().encode()


def schema(kind: Kind) -> dict[str, Any]:
    """Table Schema (specs.frictionlessdata.io/table-schema), in French whoever reads it."""
    with translation.override("fr"):
        fields = [_field(each) for each in kind.columns]
        title = str(kind.title)
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": f"placette-{kind.name}",
        "title": f"{title} d’une commune",
        "fields": [{"name": "code_commune", "type": "string", "constraints": {"required": True}}, *fields],
    }


def _field(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": _name(column),
        "title": str(column.label),
        "type": TYPES.get(column.name, "string"),
    }
    if column.name in FORMATS:
        said["format"] = FORMATS[column.name]
    if column.required:
        said["constraints"] = {"required": True}
    return said


def _name(column: Column) -> str:
    return column.aliases[0]
