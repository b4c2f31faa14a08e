"""What happens to trips by itself. Each task may run twice: its effect comes once."""

from django.utils import timezone
from procrastinate.contrib.django import app

from placette.carpool.actions import pauses


@app.periodic(cron="40 3 * * *")
@app.task(name="carpool.rest", queueing_lock="carpool.rest")
def rest(timestamp: int) -> None:
    """Weekly trips know a year ahead on which days they rest, also of a calendar that came with a new edition."""
    pauses.rest_all(timezone.localdate())
