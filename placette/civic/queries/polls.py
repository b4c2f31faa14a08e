"""What is read of polls. Scores come from options alone, once a poll is counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from placette.civic import rules, turnout
from placette.civic.marks import mark
from placette.civic.models import Option, Poll, Voted
from placette.people.standing import Standing

State = Poll.State
RECENTLY = timedelta(days=7)
PAGE = 50


@dataclass(frozen=True)
class Card:
    poll: Poll
    open: bool
    voted: bool


@dataclass(frozen=True)
class Line:
    """`share`: of a hundred voters so many have chosen it; of a ranking, the points of all that it could have."""

    option: Option
    share: int
    is_first: bool


@dataclass(frozen=True)
class Result:
    """`voters` None, and no line: fewer than five have voted."""

    voters: int | None
    lines: list[Line]
    turnout: list[turnout.Group]


def found(standing: Standing, pk: int) -> Poll | None:
    """With commune, options and quarters; None where she may not see it. Three queries."""
    with_all = Poll.objects.select_related("commune", "commune__space").prefetch_related(
        "options", "quarters"
    )
    poll = with_all.filter(pk=pk).first() if 0 < pk < 2**62 else None
    return poll if poll and rules.may_see_poll(standing, poll) else None


def asked_on_the_square(standing: Standing, now: datetime) -> list[Card]:
    """Open ones in which she has a voice, and what was counted this week. Up to three queries."""
    published = Poll.objects.filter(commune__in=standing.communes).prefetch_related("quarters")
    going = published.filter(state=State.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    fresh = published.filter(state=State.COUNTED, counted_at__gt=now - RECENTLY)
    cards = _cards(standing, (going | fresh).order_by("closes_at", "pk")[:6], now)
    return [card for card in cards if not card.open or rules.has_a_voice(standing, card.poll)]


def of_commune(standing: Standing, commune_code: str, now: datetime) -> list[Card]:
    """Published and counted, what closes last first. Up to three queries; index poll_latest."""
    seen = Poll.objects.filter(commune=commune_code, state__in=[State.PUBLISHED, State.COUNTED])
    return _cards(standing, seen.prefetch_related("quarters").order_by("-closes_at", "-pk")[:PAGE], now)


def of_the_desk(commune_code: str) -> list[Poll]:
    """All that the town hall has written. Two queries; at most a hundred."""
    return list(Poll.objects.filter(commune=commune_code).prefetch_related("quarters").order_by("-pk")[:100])


def result(poll: Poll) -> Result | None:
    """None before it is counted. Wants `poll.options`. One query."""
    if poll.state != State.COUNTED:
        return None
    options = list(poll.options.all())
    if any(option.score is None for option in options):
        return Result(None, [], [])
    scores = {option.pk: option.score or 0 for option in options}
    best = max(scores.values())
    most = poll.ballots * (len(options) if poll.kind == Poll.Kind.RANKED else 1)
    lines = [
        Line(option, round(100 * scores[option.pk] / most), scores[option.pk] == best)
        for option in sorted(options, key=lambda each: -scores[each.pk])
    ]
    return Result(poll.ballots, lines, turnout_of(poll))


def turnout_of(poll: Poll) -> list[turnout.Group]:
    """One query. Of an open poll today is not over, and not counted yet."""
    days = poll.turnout.order_by("day").values_list("day", "voters")
    closed = poll.state == State.COUNTED
    if not closed:
        days = days.filter(day__lt=timezone.localdate(timezone.now(), poll.zone))
    return turnout.groups(list(days), closed=closed)


def _cards(standing: Standing, found: QuerySet[Poll], now: datetime) -> list[Card]:
    polls = list(found)
    marks = {}
    if standing.person and polls:
        person = standing.person.pk
        marks = {mark("poll", poll.pk, person): poll.pk for poll in polls if poll.is_open(now)}
    voted = set(Voted.objects.filter(pk__in=marks).values_list("pk", flat=True)) if marks else set()
    hers = {marks[each] for each in voted}
    return [Card(poll, poll.is_open(now), poll.pk in hers) for poll in polls]
