"""A poll closes: its urn is opened, once, and then forgotten."""

from datetime import datetime

from django.db import transaction

from placette.civic import urn
from placette.civic.actions.polls import forget, locked
from placette.civic.models import Option, Poll, Urn
from placette.impact.suppression import FEWEST
from placette.trust import trail

State = Poll.State


class Amiss(Exception):
    """The sums in the urn are not those of as many ballots as there were voters."""


def due(now: datetime) -> list[int]:
    """Closed and not counted. Index poll_closing."""
    closed = Poll.objects.filter(state=State.PUBLISHED, closes_at__lte=now)
    return list(closed.order_by("closes_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def count(poll_id: int, now: datetime) -> None:
    """Write the scores, or none where fewer than five have voted, and forget who voted. Twice is once.

    Raises Amiss or urn.Unreadable, and changes nothing, where the urn is not what it should be.
    """
    from placette.civic import tasks

    poll = locked(poll_id)
    if poll.state != State.PUBLISHED or poll.closes_at > now:
        return
    ballots, *sums = urn.unseal(poll.pk, Urn.objects.get(poll=poll).sealed)
    if ballots != poll.ballots or not adds_up(poll, ballots, sums):
        raise Amiss
    if ballots >= FEWEST:
        for option, score in zip(poll.options.all(), sums, strict=True):
            Option.objects.filter(pk=option.pk).update(score=score)
    else:
        poll.turnout.all().delete()
    poll.state, poll.counted_at = State.COUNTED, now
    poll.save(update_fields=["state", "counted_at"])
    trail.record("poll.counted", None, commune=poll.commune_id, poll=poll.pk)
    forget(poll)
    tasks.tell_result.defer(poll=poll.pk)


def adds_up(poll: Poll, ballots: int, sums: list[int]) -> bool:
    """So many ballots can give these sums: one vote each, one to `most` each, or all ranks each."""
    if poll.kind == Poll.Kind.RANKED:
        return sum(sums) == ballots * (len(sums) * (len(sums) + 1) // 2)
    return ballots <= sum(sums) <= ballots * poll.most and max(sums, default=0) <= ballots
