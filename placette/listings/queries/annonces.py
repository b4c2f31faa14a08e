"""What the feed and the pages of annonces show."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.lookups import In

from placette.core import french
from placette.listings.kinds import KINDS
from placette.listings.meaning import all_words, by_words, likely, meaning_of
from placette.listings.models import Agreement, Answer, Listing
from placette.listings.rules import in_audience
from placette.people.audience import Audience
from placette.people.standing import Standing
from placette.places.models import Adjacency, Commune

State = Listing.State
PAGE = 24


def visible_to(standing: Standing) -> QuerySet[Listing]:
    """The SQL twin of rules.may_see."""
    return Listing.objects.filter(_seen(standing, F("commune")))


def _seen(standing: Standing, commune: F) -> Q:
    """What may be seen of the annonces of `commune`: their own field, or the code of a query around this one."""
    reached: Any = Q(In(commune, sorted(standing.verified))) if standing.verified else Q(pk__in=[])
    if standing.around:
        reached |= Q(In(commune, sorted(standing.around))) & (
            Q(audience__in=[Audience.AROUND, Audience.COMMUNITY]) | Q(widened_at__isnull=False)
        )
    if standing.communities:
        in_community = Commune.objects.filter(pk=OuterRef("commune"), community__in=standing.communities)
        reached |= Q(audience=Audience.COMMUNITY) & Exists(in_community)
    seen: Q = reached & ~Q(state=State.PAUSED)
    if standing.town_halls:
        of_town_hall = Q(In(commune, sorted(standing.town_halls)))
        seen |= Q(shown_to_town_hall=True, state=State.ACTIVE) & of_town_hall
    seen &= Q(author__is_active=True)
    if standing.person:
        seen |= Q(author=standing.person)
    return seen


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
    """Newest first, what stands and may be seen. Two queries: annonces by index listing_newest (a text: listing_search
    or listing_likeness), photos. A text of which nothing is found is tried twice more.
    """
    if standing.person is None:
        return Page([], "")
    # Said of the commune around the query, not of each row: PostgreSQL then walks the index and stops at a page.
    found = Listing.objects.filter(_seen(standing, OuterRef("pk")), state=State.ACTIVE)
    if filters.kind in KINDS:
        found = found.filter(kind=filters.kind)
    if filters.direction in Listing.Direction.values:
        found = found.filter(direction=filters.direction)
    if filters.category:
        found = found.filter(category=filters.category)
    if start := _read(filters.cursor):
        found = found.filter(TupleLessThan(_ORDER, start))
    communes = Commune.objects.filter(pk__in=standing.verified) if filters.here else _within(standing)
    rows: list[Listing] = []
    for search in _searches(filters.text) if filters.text else [Q()]:
        newest = Listing.objects.filter(pk__in=_newest(found, communes, search))
        rows = list(for_cards(newest, standing).order_by("-created_at", "-pk")[: PAGE + 1])
        if rows:
            break
    more = len(rows) > PAGE
    return Page(rows[:PAGE], _cursor(rows[PAGE - 1]) if more else "")


_ORDER = Tuple(F("created_at"), F("pk"))


def _within(standing: Standing) -> QuerySet[Commune]:
    """All communes in which _seen may find something."""
    codes = Commune.objects.filter(pk__in=standing.around | standing.town_halls).values("pk")
    own = Listing.objects.filter(author=standing.person).values("commune")
    of_communities = Commune.objects.filter(community__in=standing.communities).values("pk")
    return Commune.objects.filter(pk__in=codes.union(own, of_communities))


def _newest(found: QuerySet[Listing], communes: QuerySet[Commune], search: Q) -> QuerySet[Commune]:
    """Ids of the newest page of each commune: a town's thousands are not sorted to show 24."""
    of_commune = found.alias(plain=french.plain("title")).filter(search, commune=OuterRef("pk"))
    page = ArraySubquery(of_commune.order_by("-created_at", "-pk").values("pk")[: PAGE + 1])
    return communes.values_list(
        Func(page, function="unnest", set_returning=True, output_field=BigIntegerField())
    )


def _searches(text: str) -> list[Q]:
    """All the words, by any name of their thing; fewer of them; typing errors. The first that finds something counts."""
    meaning = meaning_of(text)
    heard = meaning.corrected() if meaning.words else meaning
    searches = [
        Q(search=all_words(meaning, text)),
        Q(search=by_words(heard)) if heard.things and (heard.more or meaning.words) else None,
        likely(meaning, shortest=3),
    ]
    return [search for search in searches if search is not None]


def for_cards(found: QuerySet[Listing], standing: Standing) -> QuerySet[Listing]:
    """With author, place, first photo and metres from the viewer's commune."""
    home = standing.home.commune_id if standing.home else None
    distance = Adjacency.objects.filter(commune=home, neighbour=OuterRef("commune")).values("distance")[:1]
    return (
        found.select_related("author", "commune", "quarter", "deed__by")
        .prefetch_related("photos")
        .annotate(distance=Subquery(distance))
    )


def detail(standing: Standing, pk: int) -> Listing | None:
    """An annonce that she may see, with its photos. Two queries."""
    return for_cards(visible_to(standing), standing).filter(pk=pk).first()


def withdrawn(standing: Standing, pk: int) -> Listing | None:
    """An annonce that she could see until its author paused it: she may be typing an answer. One query."""
    paused = Listing.objects.filter(pk=pk, state=State.PAUSED, author__is_active=True)
    listing = paused.select_related("author", "commune").first()
    return listing if listing and in_audience(standing, listing) else None


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
    """Who answered, with `agreed`: the state of their last agreement, None without one. One query."""
    last = Agreement.objects.filter(answer=OuterRef("pk")).order_by("-pk").values("state")[:1]
    answers = Answer.objects.filter(listing=listing).annotate(agreed=Subquery(last))
    return list(answers.select_related("person").order_by("pk"))


def answer_of(standing: Standing, listing: Listing) -> Answer | None:
    return Answer.objects.filter(listing=listing, person=standing.person).first()


def shown_to_town_hall(standing: Standing) -> list[Listing]:
    shown = Listing.objects.filter(
        commune__in=standing.town_halls,
        shown_to_town_hall=True,
        state=State.ACTIVE,
        author__is_active=True,
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
