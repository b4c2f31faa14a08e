"""H3 cells of resolution 9: hexagons of about 0.1 km², some 350 m across. No finer place of anybody is kept."""

from typing import Any

import h3

RESOLUTION = 9


def cell_at(latitude: float, longitude: float) -> int:
    return h3.str_to_int(h3.latlng_to_cell(latitude, longitude, RESOLUTION))


def centre(cell: int) -> tuple[float, float]:
    """Latitude and longitude."""
    latitude, longitude = h3.cell_to_latlng(h3.int_to_str(cell))
    return latitude, longitude


def outline(cell: int) -> dict[str, Any]:
    """The hexagon, as a GeoJSON geometry."""
    corners = [
        [round(longitude, 5), round(latitude, 5)]
        for latitude, longitude in h3.cell_to_boundary(h3.int_to_str(cell))
    ]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
