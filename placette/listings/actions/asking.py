"""« Je cherche »: those who can help are told at once, then the circle widens by itself."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from placette.core import french
from placette.listings.meaning import Meaning, by_words, likely, meaning_of
from placette.listings.models import Listing
from placette.listings.rules import AMBASSADORS_AFTER
from placette.notices.actions import notify
from placette.notices.models import Notice
from placette.people.models import Membership, Offering, Role
from placette.people.queries import officers_of
from placette.places.models import Adjacency

State = Listing.State
MOST_TOLD = 30
MOST_READ = 200  # of those who share words, before it is checked that they mean the same thing
WIDENS_AFTER = timedelta(hours=24)


def request_keys(listing: Listing) -> tuple[str, str]:
    """Under which neighbours and ambassadors are told of a request: withdrawn once it is settled."""
    return f"request:{listing.pk}", f"unanswered:{listing.pk}"


def expires_key(listing: Listing) -> str:
    return f"expires:{listing.pk}:{listing.expires_at:%Y%m%d}"


def tell_those_who_can_help(listing: Listing, communes: set[str] | None = None) -> int:
    """Tell verified people of these communes (the request's own by default) who offer such a thing.

    Returns how many have been told now. Each is told once of a request; `told_count` is how many there are.
    """
    people, key = helpers(listing, communes or {listing.commune_id}), request_keys(listing)[0]
    known = Notice.objects.filter(person__in=people, key=key).count()
    notify(
        people,
        "request_you_can_answer",
        listing.get_absolute_url(),
        key,
        title=listing.title,
        listing=listing.pk,
        until=listing.expires_at.isoformat(),
    )
    told = len(people) - known
    Listing.objects.filter(pk=listing.pk).update(told_count=Coalesce("told_count", Value(0)) + told)
    return told


def tell_again(listing: Listing) -> None:
    """Of a request that still waits for its first answer: tell those who can help and do not know of it."""
    waiting = _unanswered().filter(pk=listing.pk).select_for_update(no_key=True).first()
    if waiting is None:
        return
    communes = {waiting.commune_id}
    tell_those_who_can_help(waiting, communes | around(waiting) if waiting.widened_at else communes)


def helpers(listing: Listing, communes: set[str]) -> list[int]:
    """Ids of those whose offerings or active offers answer the request, the best first, at most 30.

    Two queries (indexes offering_search, listing_search). Where nobody is found the words are taken for typing errors:
    a known thing one letter away, then, in two queries more, words like them (offering_likeness, listing_likeness).
    """
    meaning = meaning_of(listing.title)
    found = _owners(listing, communes, meaning, by_words(meaning))
    if not found and meaning.words:
        heard = meaning.corrected()
        found = _owners(listing, communes, heard, by_words(heard))
        found = found or _owners(listing, communes, meaning, likely(meaning))
    return found[:MOST_TOLD]


def _owners(
    listing: Listing, communes: set[str], meaning: Meaning, matching: SearchQuery | Q | None
) -> list[int]:
    if matching is None:
        return []
    members = Membership.objects.filter(commune__in=communes, verified_at__isnull=False).exclude(
        person__in=officers_of(listing.commune_id)
    )
    offerings = Offering.objects.alias(plain=french.plain("text")).filter(
        Exists(members.filter(person=OuterRef("person"))), person__is_active=True
    )
    # Who has moved away may have left an annonce here, but no longer sees what is asked.
    listings = Listing.objects.alias(plain=french.plain("title")).filter(
        Exists(members.filter(person=OuterRef("author"))),
        state=State.ACTIVE,
        direction=Listing.Direction.OFFER,
        commune__in=communes,
        author__is_active=True,
    )
    owned = offerings.filter(_on(matching)).exclude(person=listing.author_id)
    posted = listings.filter(_on(matching)).exclude(author=listing.author_id)
    said = [
        *posted.order_by("-created_at").values_list("author_id", "title")[:MOST_READ],
        *owned.order_by(F("person__last_seen_on").desc(nulls_last=True)).values_list("person_id", "text")[
            :MOST_READ
        ],
    ]
    return list(dict.fromkeys(person for person, text in said if meaning.answered_by(text)))


def _on(matching: SearchQuery | Q) -> Q:
    return matching if isinstance(matching, Q) else Q(search=matching)


def widen_due() -> int:
    """Requests without an answer for 24 h reach the communes around. How many."""
    return _for_each_unanswered(WIDENS_AFTER, "widened_at", _tell_around)


def alert_ambassadors_due() -> int:
    """After 48 h without an answer the ambassadors of the commune are told. Of how many requests."""
    return _for_each_unanswered(AMBASSADORS_AFTER, "ambassadors_told_at", _tell_ambassadors)


def _for_each_unanswered(since: timedelta, mark: str, tell: Callable[[Listing], None]) -> int:
    """Each once, whoever runs this twice: marked in the transaction that tells, so none is marked and not told.

    Index listing_unanswered.
    """
    unanswered = _unanswered().filter(**{f"{mark}__isnull": True})
    due = unanswered.filter(created_at__lte=timezone.now() - since, author__is_active=True)
    told = 0
    for pk in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            if unanswered.filter(pk=pk).update(**{mark: timezone.now()}):
                tell(Listing.objects.get(pk=pk))
                told += 1
    return told


def _unanswered() -> QuerySet[Listing]:
    """Index listing_unanswered."""
    return Listing.objects.filter(
        state=State.ACTIVE,
        direction=Listing.Direction.REQUEST,
        answered_at__isnull=True,
    )


def around(listing: Listing) -> set[str]:
    """Codes of the communes that a widened request reaches besides its own."""
    return set(Adjacency.objects.filter(commune=listing.commune_id).values_list("neighbour_id", flat=True))


def _tell_around(listing: Listing) -> None:
    if communes := around(listing):
        tell_those_who_can_help(listing, communes)


def _tell_ambassadors(listing: Listing) -> None:
    notify(
        ambassadors(listing),
        "request_unanswered",
        listing.get_absolute_url(),
        request_keys(listing)[1],
        title=listing.title,
        listing=listing.pk,
        until=listing.expires_at.isoformat(),
    )


def ambassadors(listing: Listing) -> list[int]:
    """Ids of those of its commune. A role outlives a residence; only who is verified there reads what is asked."""
    members = Membership.objects.filter(commune=listing.commune_id, verified_at__isnull=False)
    held = Role.objects.filter(
        Exists(members.filter(person=OuterRef("person"))),
        name=Role.Name.AMBASSADOR,
        commune=listing.commune_id,
        until__isnull=True,
        person__is_active=True,
    )
    return list(held.exclude(person=listing.author_id).values_list("person_id", flat=True))
