"""The e-mails of notices: at once, or gathered once a day.

An advisory lock, one a person, is held from before the look at `emailed_at` until the commit that fills it, so two
workers send one, also where a digest takes up what could not leave at once, and a worker killed before the server's yes leaves nothing behind: the job runs again. One window remains: killed
between that yes and the commit, it is sent again, under the same Message-ID, by which most mail programs show it
once. The notice's row itself stays free: its person reads it on the site while a slow mail server thinks.
"""

from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from placette.core.mail import RETRY, deliver
from placette.people.models import Person

from . import mails
from .kinds import KINDS
from .models import Notice, Preference
from .queries import for_digest, rhythms

DIGEST_HOUR = 18  # in Paris


@app.task(name="notices.mail", queue="mail", retry=RETRY)
def mail(notice: int) -> None:
    """One notice by e-mail, unless meanwhile it was seen, mailed, outdated, or its kind unsubscribed from."""
    with transaction.atomic():
        told = Notice.objects.filter(pk=notice)
        for person in told.values_list("person_id", flat=True):
            _alone(person)
        waiting = told.filter(emailed_at__isnull=True, seen_at__isnull=True, kind__in=list(KINDS))
        row = waiting.select_related("person").first()
        if row is None or not row.person.is_active or row.person.is_carried or is_past(row):
            return
        if rhythms(KINDS[row.kind], [row.person_id])[row.person_id] == Preference.Rhythm.AT_ONCE:
            deliver(mails.one(row))
            _mailed([row])


# Six o'clock in Paris is one of these, in winter and in summer.
@app.periodic(cron="0 16,17 * * *", periodic_id="notices.digests")
@app.task(name="notices.digests", queueing_lock="notices.digests")
def digests(timestamp: int) -> None:
    """Every day at six in the evening, one job for each person to whom there is something to tell."""
    if timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).hour != DIGEST_HOUR:
        return
    people = for_digest().order_by().values_list("person_id", flat=True).distinct()
    jobs: list[JSONDict] = [{"person": person} for person in people]
    if jobs:
        digest.batch_defer(*jobs)


@app.task(name="notices.digest", queue="mail", retry=RETRY)
def digest(person: int) -> None:
    """What for_digest finds for one person; nothing where there is nothing."""
    with transaction.atomic():
        _alone(person)
        rows = [row for row in for_digest().filter(person=person).order_by("-pk") if not is_past(row)]
        if rows:
            deliver(mails.digest(Person.objects.get(pk=person), rows))
            _mailed(rows)


def is_past(notice: Notice) -> bool:
    until = notice.facts.get("until")
    return bool(until) and datetime.fromisoformat(until) <= timezone.now()


def _alone(person: int) -> None:
    """Until the end of the transaction, whoever else would write to this person waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"notices.mail:{person}"])


def _mailed(rows: list[Notice]) -> None:
    """Also where the server refuses the address for good: trying again would change nothing."""
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(emailed_at=timezone.now())
