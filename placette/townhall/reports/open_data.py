"""The figures of a commune as open data: a line a month and figure, and the Table Schema that says what each column is.

The sheets are made so that all of one may be shown; only months that are counted to their end are here, by the commune's clock.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils import translation

from placette.impact.definitions import BY_NAME
from placette.impact.periods import MONTH
from placette.places.models import Commune
from placette.townhall.dashboard.board import sheets_of
from placette.townhall.dashboard.figures import READ, value

COLUMNS = ("code_commune", "nom_commune", "mois", "indicateur", "valeur", "au_moins")


def as_csv(commune: Commune) -> bytes:
    """UTF-8, commas, points: as programs read it. A figure that may not be shown has no line. One query."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    sheets = sheets_of(commune.code)
    for month in sorted(each for each in sheets if each.span == MONTH and sheets[each].get("is_over")):
        for name in READ:
            if found := value(name, sheets[month]):
                least = "true" if found.least else "false"
                lines.writerow([commune.code, commune.name, month.key, name, found.number, least])
    return written.getvalue().encode()


def schema() -> dict[str, Any]:
    """Table Schema (specs.frictionlessdata.io/table-schema), in French whoever reads it."""
    with translation.override("fr"):
        says = " ; ".join(f"{name} : {BY_NAME[name].title}" for name in READ)
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": "placette-chiffres",
        "title": "Chiffres mensuels d’une place Placette",
        "fields": [
            {"name": "code_commune", "type": "string", "description": "Code INSEE de la commune",
             "constraints": {"required": True, "pattern": "^([013-9]\\d|2[AB0-9])\\d{3}$"}},
            {"name": "nom_commune", "type": "string", "constraints": {"required": True}},
            {"name": "mois", "type": "yearmonth", "description": "Mois écoulé", "constraints": {"required": True}},
            {"name": "indicateur", "type": "string", "description": says,
             "constraints": {"required": True, "enum": list(READ)}},
            {"name": "valeur", "type": "number", "constraints": {"required": True, "minimum": 0}},
            {"name": "au_moins", "type": "boolean",
             "description": "Vrai : une partie, trop petite pour être montrée, n’est pas comptée",
             "constraints": {"required": True}},
        ],
        "primaryKey": ["code_commune", "mois", "indicateur"],
    }  # fmt: skip
