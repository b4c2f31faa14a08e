"""What the worker does for invitations."""

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from placette.core.mail import RETRY

from . import arrivals
from .actions import campaigns, letters, mails
from .models import Campaign, Invited


def begin(campaign: Campaign) -> None:
    """In the transaction in which it begins."""
    if campaign.kind == Campaign.Kind.LETTERS:
        make_letters.defer(campaign=campaign.pk)
    else:
        send_mails.defer(campaign=campaign.pk)


# One packet at a time on the whole site: each takes a processor and two hundred megabytes.
@app.task(name="invitations.make_letters", queue="default", retry=RETRY, lock="invitations.letters")
def make_letters(campaign: int) -> None:
    """Packet by packet, each committed: a job for each would wait five seconds for the one before to let go of the lock."""
    while letters.make_packet(campaign):
        pass


@app.task(name="invitations.send_mails", queue="mail", retry=RETRY)
def send_mails(campaign: int) -> None:
    """A job for each: a letter box that is full for a while keeps nobody else waiting. Given twice, each is sent once."""
    waiting = Invited.objects.filter(campaign=campaign, sent_at=None).order_by("number")
    jobs: list[JSONDict] = [{"invited": pk} for pk in waiting.values_list("pk", flat=True)]
    if jobs:
        send_mail.batch_defer(*jobs)


@app.task(name="invitations.send_mail", queue="mail", retry=RETRY)
def send_mail(invited: int) -> None:
    campaign = mails.send(invited)
    if campaign is not None:
        mails.count(campaign)


@app.periodic(cron="37 * * * *", periodic_id="invitations.try_again")
@app.task(name="invitations.try_again", queue="default", queueing_lock="invitations.try_again")
def try_again(timestamp: int) -> int:
    """What was given up is begun anew: doing it twice makes each letter, and sends each e-mail, once."""
    to_send, to_make = mails.to_try_again(), letters.to_try_again()
    for campaign in to_send:
        send_mails.defer(campaign=campaign)
    for campaign in to_make:
        make_letters.defer(campaign=campaign)
    return len(to_send) + len(to_make)


@app.periodic(cron="2 1 * * *", periodic_id="invitations.count_who_came")
@app.task(name="invitations.count_who_came", queue="default", queueing_lock="invitations.count_who_came")
def count_who_came(timestamp: int) -> int:
    return arrivals.settle()


@app.periodic(cron="11 3 * * *", periodic_id="invitations.forget_old")
@app.task(name="invitations.forget_old", queue="default", queueing_lock="invitations.forget_old")
def forget_old(timestamp: int) -> int:
    return campaigns.forget_old() + mails.forget_addresses() + mails.end_stuck() + letters.end_stuck()
