"""What the worker does for town halls."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from placette.core.mail import RETRY
from placette.impact.periods import read
from placette.places.models import Space

from . import life
from .actions import exports, opening
from .directory import actions as directory
from .reports import actions as reports

log = logging.getLogger(__name__)


@app.task(name="townhall.send_code", queue="mail", retry=RETRY)
def send_code(opening_id: int) -> None:
    """The code itself is made here: no job holds it."""
    opening.send_code(opening_id)


@app.periodic(cron="4 * * * *", periodic_id="townhall.live_on")
@app.task(name="townhall.live_on", queue="default", queueing_lock="townhall.live_on")
def live_on(timestamp: int) -> int:
    """Every hour: states that are over give way, ends that come near are told. How many spaces moved.

    Each space in a transaction of its own: what goes wrong with one keeps no other from its date.
    """
    today = timezone.localdate()
    moved = 0
    for code in Space.objects.order_by("pk").values_list("pk", flat=True):
        try:
            moved += bool(life.pass_on(code, today))
            life.remind(code, today)
            life.erase_closed(code)
        except Exception:
            log.exception("the space of %s is not moved on: tried again in an hour", code)
    return moved


@app.task(name="townhall.make_export", queue="default", retry=RETRY)
def make_export(export_id: int) -> None:
    exports.make(export_id)


@app.periodic(cron="52 3 * * *", periodic_id="townhall.forget_exports")
@app.task(name="townhall.forget_exports", queue="default")
def forget_exports(timestamp: int) -> int:
    return exports.forget_old()


@app.periodic(cron="55 3 * * *", periodic_id="townhall.forget_openings")
@app.task(name="townhall.forget_openings", queue="default")
def forget_openings(timestamp: int) -> int:
    return opening.forget_old()


@app.periodic(cron="40 5 * * *", periodic_id="townhall.make_reports")
@app.task(name="townhall.make_reports", queue="default", queueing_lock="townhall.make_reports")
def make_reports(timestamp: int) -> int:
    """The reports of the month that is over: on the first, or on the morning on which the worker is back.

    One job a commune: what goes wrong with one keeps no other from its report.
    """
    jobs: list[JSONDict] = [
        {"commune": code, "month": month.key} for code, month in reports.due(timezone.localdate())
    ]
    if jobs:
        make_report.batch_defer(*jobs)
    return len(jobs)


@app.task(name="townhall.make_report", queue="default", retry=RETRY)
def make_report(commune: str, month: str) -> bool:
    period = read(month)
    return period is not None and reports.make(commune, period, timezone.localdate()) is not None


@app.periodic(cron="58 3 * * *", periodic_id="townhall.forget_imports")
@app.task(name="townhall.forget_imports", queue="default")
def forget_imports(timestamp: int) -> int:
    return directory.forget_old()
