"""What those who act for residents read: only what is hers, and only while her consent stands."""

from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from placette.conversations.queries import Row
from placette.conversations.queries import inbox as inbox_of
from placette.listings.models import Listing
from placette.listings.queries import annonces
from placette.notices.kinds import shown_on_site
from placette.notices.models import Notice
from placette.notices.queries import Line, line
from placette.people.models import Consent, Deed, Holder, Membership, Person, Role
from placette.people.reading import in_force
from placette.people.standing import Standing, standing_of

from . import rules

MOST_NEWS = 20


@dataclass(frozen=True)
class Page:
    """What is hers: what is new, her annonces, her conversations with their number of unread messages."""

    news: list[Line]
    listings: list[Listing]
    threads: list[Row]


def carried(standing: Standing, commune_code: str) -> list[Consent]:
    """Those for whom she may act in this commune, with `news`: how much is to be told to each. One query."""
    unseen = Notice.objects.filter(person=OuterRef("person"), seen_at__isnull=True, kind__in=shown_on_site())
    counted = unseen.order_by().values("person").annotate(number=Count("pk")).values("number")
    hers = Q(pk__in=[])
    if commune_code in standing.town_halls:
        hers |= Q(holder=Holder.TOWN_HALL)
    if rules.is_ambassador(standing, commune_code):
        hers |= Q(holder=Holder.AMBASSADOR, to=standing.person)
    found = _current().filter(hers, commune=commune_code)
    news = Coalesce(Subquery(counted, IntegerField()), 0)
    return list(found.annotate(news=news).order_by("-news", "person__first_name", "pk"))


def consent_of(standing: Standing, pk: int) -> Consent | None:
    """None where she may not act by it. One query."""
    found = _current().filter(pk=pk).first()
    return found if found and rules.may_act(standing, found) else None


def ambassadors_of(commune_code: str) -> QuerySet[Person]:
    """Whom else she may trust: a role outlives a residence."""
    living_there = Membership.objects.filter(commune=commune_code, verified_at__isnull=False)
    held = Role.objects.filter(name=Role.Name.AMBASSADOR, commune=commune_code, until__isnull=True)
    found = Person.objects.filter(
        Exists(living_there.filter(person=OuterRef("pk"))),
        Exists(held.filter(person=OuterRef("pk"))),
        is_active=True,
    )
    return found.order_by("first_name", "pk")


def _current() -> QuerySet[Consent]:
    found = in_force().filter(person__is_active=True)
    return found.select_related("person", "commune__space", "to")


def page_of(consent: Consent) -> Page:
    """Seven queries, whatever there is. Messages only where she lets them be read."""
    news = Notice.objects.filter(person=consent.person, seen_at__isnull=True, kind__in=shown_on_site())
    lines = [line(each) for each in news.order_by("-pk")[:MOST_NEWS]]
    hers = list(annonces.mine(standing_of(consent.person))[:50])
    return Page(lines, hers, inbox_of(consent.person).rows if consent.writes else [])


def to_answer(standing: Standing, consent: Consent, text: str) -> list[Listing]:
    """Annonces that she may answer and that who acts for her may read: a town hall only what is shown to it."""
    seen = annonces.visible_to(standing).values("pk")
    reached = annonces.feed(standing_of(consent.person), annonces.Filters(text=text)).listings
    may = set(seen.filter(pk__in=[each.pk for each in reached]).values_list("pk", flat=True))
    return [each for each in reached if each.pk in may and each.author_id != consent.person_id]


def said(consent: Consent) -> list[Deed]:
    """What was done in her name by the same holder, the newest first, with annonces and messages: what she told an
    ambassador no officer prints. Three queries.
    """
    by_the_same = Deed.objects.filter(
        consent__person=consent.person_id, consent__holder=consent.holder, consent__to=consent.to_id
    )
    deeds = by_the_same.select_related("by", "consent")
    return list(
        deeds.prefetch_related("listings", "messages__conversation", "messages__author").order_by("-pk")[:300]
    )
