"""The life of a space: waiting list, trial, contract, grace, closed. The one place that moves it.

Days are those of Paris. A state lasts to the end of its last day; what follows counts from that day, however late the
worker comes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person, Role
from placette.places import leaving
from placette.places.clock import PARIS
from placette.places.models import Commune, Space
from placette.trust import trail
from placette.trust.models import Line

from . import telling
from .actions import exports
from .models import Contract, Export, Reminder

State = Space.State
GRACE = timedelta(days=60)
REMIND = (1, 7, 30)  # days before an end
NEXT: dict[str, tuple[str, ...]] = {  # as the database keeps it: places/migrations/0004
    State.TRIAL: (State.CONTRACT, State.GRACE),
    State.CONTRACT: (State.GRACE,),
    State.GRACE: (State.CONTRACT, State.CLOSED),
    State.CLOSED: (State.TRIAL, State.CONTRACT),
}


class NotInOrder(Exception):
    """No space goes from this state to that one."""


def pass_on(code: str, today: date) -> list[str]:
    """What time alone has brought: each state that is over gives way to the next, in its order and with its own dates.

    In one transaction that holds the space: whoever else comes finds it done. Returns the states entered.
    """
    entered: list[str] = []
    with transaction.atomic():
        space = locked(code)
        while space and space.ends_on and space.ends_on < today:
            over = space.ends_on
            if space.state == State.GRACE:
                _enter(space, State.CLOSED, over, None, None)
            else:
                _enter(space, State.GRACE, over, over + GRACE, None)
            entered.append(space.state)
    return entered


@transaction.atomic
def sign(code: str, until: date, by: Person) -> Space:
    """A contract is in force until `until`: the space is under contract, or stays so for longer."""
    space = locked(code)
    if space is None:
        raise NotInOrder
    if space.state == State.CONTRACT:
        space.ends_on = until
        space.save(update_fields=["ends_on"])
        _note("space.renewed", space, by, timezone.localdate())
        telling.of_the_state(space)
    else:
        _enter(space, State.CONTRACT, timezone.localdate(), until, by)
    return space


@transaction.atomic
def leave(code: str, by: Person, reason: str) -> Space:
    """The town hall goes: from today its square can only be read, for sixty days."""
    space = locked(code)
    if space is None or State.GRACE not in NEXT[space.state]:
        raise NotInOrder
    today = timezone.localdate()
    trail.record("space.left", by, commune=code, because=reason)
    _end_contracts(code, today)
    _enter(space, State.GRACE, today, today + GRACE, by)
    return space


@transaction.atomic
def suspend(code: str, by: Person, because: str) -> Space:
    """Nobody but the operators comes in until it is resumed; state and dates go on. Doing it twice keeps the last reason."""
    space = locked(code)
    if space is None or space.closed_at:
        raise NotInOrder
    space.suspended_at, space.suspended_because = space.suspended_at or timezone.now(), because
    space.save(update_fields=["suspended_at", "suspended_because"])
    trail.record("space.suspended", by, commune=code, because=because)
    return space


@transaction.atomic
def resume(code: str, by: Person) -> None:
    space = locked(code)
    if space and space.suspended_at:
        space.suspended_at, space.suspended_because = None, ""
        space.save(update_fields=["suspended_at", "suspended_because"])
        trail.record("space.resumed", by, commune=code)


def remind(code: str, today: date) -> int | None:
    """Tells officers and operators that the trial or the contract ends. Of the days that have come only the nearest
    counts: after an outage nobody reads three times the same, and nothing of an end that is past. Returns its days.
    """
    with transaction.atomic():
        space = locked(code)
        if space is None or space.ends_on is None or space.state not in {State.TRIAL, State.CONTRACT}:
            return None
        left = (space.ends_on - today).days
        days = next((days for days in REMIND if left <= days), None)
        if left < 0 or days is None:
            return None
        told = Reminder.objects.filter(commune=code, ends_on=space.ends_on, days__lte=days)
        if told.exists():
            return None
        Reminder.objects.create(commune_id=code, ends_on=space.ends_on, days=days)
        telling.of_the_end(space, left, days)
    return days


def erase_closed(code: str) -> bool:
    """Erases what a closed space leaves behind, once its export is made; once. Returns whether it did now."""
    with transaction.atomic():
        space = locked(code)
        if space is None or space.closed_at is None:
            return False
        exported = Export.objects.filter(commune=code, made_at__gte=space.closed_at)
        erased = Line.objects.filter(commune=code, verb="space.erased", at__gte=space.closed_at)
        if erased.exists():
            return False
        if not exported.exists():
            exports.ask(space.commune, None)  # once more, where its job was given up
            return False
        for erase in leaving.erasers:
            erase(code)
        trail.record("space.erased", None, commune=code, on=timezone.localdate().isoformat())
    return True


def locked(code: str) -> Space | None:
    found = Space.objects.select_for_update(of=("self",)).select_related("commune")
    return found.filter(commune=code).first()


def officers_of(code: str) -> list[int]:
    """Ids of the people who work for the town hall."""
    roles = Role.objects.filter(commune=code, name=Role.Name.OFFICER, until=None)
    return sorted(roles.values_list("person_id", flat=True))


def may_try(commune: Commune) -> bool:
    """A trial is had once."""
    return not Space.objects.filter(commune=commune).exists()


def _enter(space: Space, state: str, last: date, until: date | None, by: Person | None) -> None:
    """`last`: the day at whose end it begins, or today for what somebody does."""
    if state not in NEXT[space.state]:
        raise NotInOrder
    space.state, space.ends_on = state, until
    space.closed_at = _midnight_after(last) if state == State.CLOSED else None
    space.save(update_fields=["state", "ends_on", "closed_at"])
    _note(f"space.{state}", space, by, last if by else last + timedelta(days=1))
    telling.of_the_state(space)
    if state == State.CLOSED:
        Contract.objects.filter(
            commune=space.commune_id, signed_at=None
        ).delete()  # nobody signs for what is closed
        exports.ask(space.commune, None)


def _end_contracts(code: str, today: date) -> None:
    """What was not signed or has not begun is ordered no more; what runs ends today, so that another may follow."""
    ordered = Contract.objects.filter(commune=code)
    ordered.filter(Q(signed_at=None) | Q(starts_on__gt=today)).delete()
    running = ordered.filter(ends_on__gt=today)
    running.filter(starts_on__lt=today).update(ends_on=today)
    running.filter(starts_on=today).update(
        ends_on=today + timedelta(days=1)
    )  # one that began today lasts a day


def _note(verb: str, space: Space, by: Person | None, on: date) -> None:
    until = space.ends_on.isoformat() if space.ends_on else None
    trail.record(verb, by, commune=space.commune_id, on=on.isoformat(), until=until)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS)
