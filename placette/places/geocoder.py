"""Addresses and named places, by the Géoplateforme's geocoding (IGN) or whatever speaks like it, where this site is told to.

https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage: `/search` answers GeoJSON, best first.
What somebody types is asked, kept for a day under its hash in this process, and never logged.
"""

import hashlib
import logging
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from pydantic import BaseModel, Field

from placette.core import limits
from placette.core.asking import Asking, NoAnswer
from placette.core.resting import Rest

BUDGET = 1.0  # seconds of a page
REST = 30.0  # seconds during which a geocoder that failed is not asked; the Géoplateforme's 429 asks for less
ADDRESSES_A_MINUTE = 60  # of a person: each may ask another service
KEPT = 24 * 3600  # seconds
LIKELY = 0.5  # of a score from 0 to 1: below, the answer is another place
ADDRESSES = {"housenumber", "street", "locality"}
ADMINISTRATIVE = {
    "administratif",
    "commune",
    "département",
    "région",
    "epci",
}  # our own names of communes know better

log = logging.getLogger(__name__)

type Point = tuple[float, float]  # latitude, longitude in degrees


def find(text: str, near: Point | None = None) -> Point | None:
    """Where the address or the place `text` is, of several the one likeliest near `near`.

    None where nobody knows, where this site has no geocoder, and while it fails.
    """
    geocoder = _chosen(settings.CONFIGURATION.geocoder_url)
    return geocoder.find(text, near) if geocoder else None


def find_for(person: int, text: str, near: Point | None = None) -> Point | None:
    """As `find`, for somebody by her number. Counted here, since a form that is refused has asked as well: whoever asks too
    often is answered as by a site without geocoder. A query, where there is one.
    """
    if not settings.CONFIGURATION.geocoder_url:
        return None
    may = limits.allow(f"addresses:{person}", ADDRESSES_A_MINUTE, 60)
    return find(text, near) if may else None


class Properties(BaseModel):
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    type: str = ""  # of an address
    category: list[str] = []  # of a place


class Position(BaseModel):
    coordinates: tuple[
        Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)],
        Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)],
    ]  # longitude first


class Feature(BaseModel):
    geometry: Position
    properties: Properties

    @property
    def is_spot(self) -> bool:
        """An address or a place, not a whole commune."""
        known = self.properties
        is_place = bool(known.category) and not ADMINISTRATIVE & {each.lower() for each in known.category}
        return known.score >= LIKELY and (known.type in ADDRESSES or is_place)


class Collection(BaseModel):
    features: list[Feature]


class Geocoder:
    """One that may fail: then it finds nothing, at once for a while."""

    def __init__(self, address: str, seconds: float = BUDGET, rest: float = REST) -> None:
        self._asking = Asking(address, seconds)
        self._rest = Rest(rest)

    def find(self, text: str, near: Point | None = None) -> Point | None:
        question: dict[str, str | int] = {"q": text, "index": "address,poi", "limit": 1, "autocomplete": 0}
        if near:
            question |= {"lat": f"{near[0]:.2f}", "lon": f"{near[1]:.2f}"}
        path = f"/search?{urlencode(question)}"
        key = (
            "geocoder:"
            + hashlib.blake2b(f"{self._asking.address}{path}".encode(), digest_size=20).hexdigest()
        )
        kept: tuple[Point | None] | None = caches["process"].get(key)
        if kept is None and self._rest.is_over():
            try:
                kept = (_best(self._asking.get(path, Collection)),)
            except NoAnswer as failed:
                # Without the question: it says where somebody goes.
                log.warning("The geocoder failed: %s. It is not asked for %d s.", failed, self._rest.seconds)
                self._rest.begin()
            else:
                caches["process"].set(key, kept, KEPT)
        return kept[0] if kept else None


def _best(found: Collection) -> Point | None:
    """The first only: what follows a whole commune is a street that bears its name."""
    if not found.features or not found.features[0].is_spot:
        return None
    longitude, latitude = found.features[0].geometry.coordinates
    return latitude, longitude


@lru_cache(maxsize=8)
def _chosen(address: str) -> Geocoder | None:
    return Geocoder(address) if address else None
