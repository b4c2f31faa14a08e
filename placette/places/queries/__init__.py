from .communes import (
    boundary_geojson,
    box_geojson,
    commune,
    commune_page,
    communes_in,
    community_page,
    current_communes,
    current_of,
    drawing,
    waiting_count,
)
from .finding import Found, search

__all__ = [
    "Found",
    "boundary_geojson",
    "box_geojson",
    "commune",
    "commune_page",
    "communes_in",
    "community_page",
    "current_communes",
    "current_of",
    "drawing",
    "search",
    "waiting_count",
]
