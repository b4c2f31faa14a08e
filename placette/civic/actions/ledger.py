"""Events in the ledger of figures: each that is online once, on its day."""

from datetime import datetime

from django.db import connection, transaction

from placette.civic.models import Announcement
from placette.civic.queries.agenda import LONG_AGO
from placette.impact import actions as impact

State = Announcement.State
# Where the ledger says otherwise than what is online, or than what no longer is.
MISCOUNTED = """
SELECT a.id FROM civic_announcement a LEFT JOIN impact_event e ON e.source = 'announcement:' || a.id
WHERE a.published_at IS NOT NULL AND CASE
    WHEN a.state = 'published' AND a.starts_at IS NOT NULL AND a.place <> '' AND a.level <> 'emergency' THEN
        CASE WHEN e.id IS NULL THEN a.starts_at > %(since)s
        ELSE (e.starts_at, e.commune_id) IS DISTINCT FROM (a.starts_at, a.commune_id) END
    ELSE e.id IS NOT NULL END
ORDER BY a.id
"""


def count(announcement: Announcement) -> None:
    """What is online and an event; where it was counted and is none any more, no longer."""
    source = f"announcement:{announcement.pk}"
    if announcement.state == State.PUBLISHED and announcement.is_event and announcement.starts_at:
        impact.record_event(source, announcement.commune_id, announcement.starts_at)
    elif announcement.published_at:
        impact.forget_event(source)


def miscounted(now: datetime) -> list[int]:
    """What a process that did not count yet has published, moved or withdrawn, as during an upgrade. None that begins so
    long ago that its year is wrong.
    """
    with connection.cursor() as cursor:
        cursor.execute(MISCOUNTED, {"since": now - LONG_AGO})
        return [pk for (pk,) in cursor.fetchall()]


@transaction.atomic
def count_again(announcement_id: int, now: datetime) -> None:
    """As it stands now: who changes it meanwhile waits, or has counted it already."""
    there = Announcement.objects.select_for_update(of=("self",), no_key=True)
    for announcement in there.filter(pk=announcement_id):
        count(announcement)
