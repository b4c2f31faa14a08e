"""What happens to grouped purchases by itself. Each task may run twice: its effect comes once."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from . import supplier_jobs
from .actions import closing, forgetting
from .collecting import tasks as of_collecting

log = logging.getLogger(__name__)
# The worker looks for tasks here alone: those of the room's parts come along.
PARTS = (of_collecting, supplier_jobs)


# A worker that was away closes what has become due meanwhile, in the order in which it was begun.
@app.periodic(cron="* * * * *")
@app.task(name="groupbuys.close", queueing_lock="groupbuys.close")
def close(timestamp: int) -> None:
    """One that cannot be closed does not keep the others from it; it is tried again in a minute, and the job fails."""
    failed: list[Exception] = []
    for campaign in closing.due(timezone.now()):
        try:
            closing.close(campaign, timezone.now())
        except Exception as error:
            log.exception("a campaign could not be closed", extra={"campaign": campaign})
            failed.append(error)
    if failed:
        raise ExceptionGroup("campaigns that could not be closed", failed)


@app.periodic(cron="47 3 * * *")
@app.task(name="groupbuys.forget_suppliers", queueing_lock="groupbuys.forget_suppliers")
def forget_suppliers(timestamp: int) -> None:
    forgetting.forget_suppliers(timezone.now())


@app.periodic(cron="52 3 * * *")
@app.task(name="groupbuys.forget_accounts", queueing_lock="groupbuys.forget_accounts")
def forget_accounts(timestamp: int) -> None:
    forgetting.forget_accounts(timezone.now())
    forgetting.forget_invitations(timezone.now())
