"""What the worker does for invitations."""

from procrastinate.contrib.django import app

from placette.core.mail import RETRY

from .actions import campaigns, letters
from .models import Campaign


def begin(campaign: Campaign) -> None:
    """In the transaction in which it begins."""
    if campaign.kind == Campaign.Kind.LETTERS:
        make_letters.defer(campaign=campaign.pk)


# One packet at a time on the whole site: each takes a processor and two hundred megabytes.
@app.task(name="invitations.make_letters", queue="default", retry=RETRY, lock="invitations.letters")
def make_letters(campaign: int) -> None:
    """One packet, then the next: what else waits has its turn between them."""
    if letters.make_packet(campaign):
        make_letters.defer(campaign=campaign)


@app.periodic(cron="11 3 * * *", periodic_id="invitations.forget_old")
@app.task(name="invitations.forget_old", queue="default", queueing_lock="invitations.forget_old")
def forget_old(timestamp: int) -> int:
    return campaigns.forget_old()
