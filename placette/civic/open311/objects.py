"""Services and requests as GeoReport v2 writes them, field by field."""

from datetime import datetime
from typing import Any

from django.conf import settings

from placette.civic.models import Category, Report
from placette.core import photos

CLOSED = (Report.State.DONE, Report.State.REFUSED, Report.State.MERGED)


def service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.hint or None,
        "metadata": False,
        "type": "realtime",
        "keywords": None,
        "group": None,
    }


def definition(category: Category) -> dict[str, Any]:
    """No service asks for more than the standard's own fields."""
    return {"service_code": category.code, "attributes": []}


def request(report: Report, names: dict[str, str]) -> dict[str, Any]:
    """Wants `report.commune`. Nothing of who has sent it; of one that was hidden, neither words, address nor photo."""
    day = report.planned_for
    return {
        "service_request_id": str(report.pk),
        "status": "closed" if report.state in CLOSED else "open",
        "status_notes": _notes(report),
        "service_name": names.get(report.category, ""),
        "service_code": report.category,
        "description": None if report.is_hidden else report.text,
        "agency_responsible": report.in_charge or f"Mairie {report.commune.of_name_in_french}",
        "service_notice": None,
        "requested_datetime": moment(report.created_at),
        "updated_datetime": moment(report.ended_at or report.changed_at),
        "expected_datetime": f"{day.isoformat()}T00:00:00Z" if day else None,
        "address": None if report.is_hidden else report.address or None,
        "address_id": None,
        "zipcode": next(iter(report.commune.postcodes), None),
        "lat": report.latitude,
        "long": report.longitude,
        "media_url": _picture(report),
    }


def moment(at: datetime) -> str:
    """W3C, in UTC: « 2026-11-26T12:47:00Z »."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _notes(report: Report) -> str:
    words = str(report.get_state_display())
    if report.merged_into_id:
        return f"{words} : {report.merged_into_id}"
    return f"{words} : {report.reason}" if report.reason else words


def _picture(report: Report) -> str | None:
    """Its address lives two days, as all of photos: who keeps it asks again."""
    if not report.photo or report.is_hidden:
        return None
    return settings.SITE_URL + photos.url(report.photo, 1600)
