"""What happens to collecting by itself. Each task may run twice: its effect comes once."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.moments import is_the_evening_before
from placette.groupbuys.collecting import queries, telling
from placette.groupbuys.collecting.actions import finishing, rhythms

log = logging.getLogger(__name__)


# A worker that was away for an hour, and who chooses her slot in the evening, are caught up.
@app.periodic(cron="*/15 * * * *")
@app.task(name="groupbuys.remind", queueing_lock="groupbuys.remind")
def remind(timestamp: int) -> None:
    """In the evening before, on the slot's own clocks, who comes and who helps is told; each once."""
    now = timezone.now()
    for slot in queries.reminded(now):
        with timezone.override(slot.zone):
            if is_the_evening_before(slot.starts_at, now):
                telling.tomorrow(slot)


@app.periodic(cron="10 * * * *")
@app.task(name="groupbuys.finish", queueing_lock="groupbuys.finish")
def finish(timestamp: int) -> None:
    now = timezone.now()
    _each(finishing.due(now), finishing.finish, now)


@app.periodic(cron="20 * * * *")
@app.task(name="groupbuys.run_again", queueing_lock="groupbuys.run_again")
def run_again(timestamp: int) -> None:
    now = timezone.now()
    _each(rhythms.due(now), rhythms.make_draft, now)


def _each(keys: list[int], act: Callable[[int, datetime], object], now: datetime) -> None:
    """One that fails does not keep the others from it; it is tried again in an hour, and the job fails."""
    failed: list[Exception] = []
    for key in keys:
        try:
            act(key, now)
        except Exception as error:
            log.exception("what was due to a grouped purchase could not be done", extra={"id": key})
            failed.append(error)
    if failed:
        raise ExceptionGroup("grouped purchases for which something could not be done", failed)
