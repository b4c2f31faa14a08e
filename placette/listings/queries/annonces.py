"""What the feed and the pages of annonces show."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from placette.core import french
from placette.listings.kinds import KINDS
from placette.listings.meaning import all_words, by_words, likely, meaning_of
from placette.listings.models import Answer, Listing
from placette.people.standing import Standing
from placette.places.models import Adjacency, Commune

State, Audience = Listing.State, Listing.Audience
PAGE = 24


def visible_to(standing: Standing) -> QuerySet[Listing]:
    """The SQL twin of rules.may_see."""
    reached: Any = Q(commune__in=standing.verified)
    reached |= Q(commune__in=standing.around) & (
        Q(audience__in=[Audience.AROUND, Audience.COMMUNITY]) | Q(widened_at__isnull=False)
    )
    if standing.communities:
        in_community = Commune.objects.filter(pk=OuterRef("commune"), community__in=standing.communities)
        reached |= Q(audience=Audience.COMMUNITY) & Exists(in_community)
    seen = reached & ~Q(state=State.PAUSED)
    if standing.person:
        seen |= Q(author=standing.person)
    if standing.town_halls:
        seen |= Q(shown_to_town_hall=True, state=State.ACTIVE, commune__in=standing.town_halls)
    return Listing.objects.filter(seen)


@dataclass(frozen=True)
class Filters:
    kind: str = ""
    direction: str = ""
    category: str = ""
    here: bool = False
    text: str = ""
    cursor: str = ""


@dataclass(frozen=True)
class Page:
    listings: list[Listing]
    cursor: str  # of the page after; empty at the end


def feed(standing: Standing, filters: Filters) -> Page:
    """Newest first, what stands and may be seen. Two queries (annonces, photos); index listing_feed or listing_search."""
    found = visible_to(standing).filter(state=State.ACTIVE)
    if filters.kind in KINDS:
        found = found.filter(kind=filters.kind)
    if filters.direction in Listing.Direction.values:
        found = found.filter(direction=filters.direction)
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.here:
        found = found.filter(commune__in=standing.verified)
    if start := _read(filters.cursor):
        at, pk = start
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    found = for_cards(found, standing).order_by("-created_at", "-pk")
    rows = _searched(found, filters.text) if filters.text else list(found[: PAGE + 1])
    more = len(rows) > PAGE
    return Page(rows[:PAGE], _cursor(rows[PAGE - 1]) if more else "")


def _searched(found: QuerySet[Listing], text: str) -> list[Listing]:
    """All the words, by any name of their thing; where that finds nothing, fewer, then as typing errors. 1-3 queries."""
    meaning = meaning_of(text)
    heard = meaning.corrected() if meaning.words else meaning
    like = likely(meaning, shortest=3)
    searches = [
        Q(search=all_words(meaning, text)),
        Q(search=by_words(heard)) if heard.things and (heard.more or meaning.words) else None,
        like,
    ]
    titled: QuerySet[Listing] = found.alias(plain=french.plain("title"))
    for search in filter(None, searches):
        if rows := list(titled.filter(search)[: PAGE + 1]):
            return rows
    return []


def for_cards(found: QuerySet[Listing], standing: Standing) -> QuerySet[Listing]:
    """With author, place, first photo and metres from the viewer's commune."""
    home = standing.home.commune_id if standing.home else None
    distance = Adjacency.objects.filter(commune=home, neighbour=OuterRef("commune")).values("distance")[:1]
    return (
        found.select_related("author", "commune", "quarter")
        .prefetch_related("photos")
        .annotate(distance=Subquery(distance))
    )


def detail(standing: Standing, pk: int) -> Listing | None:
    """An annonce that she may see, with its photos. Two queries."""
    return for_cards(visible_to(standing), standing).filter(pk=pk).first()


def matches(standing: Standing, listing: Listing, most: int = 4) -> list[Listing]:
    """Offers that could answer a request, and the reverse: those sharing words, of the nearest first. Three queries."""
    meaning = meaning_of(listing.title)
    asking = listing.direction == Listing.Direction.REQUEST
    query = by_words(meaning, asking=asking)
    if query is None:
        return []
    opposite = Listing.Direction.OFFER if asking else Listing.Direction.REQUEST
    found = (
        visible_to(standing)
        .filter(state=State.ACTIVE, direction=opposite, search=query)
        .exclude(author=listing.author_id)
    )
    if listing.kind == "lost_found":
        found = found.filter(kind=listing.kind)
    rows = [
        each
        for each in for_cards(found, standing).order_by("-created_at")[: most * 5]
        if (meaning.answered_by(each.title) if asking else meaning_of(each.title).answered_by(listing.title))
    ]
    rows.sort(key=lambda each: (each.category != listing.category, each.commune_id != listing.commune_id))
    return rows[:most]


def mine(standing: Standing) -> QuerySet[Listing]:
    return for_cards(Listing.objects.filter(author=standing.person), standing).order_by("-updated_at", "-pk")


def answers_to(listing: Listing) -> list[Answer]:
    return list(Answer.objects.filter(listing=listing).select_related("person").order_by("pk"))


def answer_of(standing: Standing, listing: Listing) -> Answer | None:
    return Answer.objects.filter(listing=listing, person=standing.person).first()


def shown_to_town_hall(standing: Standing) -> list[Listing]:
    shown = Listing.objects.filter(
        commune__in=standing.town_halls, shown_to_town_hall=True, state=State.ACTIVE
    )
    return list(for_cards(shown, standing).order_by("-created_at")[:100])


def active_of(standing: Standing, person_id: int) -> list[Listing]:
    """What a profile shows: her annonces that the viewer may see. Two queries."""
    found = visible_to(standing).filter(author=person_id, state=State.ACTIVE)
    return list(for_cards(found, standing).order_by("-created_at")[:12])


def _cursor(listing: Listing) -> str:
    return (
        base64.urlsafe_b64encode(f"{listing.created_at.isoformat()}|{listing.pk}".encode())
        .decode()
        .rstrip("=")
    )


def _read(cursor: str) -> tuple[datetime, int] | None:
    """Where a page begins; a cursor that nobody wrote begins at the top."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, pk = text.split("|")
        when = datetime.fromisoformat(at)
        return (when, int(pk)) if when.tzinfo else None
    except (ValueError, OverflowError):
        return None
