"""The trail forgets in time."""

from procrastinate.contrib.django import app

from . import trail


@app.periodic(cron="41 4 * * *", periodic_id="trust.forget_old")
@app.task(name="trust.forget_old", queue="default")
def forget_old(timestamp: int) -> int:
    return trail.forget_old()
