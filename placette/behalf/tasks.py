"""What is forgotten of acting for others, and ends by itself."""

import logging

from procrastinate.contrib.django import app

from .actions import ending, taking_over

log = logging.getLogger(__name__)


@app.periodic(cron="33 4 * * *", periodic_id="behalf.forget_codes")
@app.task(name="behalf.forget_codes", queue="default")
def forget_codes(timestamp: int) -> int:
    return taking_over.forget_old()


@app.periodic(cron="39 4 * * *", periodic_id="behalf.end_lapsed")
@app.task(name="behalf.end_lapsed", queue="default")
def end_lapsed(timestamp: int) -> int:
    """How many. One that cannot be ended keeps no other; it is tried again the next night."""
    ended, troubles = 0, []
    for consent in ending.lapsed():
        try:
            ended += ending.end_lapsed(consent)
        except Exception as error:
            log.exception("a consent that lapsed could not be ended", extra={"consent": consent})
            troubles.append(error)
    if troubles:
        raise ExceptionGroup("consents that lapsed", troubles)
    return ended
