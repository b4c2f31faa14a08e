"""What applications ask for: parameters of GeoReport v2, read as it says."""

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from placette.civic.models import Report
from placette.civic.open311.answers import Refused
from placette.civic.open311.objects import CLOSED
from placette.places.models import Commune

SPAN = timedelta(days=90)
PAGE = 1000  # « a span of 90 days or first 1000 requests »; fewer by page_size, an extension that many servers have
IDS = 100


def jurisdiction(given: QueryDict) -> Commune:
    """By the INSEE code of the commune, whose space is open. Refused (400) without, (404) where we serve none such."""
    code = given.get("jurisdiction_id", "")
    if not code:
        raise Refused(400, "jurisdiction_id was not provided: the INSEE code of the commune is needed.")
    commune = _commune(code)
    if commune is None or not commune.is_open:
        raise Refused(404, "jurisdiction_id provided was not found.")
    return commune


def _commune(code: str) -> Commune | None:
    is_one = len(code) == 5 and code.isascii() and code.isalnum()
    return Commune.objects.select_related("space").filter(pk=code).first() if is_one else None


def chosen(commune: Commune, given: QueryDict) -> QuerySet[Report]:
    """Newest first. `service_request_id` overrides all other filters, as the standard says. Index report_newest."""
    reports = Report.objects.filter(commune=commune).select_related("commune").order_by("-created_at", "-pk")
    if wanted_ids := given.get("service_request_id"):
        return reports.filter(pk__in=[number(each) or 0 for each in _several(wanted_ids)])
    start, end = _span(given)
    reports = reports.filter(created_at__gte=start, created_at__lte=end)
    if codes := given.get("service_code"):
        reports = reports.filter(category__in=_several(codes))
    if status := given.get("status"):
        wanted = set(_several(status))
        if not wanted <= {"open", "closed"}:
            raise Refused(400, "status is open or closed.")
        states = [*(Report.GOING if "open" in wanted else ()), *(CLOSED if "closed" in wanted else ())]
        reports = reports.filter(state__in=states)
    size = _number(given, "page_size", PAGE, PAGE)
    first = (_number(given, "page", 1, 10_000) - 1) * size
    return reports[first : first + size]


def _span(given: QueryDict) -> tuple[datetime, datetime]:
    """At most 90 days; by default the last."""
    start, end = _moment(given, "start_date"), _moment(given, "end_date")
    end = end or (min(start + SPAN, timezone.now()) if start else timezone.now())
    start = start or end - SPAN
    if start > end:
        raise Refused(400, "start_date comes after end_date.")
    if end - start > SPAN:
        raise Refused(400, "start_date and end_date are more than 90 days apart.")
    return start, end


def _moment(given: QueryDict, name: str) -> datetime | None:
    """W3C: a day, or a moment with its zone; without one, in UTC."""
    typed = given.get(name, "").replace(" ", "+")  # a plus that nobody has escaped
    if not typed:
        return None
    try:
        day = parse_date(typed)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else parse_datetime(typed)
        if at is None or not 1970 <= at.year <= 9000:
            raise ValueError(typed)
    except ValueError:
        raise Refused(400, f"{name} is not a W3C date: 2026-11-26T12:47:00Z.") from None
    return at if timezone.is_aware(at) else at.replace(tzinfo=UTC)


def _several(typed: str) -> list[str]:
    return [each.strip().replace("\x00", "") for each in typed.split(",")][:IDS]


def number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _number(given: QueryDict, name: str, default: int, most: int) -> int:
    typed = given.get(name)
    if not typed:
        return default
    value = number(typed)
    if not value or value > most:
        raise Refused(400, f"{name} is a number from 1 to {most}.")
    return value
