"""The other side of the border, as far as people of a French commune drive: 100 km.

data/neighbours.geojson: the neighbouring countries of Natural Earth (1:10m, public domain; the npm package world-atlas 2.0.2)
that a road or the tunnel reaches, cut at 100 km from France and simplified to 300 m.
"""

import json
from functools import lru_cache
from pathlib import Path

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape

SHORE = 0.01  # degrees: about a kilometre, more than what the outlines were simplified by
NAMES = {
    "AD": _("Andorre"), "BE": _("Belgique"), "BR": _("Brésil"), "CH": _("Suisse"), "DE": _("Allemagne"),
    "ES": _("Espagne"), "GB": _("Royaume-Uni"), "IT": _("Italie"), "LU": _("Luxembourg"), "MC": _("Monaco"),
    "NL": _("Pays-Bas"), "SR": _("Suriname"), "SX": _("Sint Maarten"),
}  # fmt: skip


def country_at(latitude: float, longitude: float) -> str | None:
    """« Suisse », for a point at most 100 km beyond the border; None at sea, and farther away. No query."""
    codes, tree = _outlines()
    near = tree.query_nearest(shapely.Point(longitude, latitude), max_distance=SHORE)
    return str(NAMES[codes[near[0]]]) if len(near) else None


@lru_cache(maxsize=1)
def _outlines() -> tuple[list[str], shapely.STRtree]:
    """45 kB, read by who first needs it."""
    text = (Path(__file__).parent / "data" / "neighbours.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return [each["properties"]["code"] for each in features], shapely.STRtree(
        [shape(each["geometry"]) for each in features]
    )
