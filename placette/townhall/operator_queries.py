"""What the operator sees of the communes: states, dates, counts. Never a name of a resident, never a word of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from placette.impact.suppression import floored
from placette.places.models import Space, Waiting

PAGE = 60


@dataclass(frozen=True)
class Kept:
    """One commune. People « at least », in steps of five: who looks every day must not see one come. None: fewer than five."""

    space: Space
    members: int | None
    verified: int | None
    left: int | None  # days to the end of its state


@dataclass(frozen=True)
class Figures:
    trial: int
    contract: int
    grace: int
    closed: int
    suspended: int
    waiting: int | None


def kept(today: date, state: str = "", text: str = "", page: int = 0) -> list[Kept]:
    """Those whose state ends first come first; one more than PAGE where there are more. One query."""
    spaces = Space.objects.select_related("commune").annotate(
        members=Count("commune__memberships"),
        verified=Count("commune__memberships", Q(commune__memberships__verified_at__isnull=False)),
    )
    if state:
        spaces = spaces.filter(state=state)
    if text:
        spaces = spaces.filter(Q(commune__name__icontains=text) | Q(commune=text.upper()))
    begin = page * PAGE
    ordered = spaces.order_by(F("ends_on").asc(nulls_last=True), "pk")[begin : begin + PAGE + 1]
    return [
        Kept(
            each,
            floored(each.members, each.members),
            floored(each.verified, each.verified),
            (each.ends_on - today).days if each.ends_on else None,
        )
        for each in ordered
    ]


def figures() -> Figures:
    """Two queries."""
    counts = Space.objects.aggregate(
        **{state: Count("pk", Q(state=state)) for state in Space.State.values},
        suspended=Count("pk", Q(suspended_at__isnull=False)),
    )
    waiting = Waiting.objects.filter(confirmed_at__isnull=False, left_at=None).count()
    return Figures(**counts, waiting=floored(waiting, waiting))
