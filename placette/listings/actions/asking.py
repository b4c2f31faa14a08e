"""« Je cherche »: those who can help are told at once, then the circle widens by itself."""

from datetime import timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.utils import timezone

from placette.listings.models import Listing
from placette.notices.actions import notify
from placette.people.models import Membership, Offering, Role
from placette.places.models import Adjacency

MOST_TOLD = 30
WIDENS_AFTER = timedelta(hours=24)
AMBASSADORS_AFTER = timedelta(hours=48)


def tell_those_who_can_help(listing: Listing, communes: set[str] | None = None) -> int:
    """Tell verified people of these communes (the request's own by default) who offer such a thing. How many."""
    people = helpers(listing, communes or {listing.commune_id})
    notify(
        people,
        "request_you_can_answer",
        listing.get_absolute_url(),
        f"request:{listing.pk}",
        title=listing.title,
        until=listing.expires_at.isoformat(),
    )
    return len(people)


def helpers(listing: Listing, communes: set[str]) -> list[int]:
    """Ids of those whose offerings or active offers share a word with the request, at most 30. Three queries."""
    query = words(listing.title)
    if query is None:
        return []
    members = Membership.objects.filter(commune__in=communes, verified_at__isnull=False).exclude(
        person=listing.author_id
    )
    offering = (
        Offering.objects.annotate(vector=SearchVector("text", config="placette_fr"))
        .filter(vector=query, person__memberships__in=members, person__is_active=True)
        .values_list("person_id", flat=True)[:MOST_TOLD]
    )
    listed = (
        Listing.objects.filter(
            search=query,
            state=Listing.State.ACTIVE,
            direction=Listing.Direction.OFFER,
            commune__in=communes,
            author__is_active=True,
        )
        .exclude(author=listing.author_id)
        .values_list("author_id", flat=True)[:MOST_TOLD]
    )
    return list(dict.fromkeys([*offering, *listed]))[:MOST_TOLD]


def words(text: str) -> SearchQuery | None:
    """Any of the words of a text, stemmed, without stop words and those of asking; None where none is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('placette_fr', %s))", [text])
        lexemes = set(cursor.fetchone()[0]) - ASKING
    if not lexemes:
        return None
    raw = " | ".join(
        "'" + lexeme.replace("'", "''").replace("\\", "\\\\") + "'" for lexeme in sorted(lexemes)
    )
    return SearchQuery(raw, config="simple", search_type="raw")


# Stems of the words with which people ask, which say nothing of the thing.
ASKING = {
    "cherch",
    "recherch",
    "besoin",
    "quelqu'un",
    "quelqu",
    "aur",
    "pret",
    "empruntr",
    "emprunt",
    "pour",
    "samed",
    "dimanch",
    "lund",
    "mard",
    "mercred",
    "jeud",
    "vendred",
    "soir",
    "matin",
    "jour",
    "semain",
    "week",
    "end",
    "petit",
    "grand",
    "bonjour",
    "merc",
    "coup",
    "main",
    "aid",
    "pouvoir",
    "peut",
    "heur",
    "demain",
}


def widen_due() -> int:
    """Requests without an answer for 24 h reach the communes around; each once, whoever runs this twice."""
    due = Listing.objects.filter(
        state=Listing.State.ACTIVE,
        direction=Listing.Direction.REQUEST,
        answered_at__isnull=True,
        widened_at__isnull=True,
        created_at__lte=timezone.now() - WIDENS_AFTER,
    ).values_list("pk", flat=True)
    widened = 0
    for pk in list(due[:500]):
        if Listing.objects.filter(pk=pk, widened_at__isnull=True, answered_at__isnull=True).update(
            widened_at=timezone.now()
        ):
            listing = Listing.objects.get(pk=pk)
            around = set(
                Adjacency.objects.filter(commune=listing.commune_id).values_list("neighbour_id", flat=True)
            )
            if around:
                tell_those_who_can_help(listing, around)
            widened += 1
    return widened


def alert_ambassadors_due() -> int:
    """After 48 h without an answer the ambassadors of the commune are told, once."""
    due = Listing.objects.filter(
        state=Listing.State.ACTIVE,
        direction=Listing.Direction.REQUEST,
        answered_at__isnull=True,
        ambassadors_told_at__isnull=True,
        created_at__lte=timezone.now() - AMBASSADORS_AFTER,
    ).values_list("pk", flat=True)
    alerted = 0
    for pk in list(due[:500]):
        fresh = Listing.objects.filter(pk=pk, ambassadors_told_at__isnull=True, answered_at__isnull=True)
        if fresh.update(ambassadors_told_at=timezone.now()):
            listing = Listing.objects.get(pk=pk)
            ambassadors = Role.objects.filter(
                name=Role.Name.AMBASSADOR, commune=listing.commune_id, until__isnull=True
            ).values_list("person_id", flat=True)
            notify(
                [each for each in ambassadors if each != listing.author_id],
                "request_unanswered",
                listing.get_absolute_url(),
                f"unanswered:{listing.pk}",
                title=listing.title,
            )
            alerted += 1
    return alerted
