"""What is forgotten of acting for others."""

from procrastinate.contrib.django import app

from .actions import taking_over


@app.periodic(cron="33 4 * * *", periodic_id="behalf.forget_codes")
@app.task(name="behalf.forget_codes", queue="default")
def forget_codes(timestamp: int) -> int:
    return taking_over.forget_old()
