"""What happens to grouped purchases by itself. Each task may run twice: its effect comes once."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.mail import RETRY

from . import supplier_mails
from .actions import closing

log = logging.getLogger(__name__)


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


@app.task(name="groupbuys.ask_supplier", queue="mail", retry=RETRY)
def ask_supplier(quote: int) -> None:
    supplier_mails.ask(quote)


@app.task(name="groupbuys.tell_supplier", queue="mail", retry=RETRY)
def tell_supplier(quote: int) -> None:
    supplier_mails.tell(quote)
