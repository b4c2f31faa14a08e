"""Saint-Lys has become part of Fonsorbes: its people, their annonces and their figures go along."""

from datetime import date

import pytest
from django.utils import timezone

from placette.carpool.tests.factories import way_of
from placette.impact.models import RequestAsked
from placette.listings.tests.factories import listing_of
from placette.notices.models import Notice
from placette.people.models import ActivationCode, Membership, Role
from placette.people.tests.factories import ambassador_of, commune_of, person_of
from placette.places.merging import merge
from placette.townhall.actions import exports
from placette.townhall.models import Contract, Export, Opening, Quote, Reminder, Step
from placette.trust.models import Line

pytestmark = pytest.mark.django_db
GONE, CURRENT = "31499", "31187"


def merged() -> None:
    """As a load does, and a second load of the same edition."""
    for _ in range(2):
        merge(commune_of(GONE), commune_of(CURRENT))


def test_a_resident_stays_one_with_her_annonces_and_what_she_asked():
    commune_of(CURRENT)
    odile = person_of("Odile", lives_in=GONE)
    listing_of(odile)
    way_of(odile)
    RequestAsked.objects.create(kind="loan", commune_id=GONE, asked_at=timezone.now(), source="listing:1")

    merged()

    assert odile.memberships.get().commune_id == CURRENT
    assert odile.memberships.get().verified_at is not None
    assert odile.listings.get().commune_id == CURRENT
    assert RequestAsked.objects.get().commune_id == CURRENT
    assert odile.trips.get().commune_id == odile.trips.get().ways.get().commune_id == CURRENT


def test_who_lived_in_one_and_worked_in_the_other_keeps_her_home_as_verified_as_either():
    paul = person_of("Paul", lives_in=GONE, verified=False)
    work = Membership.objects.create(
        person=paul, commune=commune_of(CURRENT), purpose="work", verified_at=timezone.now()
    )
    work.verifications.create(route="code")

    merged()

    (kept,) = paul.memberships.all()
    assert (kept.commune_id, kept.purpose, kept.verified_at) == (CURRENT, "home", work.verified_at)
    assert kept.verifications.get().route == "code"


def test_a_task_held_in_both_is_held_once_and_a_letter_still_opens_its_door():
    ambassador = ambassador_of(GONE)
    Role.objects.create(person=ambassador, name=Role.Name.AMBASSADOR, commune=commune_of(CURRENT))
    ActivationCode.objects.create(commune_id=GONE, code_hash="x", expires_at=timezone.now())

    merged()

    assert ambassador.roles.filter(until=None).get().commune_id == CURRENT
    assert set(ambassador.roles.values_list("commune", flat=True)) == {CURRENT}
    assert ActivationCode.objects.get().commune_id == CURRENT


def contract_of(code: str, first: date, last: date) -> Contract:
    quote = Quote.objects.create(
        commune=commune_of(code), population=9000, yearly_cents=120_000, made_on=first, valid_until=last
    )
    return Contract.objects.create(commune_id=code, quote=quote, starts_on=first, ends_on=last)


def test_the_papers_of_its_town_hall_go_along_and_of_two_contracts_the_longer_stays():
    commune_of(CURRENT)
    clerk = person_of("Sandrine", lives_in=None)
    short = contract_of(CURRENT, date(2026, 3, 1), date(2027, 2, 28))
    long = contract_of(GONE, date(2026, 9, 1), date(2027, 8, 31))
    for code in (GONE, CURRENT):
        Step.objects.create(commune_id=code, name="colours")
        Opening.objects.create(commune_id=code, person=clerk, task="secrétaire", state="queued")
        Export.objects.create(commune_id=code)
        Reminder.objects.create(commune_id=code, ends_on=date(2027, 2, 28), days=30)

    merged()

    assert list(Contract.objects.values_list("pk", "commune")) == [(long.pk, CURRENT)]
    assert Line.objects.get(verb="contract.absorbed").facts["number"] == short.number
    for model in (Quote, Step, Opening, Export, Reminder):
        assert set(model.objects.values_list("commune", flat=True)) == {CURRENT}
    assert [model.objects.count() for model in (Step, Opening, Export, Reminder)] == [1, 1, 1, 1]


def test_who_asked_for_the_export_that_is_not_made_is_told_of_the_other():
    clerk = person_of("Sandrine", lives_in=None)
    Export.objects.create(commune=commune_of(CURRENT))  # asked by nobody: a space that closes
    Export.objects.create(commune=commune_of(GONE), asked_by=clerk)

    merged()
    exports.make(Export.objects.get().pk)

    assert Notice.objects.get(kind="export_ready").person == clerk
