from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core import mail

from .actions import pending
from .models import ActivationCode


@app.task(name="people.deliver", queue="mail", retry=mail.RETRY)
def deliver(to: str, subject: str, body: str, html: str) -> None:
    """Send one account e-mail. A retry after a lost answer of the mail server may send it twice: a code twice is harmless."""
    mail.deliver(mail.write(to, subject, body, html))


@app.periodic(cron="29 4 * * *", periodic_id="people.forget_addresses")
@app.task(name="people.forget_addresses")
def forget_addresses(timestamp: int) -> None:
    """A letter that nobody answered in time: that a code was issued stays, to which address does not."""
    expired = ActivationCode.objects.filter(expires_at__lt=timezone.now()).exclude(address="")
    expired.update(address="")


@app.periodic(cron="37 * * * *", periodic_id="people.forget_pending_photos")
@app.task(name="people.forget_pending_photos", queueing_lock="people.forget_pending_photos")
def forget_pending_photos(timestamp: int) -> None:
    pending.forget_expired()
