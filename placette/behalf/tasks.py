"""What is forgotten of acting for others, and ends by itself."""

from procrastinate.contrib.django import app

from .actions import ending, taking_over


@app.periodic(cron="33 4 * * *", periodic_id="behalf.forget_codes")
@app.task(name="behalf.forget_codes", queue="default")
def forget_codes(timestamp: int) -> int:
    return taking_over.forget_old()


@app.periodic(cron="39 4 * * *", periodic_id="behalf.end_lapsed")
@app.task(name="behalf.end_lapsed", queue="default")
def end_lapsed(timestamp: int) -> int:
    return ending.end_lapsed()
