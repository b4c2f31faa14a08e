"""Distances on the sphere, in metres."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as read_geojson

EARTH_RADIUS = 6_371_008.8  # mean radius, IUGG


def distance(latitude_a: Any, longitude_a: Any, latitude_b: Any, longitude_b: Any) -> Any:
    """Great circle (haversine) between points in degrees; numbers or arrays."""
    a, b = np.radians(latitude_a), np.radians(latitude_b)
    half = np.sin((b - a) / 2) ** 2
    half = half + np.cos(a) * np.cos(b) * np.sin(np.radians(np.subtract(longitude_b, longitude_a)) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half))


def metres_outside(outline: Any, latitude: float, longitude: float) -> float:
    """How far a point lies from a GeoJSON outline, 0 inside. Flat around the point: within 1 % up to 50 km."""
    squeeze = np.cos(np.radians(latitude))
    flat = shapely.transform(
        read_geojson(outline),
        lambda points: np.radians(points - (longitude, latitude)) * (EARTH_RADIUS * squeeze, EARTH_RADIUS),
    )
    return float(shapely.distance(flat, shapely.Point(0, 0)))
