from .communes import (
    boundary_geojson,
    commune,
    commune_page,
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
    "commune",
    "commune_page",
    "community_page",
    "current_communes",
    "current_of",
    "drawing",
    "search",
    "waiting_count",
]
