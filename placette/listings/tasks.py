"""What happens to annonces by itself. Each task may run twice: its effect comes once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.notices.actions import notify

from .actions import asking
from .models import Agreement, Listing
from .moments import PARIS

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
                    f"expires:{listing.pk}:{listing.expires_at:%Y%m%d}",
                    title=listing.title,
                    until=listing.expires_at.isoformat(),
                )


# 16:00 in Paris in winter, 17:00 in summer: before the digest of six, for those who read it there.
@app.periodic(cron="0 15 * * *")
@app.task(name="listings.remind", queueing_lock="listings.remind")
def remind(timestamp: int) -> None:
    """The day before, both parties of an agreement are told; each agreement once."""
    tomorrow = timezone.now().astimezone(PARIS).date() + timedelta(days=1)
    agreed = Agreement.objects.filter(
        state=Agreement.State.ACCEPTED, starts_at__date=tomorrow
    ).select_related("answer__listing__author", "answer__person")
    for agreement in agreed:
        answer = agreement.answer
        for person, other in (
            (answer.listing.author, answer.person),
            (answer.person, answer.listing.author),
        ):
            notify(
                [person.pk],
                "tomorrow",
                f"/messages/{answer.conversation_id}/",
                f"tomorrow:{agreement.pk}:{tomorrow}",
                name=other.display_name,
                title=agreement.what,
                until=agreement.starts_at.isoformat(),  # type: ignore[union-attr]
            )
