"""What is read of reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from placette.civic.models import Follower, Report
from placette.impact.suppression import shown
from placette.people.models import Person

State = Report.State
NEAR = 50  # metres
DEGREE = 111_195  # metres of latitude
EARTH = 6_371_009  # metres, its mean radius (IUGG)
PAGE = 20
ON_THE_MAP = 300
YEAR = timedelta(days=365)
MEDIAN = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY ended_at - created_at)
FROM civic_report WHERE commune_id = %s AND state = 'done' AND ended_at > %s
"""


@dataclass(frozen=True)
class Figures:
    """`days`: until half of what was settled in a year was; None where that is fewer than five reports."""

    going: int
    done: int
    days: int | None


@dataclass(frozen=True)
class Page:
    reports: list[Report]
    before: int  # the next page shows what came before this one; 0 where there is none


def found(pk: int) -> Report | None:
    """With its commune and what became of it. Two queries."""
    with_all = Report.objects.select_related("commune", "commune__space", "commune__boundary", "merged_into")
    return with_all.prefetch_related("steps").filter(pk=pk).first() if 0 < pk < 2**62 else None


def of_commune(commune_code: str, *, states: Sequence[str] = (), category: str = "") -> QuerySet[Report]:
    """All that were not told already. Index report_newest."""
    chosen = Report.objects.filter(commune=commune_code).exclude(state=State.MERGED)
    if states:
        chosen = chosen.filter(state__in=states)
    return chosen.filter(category=category) if category else chosen


def page(chosen: QuerySet[Report], before: int = 0, size: int = PAGE) -> Page:
    """Newest first. One query."""
    ordered = chosen.order_by("-created_at", "-pk")
    if before:
        pivot = Report.objects.filter(pk=before).values("created_at")
        ordered = ordered.filter(Q(created_at__lt=pivot[:1]) | Q(created_at=pivot[:1], pk__lt=before))
    rows = list(ordered[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else 0)


def on_the_map(commune_code: str) -> list[Report]:
    """What is going on and not hidden, where it says a point. One query; index report_near."""
    going = Report.objects.filter(
        commune=commune_code, state__in=Report.GOING, latitude__isnull=False, is_hidden=False
    )
    return list(going.order_by("-created_at")[:ON_THE_MAP])


def near(commune_code: str, latitude: float, longitude: float, category: str = "") -> list[Report]:
    """Told and not settled within 50 m, the same category first, then the nearest; at most five. One query, by report_near."""
    up = NEAR / DEGREE
    aside = up / max(cos(radians(latitude)), 0.01)
    box = Report.objects.filter(
        commune=commune_code, state__in=Report.GOING, is_hidden=False,
        latitude__range=(latitude - up, latitude + up), longitude__range=(longitude - aside, longitude + aside),
    )  # fmt: skip
    apart = [
        (each.category != category, metres(each, latitude, longitude), each.pk, each) for each in box[:200]
    ]
    return [each for _, far, _, each in sorted(apart) if far <= NEAR][:5]


def metres(report: Report, latitude: float, longitude: float) -> float:
    """Great circle, by the haversine formula."""
    assert report.latitude is not None
    assert report.longitude is not None
    up, aside = radians(report.latitude - latitude), radians(report.longitude - longitude)
    half = sin(up / 2) ** 2 + cos(radians(latitude)) * cos(radians(report.latitude)) * sin(aside / 2) ** 2
    return 2 * asin(sqrt(half)) * EARTH


def figures(commune_code: str, now: datetime) -> Figures:
    """Two queries."""
    going = Report.objects.filter(commune=commune_code, state__in=Report.GOING).count()
    with connection.cursor() as cursor:
        cursor.execute(MEDIAN, [commune_code, now - YEAR])
        done, median = cursor.fetchone()
    days = shown(max(round(median.total_seconds() / 86_400), 1), done) if median is not None else None
    return Figures(going, done, days)


def follows(report: Report, person: Person) -> bool:
    return Follower.objects.filter(report=report, person=person).exists()


def followed_by(person: Person, reports: Sequence[Report]) -> set[int]:
    return set(Follower.objects.filter(person=person, report__in=reports).values_list("report_id", flat=True))


def could_be_the_same(report: Report) -> list[Report]:
    """What an officer may merge it with: near, or else the latest of its category. At most ten; two queries."""
    close: list[Any] = []
    if report.latitude is not None and report.longitude is not None:
        close = [
            each for each in near(report.commune_id, report.latitude, report.longitude, report.category)
            if each.pk != report.pk
        ]  # fmt: skip
    known = [report.pk, *(each.pk for each in close)]
    rest = of_commune(report.commune_id, states=Report.GOING, category=report.category).exclude(pk__in=known)
    return [*close, *rest.order_by("-created_at")[: 10 - len(close)]]
