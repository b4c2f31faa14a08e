from .communes import (
    boundary_geojson,
    box_geojson,
    commune,
    commune_page,
    community_page,
    current_communes,
    current_of,
    drawing,
    outlined,
    waiting_count,
)
from .finding import Found, named, search
from .spots import commune_at, is_near_france

__all__ = [
    "Found",
    "boundary_geojson",
    "box_geojson",
    "commune",
    "commune_at",
    "commune_page",
    "community_page",
    "current_communes",
    "current_of",
    "drawing",
    "is_near_france",
    "named",
    "outlined",
    "search",
    "waiting_count",
]
