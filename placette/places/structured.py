"""What search engines read: schema.org as JSON-LD, a data block that no browser executes."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from . import hours
from .models import Commune

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def commune(commune: Commune) -> dict[str, Any]:
    address = settings.SITE_URL + commune.get_absolute_url()
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "City",
        "@id": address,
        "url": address,
        "name": commune.name,
        "identifier": commune.code,
        "containedInPlace": {"@type": "AdministrativeArea", "name": commune.department_name},
    }
    if commune.latitude is not None:
        facts["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": commune.latitude,
            "longitude": commune.longitude,
        }
    if commune.town_hall_address:
        facts["subjectOf"] = {"@type": "CityHall"} | _town_hall(commune)
    return facts


def json_ld(facts: dict[str, Any]) -> SafeString:
    """Ready to stand in a script element: no sign in it can end the element."""
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(ESCAPES))  # noqa: S308


def _town_hall(commune: Commune) -> dict[str, Any]:
    given = {
        "name": f"Mairie {commune.of_name_in_french}",
        "address": commune.town_hall_address.replace("\n", ", "),
        "telephone": commune.town_hall_phone,
        "email": commune.town_hall_email,
        "url": commune.town_hall_website,
        "openingHoursSpecification": hours.schema(commune.town_hall_hours),
    }
    return {name: value for name, value in given.items() if value}
