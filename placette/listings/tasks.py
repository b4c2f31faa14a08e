"""What happens to annonces by itself. Each task may run twice: its effect comes once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.moments import is_the_evening_before
from placette.notices.actions import notify

from .actions import asking, calling
from .actions.agreements import moment_past_key, reminder_key
from .models import Agreement, Listing
from .moments import clocks_of

REMINDS_BEFORE = timedelta(days=3)
# Time to come home; then days in which a worker that was away still asks.
ASKS_AFTER, ASKS_UNTIL = timedelta(hours=3), timedelta(days=4)
UNDATED = timedelta(days=7)  # after the « D’accord »


@app.periodic(cron="*/5 * * * *")
@app.task(name="listings.widen", queueing_lock="listings.widen")
def widen(timestamp: int) -> None:
    asking.widen_due()
    asking.alert_ambassadors_due()


@app.periodic(cron="15 * * * *")
@app.task(name="listings.expire", queueing_lock="listings.expire")
def expire(timestamp: int) -> None:
    now = timezone.now()
    active = Listing.objects.filter(state=Listing.State.ACTIVE)
    active.filter(expires_at__lte=now).update(state=Listing.State.EXPIRED, updated_at=now)
    for listing in active.filter(expires_at__lte=now + REMINDS_BEFORE, reminded_at__isnull=True)[:1000]:
        with transaction.atomic():
            if Listing.objects.filter(pk=listing.pk, reminded_at__isnull=True).update(reminded_at=now):
                notify(
                    [listing.author_id],
                    "expires",
                    listing.get_absolute_url(),
                    asking.expires_key(listing),
                    title=listing.title,
                    listing=listing.pk,
                    until=listing.expires_at.isoformat(),
                )


@app.periodic(cron="27 4 * * *", periodic_id="listings.forget_calls")
@app.task(name="listings.forget_calls", queue="default")
def forget_calls(timestamp: int) -> int:
    return calling.forget_old()


# A worker that was away for an hour, and neighbours who agree in the evening, are caught up.
@app.periodic(cron="*/15 * * * *")
@app.task(name="listings.remind", queueing_lock="listings.remind")
def remind(timestamp: int) -> None:
    """In the evening before, on the clocks where the annonce is, both parties are told; each agreement once.

    Index one_open_agreement.
    """
    now = timezone.now()
    agreed = Agreement.objects.filter(
        state=Agreement.State.ACCEPTED, starts_at__gt=now, starts_at__lt=now + timedelta(days=2)
    ).select_related("answer__listing__author", "answer__person")
    for agreement in agreed:
        answer = agreement.answer
        with clocks_of(answer.listing):
            if not is_the_evening_before(agreement.starts_at, now):  # type: ignore[arg-type]
                continue
        for person, other in (
            (answer.listing.author, answer.person),
            (answer.person, answer.listing.author),
        ):
            notify(
                [person.pk],
                "tomorrow",
                f"/messages/{answer.conversation_id}/",
                reminder_key(agreement),
                name=other.display_name,
                title=agreement.what,
                agreement=agreement.pk,
                conversation=answer.conversation_id,
                until=agreement.starts_at.isoformat(),  # type: ignore[union-attr]
            )


@app.periodic(cron="30 8,17 * * *")
@app.task(name="listings.ask_if_done", queueing_lock="listings.ask_if_done")
def ask_if_done(timestamp: int) -> None:
    """Once its moment has passed both are asked whether it is done, each once; of one without a date, a week after.

    Index one_open_agreement.
    """
    now = timezone.now()
    over = Coalesce(F("ends_at"), F("starts_at"), F("decided_at") + UNDATED)
    past = Agreement.objects.filter(state=Agreement.State.ACCEPTED).alias(over=over)
    due = past.filter(over__lt=now - ASKS_AFTER, over__gt=now - ASKS_UNTIL)
    for agreement in due.select_related("answer__listing__author", "answer__person"):
        answer = agreement.answer
        author, answerer = answer.listing.author, answer.person
        for person, other in ((author, answerer), (answerer, author)):
            notify(
                [person.pk],
                "moment_past",
                f"/messages/{answer.conversation_id}/",
                moment_past_key(agreement),
                name=other.display_name,
                title=agreement.what,
                agreement=agreement.pk,
            )
