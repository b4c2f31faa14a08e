"""Letters to the social service are forgotten in time."""

from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="47 3 * * *", periodic_id="social.forget_old")
@app.task(name="social.forget_old", queueing_lock="social.forget_old")
def forget_old(timestamp: int) -> None:
    actions.forget_old()
