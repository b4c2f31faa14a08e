"""A past for the dashboard of the demo: who came by each week, and what was done in the months before the annonces that stand."""

from datetime import datetime, timedelta
from math import cos, pi, sin

from placette.impact import actions, methods, publication
from placette.impact.actions import hash_of, ledger_key
from placette.impact.models import Visit
from placette.impact.periods import MONTH, WEEK, period_of
from placette.listings.models import Quotation, Thanks
from placette.people.models import Membership
from placette.places.models import Commune, Quarter
from placette.townhall.tasks import make_report

from .chance import Chance
from .residents import FONSORBES

KINDS = ("help", "help", "service", "loan", "loan", "gift", "sale", "ride", "ride", "ride")
# Requests and exchanges of the months before this one, the oldest first.
MONTHS = ((9, 12), (34, 46), (52, 88))


def count(chance: Chance, memberships: list[Membership]) -> int:
    """Returns how many communes have figures."""
    _come_by(chance, memberships)
    _place_quarters()
    here = [each for each in memberships if each.commune_id == FONSORBES and each.verified_at]
    month = period_of(MONTH, chance.now.date())
    for requests, exchanges in reversed(MONTHS):
        month = month.previous
        at = datetime.combine(month.starts_on, datetime.min.time(), chance.now.tzinfo)
        known = [each for each in here if each.joined_at < at + timedelta(days=20)]
        for number in range(requests):
            _ask(chance, f"past:{month.key}:{number}", at, known)
        for number in range(exchanges):
            _do(chance, f"past:{month.key}:{number}", at, known)
    said = Thanks.objects.exclude(text="").order_by("pk").values_list("pk", flat=True)
    Quotation.objects.bulk_create(Quotation(thanks_id=pk) for pk in said[::3])
    found = publication.refresh(chance.now)
    # The last month for the council of Fonsorbes alone: the worker prints for some seconds, while people look around.
    make_report.defer(commune=FONSORBES, month=period_of(MONTH, chance.now.date()).previous.key)
    return found


def _place_quarters() -> None:
    """Around the middle of the commune, as on a clock."""
    commune = Commune.objects.get(code=FONSORBES)
    quarters = list(commune.quarters.order_by("pk"))
    for number, quarter in enumerate(quarters):
        angle = 2 * pi * number / len(quarters)
        quarter.latitude = (commune.latitude or 0) + 0.011 * sin(angle)
        quarter.longitude = (commune.longitude or 0) + 0.016 * cos(angle)
    Quarter.objects.bulk_update(quarters, ["latitude", "longitude"])


def _come_by(chance: Chance, memberships: list[Membership]) -> None:
    """Seven of ten residents come in a week."""
    key = ledger_key()
    this_week = period_of(WEEK, chance.now.date()).starts_on
    visits = []
    for membership in memberships:
        person = hash_of(membership.person_id, key)
        week = period_of(WEEK, membership.joined_at.date()).starts_on
        while week < this_week:
            if chance.likely(0.7):
                visits.append(Visit(commune_id=membership.commune_id, week=week, person=person))
            week += timedelta(days=7)
    Visit.objects.bulk_create(visits, ignore_conflicts=True)


def _ask(chance: Chance, source: str, month: datetime, known: list[Membership]) -> None:
    at = _moment(chance, month)
    actions.record_request(source, "help", FONSORBES, at, by=chance.draw.choice(known).person_id)
    if chance.likely(0.84):
        actions.record_first_answer(source, at + timedelta(minutes=chance.draw.expovariate(1 / 160)))


def _do(chance: Chance, source: str, month: datetime, known: list[Membership]) -> None:
    at, kind = _moment(chance, month), chance.draw.choice(KINDS)
    one, other = (each.person_id for each in chance.draw.sample(known, 2))
    if kind == "ride":
        metres = chance.draw.randrange(9_000, 27_000, 500)
        alone = chance.draw.choice((True, True, None, False))
        actions.record_ride(
            source, FONSORBES, FONSORBES, at, metres, 700, 1, metres // 250, alone, (one, other)
        )
        return
    until = at + timedelta(minutes=chance.draw.choice((45, 60, 90, 120)))
    category = chance.draw.choice(("tools", "garden", "kitchen"))
    actions.record_exchange(
        source,
        kind,
        FONSORBES,
        FONSORBES,
        until,
        methods.minutes(kind, at, until),
        methods.euros_saved_cents(kind, category, at, at + timedelta(days=2), 0),
        (one, other),
    )


def _moment(chance: Chance, month: datetime) -> datetime:
    return month + timedelta(days=chance.draw.randrange(28), hours=chance.draw.randrange(7, 20))
