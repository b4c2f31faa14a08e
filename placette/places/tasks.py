"""Mails of the waiting list, and its cleaning."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

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
    """One job for each person who waits: a letter box that is full for a while keeps nobody else waiting."""
    if not Commune.objects.filter(code=commune, space__closed_at=None, space__isnull=False).exists():
        return
    people = _counted().filter(commune=commune).values_list("pk", flat=True)
    jobs: list[JSONDict] = [{"waiting": pk} for pk in people]
    if jobs:
        send_opening.batch_defer(*jobs)


@app.task(name="places.send_opening", queue="mail", retry=RETRY)
def send_opening(waiting: int) -> None:
    """Tells one person, then forgets her: a second job finds nobody to tell."""
    with transaction.atomic():
        locked = _counted().select_for_update(of=("self",)).select_related("commune")
        found = locked.filter(pk=waiting).first()
        if found:
            mails.send("opening", found)
            found.forget()


def _counted() -> QuerySet[Waiting]:
    return Waiting.objects.filter(confirmed_at__isnull=False, left_at=None)


@app.periodic(cron="17 4 * * *", periodic_id="places.forget_unconfirmed")
@app.task(name="places.forget_unconfirmed", queue="default")
def forget_unconfirmed(timestamp: int) -> int:
    """Erases, every night, the addresses whose link was never used in time."""
    old = timezone.now() - timedelta(seconds=CONFIRM_WITHIN)
    erased, _ = Waiting.objects.filter(confirmed_at=None, left_at=None, created_at__lt=old).delete()
    return erased
