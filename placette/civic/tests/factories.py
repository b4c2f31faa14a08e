"""Announcements and polls for tests."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from placette.civic.actions import announcements, polls
from placette.civic.models import Announcement, Poll
from placette.people.models import Person
from placette.people.tests.factories import commune_of


def announcement_of(author: Person, *, published: bool = True, **fields: Any) -> Announcement:
    known = {"title": "Marché de Noël", "text": "Place de la halle, avec du vin chaud.", "level": "normal"}
    if fields.get("level") == "emergency":
        known |= {"title": "Eau coupée", "text": "Ne buvez pas l’eau du robinet."}
        fields = {"ends_at": timezone.now() + timedelta(days=1)} | fields
    written = announcements.write(author, fields.pop("commune", commune_of()), **(known | fields))
    if published:
        announcements.publish(written.pk)
    return Announcement.objects.get(pk=written.pk)


def poll_of(
    author: Person,
    options: Sequence[str] = ("La halle", "Le stade", "L’école"),
    *,
    published: bool = True,
    **fields: Any,
) -> Poll:
    now = timezone.now()
    known = {
        "question": "Où planter les arbres ?",
        "kind": "single",
        "most": 1,
        "opens_at": now - timedelta(minutes=1),
        "closes_at": now + timedelta(days=7),
    }
    poll = polls.write(author, fields.pop("commune", commune_of()), options, **(known | fields))
    if published:
        polls.publish(poll.pk, min(now, poll.opens_at))
    return Poll.objects.get(pk=poll.pk)
