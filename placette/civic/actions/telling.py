"""Who is told what the town hall says and asks: everybody of the commune, or of its quarters, each once."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from placette.civic.models import Announcement, Poll, SharedAnnouncement
from placette.notices import actions as notices
from placette.notices.models import Notice
from placette.people.models import Membership

KINDS: dict[str, str] = {
    Announcement.Level.NORMAL: "announcement",
    Announcement.Level.IMPORTANT: "announcement_important",
    Announcement.Level.EMERGENCY: "alert",
}
FIRST_WORDS = 200  # of an alert: its e-mail says what to do without a click


def published_later(announcement: Announcement) -> None:
    """By a job of its own, which leaves with the transaction: thousands of notices are not written in a request."""
    from placette.civic import tasks

    tasks.tell.defer(announcement=announcement.pk)


@transaction.atomic
def published(announcement: Announcement) -> int:
    """Returns how many were told; who knows already is not told again, unless it has become an alert.

    As it stands now, and withdrawing or ending it waits: what is withdrawn first is told to nobody, what is told first is
    taken back.
    """
    # Before its copy, as who takes it back does.
    list(SharedAnnouncement.objects.select_for_update(no_key=True).filter(copies=announcement.pk))
    announcement = Announcement.objects.select_for_update(no_key=True).get(pk=announcement.pk)
    if announcement.state != Announcement.State.PUBLISHED or announcement.is_over(timezone.now()):
        return 0
    facts: dict[str, Any] = {"title": announcement.title}
    people = set(_members(announcement).values_list("person_id", flat=True))
    if community := announcement.community:
        facts["community"] = community.name
        people -= _told_elsewhere(announcement)
    if announcement.ends_at:
        facts["until"] = announcement.ends_at.isoformat()
    if announcement.is_emergency:
        facts["text"] = _first_words(announcement.text)
    return notices.notify(
        people, KINDS[announcement.level], announcement.get_absolute_url(), _key(announcement), **facts
    )


def _told_elsewhere(announcement: Announcement) -> set[int]:
    """Who belongs to two communes of a community is told once of what it says. Two jobs of it wait for each
    other (published)."""
    shared = SharedAnnouncement.objects.get(copies=announcement.pk)
    keys = [f"announcement:{copy.pk}" for copy in shared.copies.exclude(pk=announcement.pk)]
    return set(Notice.objects.filter(key__in=keys).values_list("person_id", flat=True))


def withdrawn(announcement: Announcement) -> None:
    notices.withdraw(f"announcement:{announcement.pk}", f"announcement:{announcement.pk}:alert")


def _key(announcement: Announcement) -> str:
    return f"announcement:{announcement.pk}" + (":alert" if announcement.is_emergency else "")


def poll_opened(poll: Poll) -> int:
    """To everybody who may vote."""
    people = _voters(poll).values_list("person_id", flat=True)
    facts = {
        "event": "opened",
        "question": poll.question,
        "until": poll.closes_at.isoformat(),
        "poll": poll.pk,
    }
    return notices.notify(set(people), "poll", poll.get_absolute_url(), f"poll:{poll.pk}:opened", **facts)


def poll_counted(poll: Poll) -> int:
    people = _voters(poll).values_list("person_id", flat=True)
    facts = {"event": "counted", "question": poll.question}
    return notices.notify(set(people), "poll", poll.get_absolute_url(), f"poll:{poll.pk}:counted", **facts)


def poll_withdrawn(poll: Poll) -> None:
    notices.withdraw(f"poll:{poll.pk}:opened")


def _members(told: Announcement) -> QuerySet[Membership]:
    """Of the commune; where it is for some quarters, those who live there or have not said where they live."""
    members = Membership.objects.filter(commune=told.commune_id)
    quarters = list(told.quarters.values_list("pk", flat=True))
    return members.filter(Q(quarter__in=quarters) | Q(quarter__isnull=True)) if quarters else members


def _voters(poll: Poll) -> QuerySet[Membership]:
    """As rules.has_a_voice says: where it is for some quarters, who has not said where she lives has none."""
    voters = Membership.objects.filter(
        commune=poll.commune_id, verified_at__isnull=False, purpose=Membership.Purpose.HOME
    )
    quarters = list(poll.quarters.values_list("pk", flat=True))
    return voters.filter(quarter__in=quarters) if quarters else voters


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FIRST_WORDS else line[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"
