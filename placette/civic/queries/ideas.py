"""What is read of ideas. Who supports one is shown to nobody: only how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet

from placette.civic import idea_rules as rules
from placette.civic.models import Comment, Idea, Support
from placette.people.models import Person
from placette.people.standing import Standing

PAGE = 20
ALIKE = 0.45
SIMILAR = 4


@dataclass(frozen=True)
class Page:
    ideas: list[Idea]
    following: int  # the number of the next page; 0 where there is none


def found(standing: Standing, pk: int) -> Idea | None:
    """With its author, commune and answers; None where she may not read it. Two queries."""
    with_all = Idea.objects.select_related("commune", "commune__space", "author").prefetch_related("steps")
    idea = with_all.filter(pk=pk).first() if 0 < pk < 2**62 else None
    return idea if idea and rules.may_read_idea(standing, idea) else None


def of_commune(commune_code: str, *, states: Sequence[str] = (), hidden: bool = False) -> QuerySet[Idea]:
    chosen = Idea.objects.filter(commune=commune_code).select_related("author")
    if not hidden:
        chosen = chosen.filter(is_hidden=False)
    return chosen.filter(state__in=states) if states else chosen


def page(chosen: QuerySet[Idea], number: int = 1, *, newest: bool = False) -> Page:
    """Those with most support first, or the newest. One query; index idea_most_supported or idea_newest."""
    ordered = chosen.order_by("-created_at", "-pk") if newest else chosen.order_by("-supports", "-pk")
    number = min(max(number, 1), 500)
    rows = list(ordered[(number - 1) * PAGE : number * PAGE + 1])
    return Page(rows[:PAGE], number + 1 if len(rows) > PAGE else 0)


def similar(commune_code: str, title: str) -> list[Idea]:
    """Ideas that are open to support, of which the title has the same words (pg_trgm). At most four; one query."""
    alike = Idea.objects.filter(commune=commune_code, state__in=Idea.GOING, is_hidden=False).annotate(
        alike=TrigramWordSimilarity(title, "title")
    )
    return list(alike.filter(alike__gte=ALIKE).order_by("-alike", "-supports", "pk")[:SIMILAR])


def comments(idea: Idea) -> list[Comment]:
    """The oldest first, at most two hundred. One query; index idea_comment."""
    return list(idea.comments.filter(is_hidden=False).select_related("author")[:200])


def supports(idea: Idea, person: Person) -> bool:
    return Support.objects.filter(idea=idea, person=person).exists()
