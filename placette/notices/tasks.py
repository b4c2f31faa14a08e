"""The e-mails of notices: at once, or gathered once a day."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from placette.people.models import Person

from .kinds import KINDS
from .mails import send
from .models import Notice, Preference


@app.task(name="notices.mail", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def mail(notice: int) -> None:
    """One notice by e-mail, unless it has been seen or mailed.

    The row stays locked until the server has taken the mail, so two workers send one. A worker that dies between the
    server's yes and the commit sends it again.
    """
    with transaction.atomic():
        row = (
            Notice.objects.select_for_update(of=("self",)).select_related("person").filter(pk=notice).first()
        )
        if row is None or row.emailed_at or row.seen_at or not row.person.is_active:
            return
        send(row.person, [row])
        Notice.objects.filter(pk=row.pk).update(emailed_at=timezone.now())


@app.periodic(cron="0 17 * * *")  # 18:00 in Paris in winter, 19:00 in summer
@app.task(name="notices.digests", queueing_lock="notices.digests")
def digests(timestamp: int) -> None:
    day_ago = timezone.now() - timedelta(days=2)
    people = Notice.objects.filter(emailed_at__isnull=True, seen_at__isnull=True, created_at__gte=day_ago)
    for pk in people.values_list("person_id", flat=True).distinct():
        digest.defer(person=pk)


@app.task(name="notices.digest", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def digest(person: int) -> None:
    """What one person has not seen of the kinds that she wants once a day; nothing where there is nothing."""
    with transaction.atomic():
        chosen = dict(Preference.objects.filter(person=person).values_list("kind", "email"))
        daily = [
            name for name, kind in KINDS.items() if chosen.get(name, kind.rhythm) == Preference.Rhythm.DAILY
        ]
        recent = timezone.now() - timedelta(days=2)
        rows = list(
            Notice.objects.select_for_update(skip_locked=True).filter(
                person=person,
                kind__in=daily,
                seen_at__isnull=True,
                emailed_at__isnull=True,
                created_at__gte=recent,
            )
        )
        if rows:
            send(Person.objects.get(pk=person), rows)
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(emailed_at=timezone.now())
