"""What happens to annonces by itself. Each task may run twice: its effect comes once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.moments import is_the_evening_before
from placette.notices.actions import notify

from .actions import asking
from .actions.agreements import reminder_key
from .models import Agreement, Listing
from .moments import clocks_of

REMINDS_BEFORE = timedelta(days=3)


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
                    until=listing.expires_at.isoformat(),
                )


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
                until=agreement.starts_at.isoformat(),  # type: ignore[union-attr]
            )
