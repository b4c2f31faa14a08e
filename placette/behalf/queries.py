"""What those who act for residents read: only what is hers and was said by them, and only while her consent stands."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.conversations.queries import Row
from placette.conversations.queries import inbox as inbox_of
from placette.groupbuys.models import Pledge
from placette.listings.models import Listing
from placette.listings.queries import annonces
from placette.notices.kinds import KINDS, Group, shown_on_site
from placette.notices.models import Notice
from placette.notices.queries import Line, line
from placette.people.models import Consent, Deed, Holder, Membership, Person, Role
from placette.people.reading import in_force
from placette.people.standing import Standing, standing_of

from . import opened, purchases, rides, rules
from .rides import Request

MOST_NEWS = 20
HERS = {Group.EXCHANGES, Group.MINE}  # what she exchanges and posts: who acts for her is told of each notice


@dataclass(frozen=True)
class Carried:
    """One for whom she may act. `news`: how much is to be told to her."""

    consent: Consent
    news: int


@dataclass(frozen=True)
class Page:
    """What is hers: what is new, her annonces, her conversations with their number of unread messages, what she buys,
    the rides that she asks for; and where she lets nothing be bought any more, what she still owes.
    """

    news: list[Line]
    listings: list[Listing]
    threads: list[Row]
    purchases: list[Pledge]
    owed: list[Pledge]
    rides: list[Request]


def carried(standing: Standing, commune_code: str) -> list[Carried]:
    """Those for whom she may act in this commune, first those to whom something is to be told. Five queries."""
    hers = Q(pk__in=[])
    if commune_code in standing.town_halls:
        hers |= Q(holder=Holder.TOWN_HALL)
    if rules.is_ambassador(standing, commune_code):
        hers |= Q(holder=Holder.AMBASSADOR, to=standing.person)
    found = list(_current().filter(hers, commune=commune_code).order_by("person__first_name", "pk"))
    pages: dict[int, list[str]] = defaultdict(list)
    news = _unseen().filter(person__in=[each.person_id for each in found])
    for person, page in news.values_list("person", "url"):
        pages[person].append(page)
    kept = opened.kept_from(found)
    rows = [Carried(each, sum(page not in kept[each.pk] for page in pages[each.person_id])) for each in found]
    return sorted(rows, key=lambda row: -row.news)


def _unseen() -> QuerySet[Notice]:
    return Notice.objects.filter(seen_at__isnull=True, kind__in=shown_on_site()).order_by("-pk")


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


def told_apart(people: Collection[Person]) -> list[tuple[str, str]]:
    """Of people of the same name, the number of each and, in words, since when she is here and who acts for her. One
    query.
    """
    found = in_force().filter(person__in=people).select_related("to").order_by("pk")
    helpers: dict[int, list[str]] = {person.pk: [] for person in people}
    for consent in found:
        name = consent.to.display_name if consent.to else _("la mairie")
        helpers[consent.person_id].append(name)
    return [(str(person.pk), _which(person, helpers[person.pk])) for person in people]


def _which(person: Person, helpers: list[str]) -> str:
    since = {"day": date_format(timezone.localtime(person.joined_at), "DATETIME_FORMAT")}
    if not helpers:
        return _("Oui, c’est elle : notée le %(day)s, que personne n’aide en ce moment") % since
    return _("Oui, c’est elle : notée le %(day)s, aidée par %(who)s") % (
        since | {"who": _(" et ").join(helpers)}
    )


def page_of(consent: Consent, by: Standing) -> Page:
    """Seventeen queries at most, whatever there is. Messages, purchases and rides only where she lets them be read. `by`: who
    acts for her.
    """
    hers = list(annonces.mine(standing_of(consent.person)).filter(pk__in=opened.listings(consent))[:50])
    threads = opened.conversations(consent)
    bought = purchases.taken(consent)
    return Page(
        news_of(consent),
        hers,
        inbox_of(consent.person, among=threads, heard=opened.words(consent)).rows if consent.writes else [],
        bought if consent.buys else [],
        [] if consent.buys else purchases.owed(bought),
        rides.requests(consent, by) if consent.rides else [],
    )


def news_of(consent: Consent) -> list[Line]:
    """What is to be told to her by who acts by this consent: of her own exchanges before what goes to everybody, which
    would bury it. Five queries.
    """
    news = _unseen().filter(person=consent.person).exclude(url__in=opened.kept_from([consent])[consent.pk])
    hers = [kind.name for kind in KINDS.values() if kind.group in HERS]
    news = news.order_by(Case(When(kind__in=hers, then=0), default=1), "-pk")
    return [line(each) for each in news[:MOST_NEWS]]


def to_answer(standing: Standing, consent: Consent, text: str) -> list[Listing]:
    """Annonces that she may answer and that who acts for her may read: a town hall only what is shown to it."""
    seen = annonces.visible_to(standing).values("pk")
    reached = annonces.feed(standing_of(consent.person), annonces.Filters(text=text)).listings
    may = set(seen.filter(pk__in=[each.pk for each in reached]).values_list("pk", flat=True))
    return [each for each in reached if each.pk in may and each.author_id != consent.person_id]


def said(consent: Consent) -> list[Deed]:
    """What was done in her name by the same holder, the newest first, with annonces and messages: what she told an
    ambassador no officer prints. Four queries.
    """
    deeds = Deed.objects.filter(consent__in=opened.by_the_same(consent))
    deeds = deeds.select_related(
        "by", "consent", "purchase__pledge__campaign", "ride__booking__way__trip__author"
    )
    return list(
        deeds.prefetch_related("listings", "messages__conversation", "messages__author").order_by("-pk")[:300]
    )
