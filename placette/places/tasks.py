"""Mails of the waiting list, and its cleaning."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.mail import RETRY

from . import mails
from .models import Commune, Waiting
from .tokens import CONFIRM_WITHIN


@app.task(name="places.send_confirmation", queue="mail", retry=RETRY)
def send_confirmation(waiting: int) -> None:
    found = (
        Waiting.objects.select_related("commune").filter(pk=waiting, left_at=None, confirmed_at=None).first()
    )
    if found:
        mails.send("confirm", found)


@app.task(name="places.tell_opening", queue="mail", retry=RETRY)
def tell_opening(commune: str) -> None:
    """Tells each person once, then forgets her: a job that was cut short goes on with those who are left."""
    if not Commune.objects.filter(code=commune, space__closed_at=None, space__isnull=False).exists():
        return
    told = Waiting.objects.filter(commune=commune, confirmed_at__isnull=False, left_at=None)
    for waiting_id in told.values_list("pk", flat=True):
        with transaction.atomic():
            waiting = (
                told.select_for_update(of=("self",)).select_related("commune").filter(pk=waiting_id).first()
            )
            if waiting:
                mails.send("opening", waiting)
                waiting.forget()


@app.periodic(cron="17 4 * * *", periodic_id="places.forget_unconfirmed")
@app.task(name="places.forget_unconfirmed", queue="default")
def forget_unconfirmed(timestamp: int) -> int:
    """Erases, every night, the addresses whose link was never used in time."""
    old = timezone.now() - timedelta(seconds=CONFIRM_WITHIN)
    erased, _ = Waiting.objects.filter(confirmed_at=None, left_at=None, created_at__lt=old).delete()
    return erased
