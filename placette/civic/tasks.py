"""What the town hall's words do by themselves. Each task may run twice: its effect comes once."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.mail import RETRY

from .actions import announcements, counting, ledger, polls, telling
from .models import Announcement, Poll

log = logging.getLogger(__name__)


# A worker that was away does what has become due meanwhile, in its order.
@app.periodic(cron="* * * * *", periodic_id="civic.publish")
@app.task(name="civic.publish", queueing_lock="civic.publish")
def publish(timestamp: int) -> None:
    now = timezone.now()
    _each(announcements.due(now), announcements.publish_due, now)


@app.periodic(cron="* * * * *", periodic_id="civic.ask_and_count")
@app.task(name="civic.ask_and_count", queueing_lock="civic.ask_and_count")
def ask_and_count(timestamp: int) -> None:
    """Polls that open are told; those that close are counted."""
    now = timezone.now()
    _each(polls.opening(now), polls.tell_opening, now)
    _each(counting.due(now), counting.count, now)


@app.periodic(cron="29 3 * * *", periodic_id="civic.forget_sightings")
@app.task(name="civic.forget_sightings", queueing_lock="civic.forget_sightings")
def forget_sightings(timestamp: int) -> None:
    announcements.forget_sightings(timezone.now())


# Before the figures are brought up to date.
@app.periodic(cron="9 3 * * *", periodic_id="civic.count_events")
@app.task(name="civic.count_events", queueing_lock="civic.count_events")
def count_events(timestamp: int) -> None:
    now = timezone.now()
    _each(ledger.miscounted(now), ledger.count_again, now)


@app.task(name="civic.tell", retry=RETRY)
def tell(announcement: int) -> None:
    """Who is told of an announcement; nothing where it was withdrawn meanwhile."""
    for found in Announcement.objects.filter(pk=announcement):
        telling.published(found)


@app.task(name="civic.tell_result")
def tell_result(poll: int) -> None:
    for found in Poll.objects.filter(pk=poll, state=Poll.State.COUNTED):
        telling.poll_counted(found)


def _each(found: Iterable[int], act: Callable[[int, datetime], None], now: datetime) -> None:
    """One that fails does not keep the others; it is tried again in a minute, and the job fails."""
    failed: list[Exception] = []
    for pk in found:
        try:
            act(pk, now)
        except Exception as error:
            log.exception("something of the town hall could not be done", extra={"task": act.__name__})
            failed.append(error)
    if failed:
        raise ExceptionGroup("what the town hall had planned", failed)
