"""Saint-Lys has become part of Fonsorbes: its people, their annonces and their figures go along."""

import pytest
from django.utils import timezone

from placette.carpool.tests.factories import way_of
from placette.impact.models import RequestAsked
from placette.listings.tests.factories import listing_of
from placette.people.models import ActivationCode, Membership, Role
from placette.people.tests.factories import ambassador_of, commune_of, person_of
from placette.places.merging import merge

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
