"""Distances on the sphere, in metres."""

from typing import Any

import numpy as np

EARTH_RADIUS = 6_371_008.8  # mean radius, IUGG


def distance(latitude_a: Any, longitude_a: Any, latitude_b: Any, longitude_b: Any) -> Any:
    """Great circle (haversine) between points in degrees; numbers or arrays."""
    a, b = np.radians(latitude_a), np.radians(latitude_b)
    half = np.sin((b - a) / 2) ** 2
    half = half + np.cos(a) * np.cos(b) * np.sin(np.radians(np.subtract(longitude_b, longitude_a)) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half))
