from django.utils import timezone
from procrastinate.contrib.django import app

from . import publication


@app.periodic(cron="20 */3 * * *", periodic_id="impact.refresh")
@app.task(name="impact.refresh", queueing_lock="impact.refresh")
def refresh(timestamp: int) -> int:
    """Eight times a day, so that who came on a Sunday evening is found before she comes again on Monday."""
    return publication.refresh(timezone.now())
