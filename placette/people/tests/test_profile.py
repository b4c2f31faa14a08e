"""What neighbours read of each other."""

import pytest

from placette.people.models import Membership
from placette.people.views import profile as views

from .factories import commune_of, member_of, officer_of, person_of, touching

pytestmark = pytest.mark.django_db


@pytest.fixture
def commuter():
    """Lives in the capital, works in Fonsorbes, verified in both."""
    commune_of("75056", community="200054781")
    person = person_of("Apolline", "Quéré", lives_in=None)
    member_of(person, "75056", quarter="Belleville")
    Membership.objects.update(purpose=Membership.Purpose.HOME)
    Membership.objects.create(
        person=person,
        commune=commune_of(),
        purpose=Membership.Purpose.WORK,
        verified_at=Membership.objects.get().verified_at,
    )
    return person


def test_neighbours_at_work_do_not_learn_where_she_lives(client, commuter):
    client.force_login(person_of("Paul"))

    page = client.get(f"/habitants/{commuter.pk}/").content.decode()

    assert "Apolline Q." in page
    assert "Fonsorbes" in page
    assert "Belleville" not in page
    assert "Paris" not in page


def test_the_town_hall_that_she_shows_herself_to_learns_of_its_own_commune(client, commuter):
    commuter.shows_profile_to_town_hall = True
    commuter.save()
    client.force_login(officer_of())

    page = client.get(f"/habitants/{commuter.pk}/").content.decode()

    assert "Apolline Q." in page
    assert "Belleville" not in page


def test_she_reads_all_of_her_own(client, commuter):
    client.force_login(commuter)

    assert "Belleville" in client.get("/moi/").content.decode()


def test_a_newcomer_is_found_by_her_link_alone(client):
    newcomer = person_of("Rose", verified=False)
    client.force_login(person_of("Paul"))

    assert client.get(f"/habitants/{newcomer.pk}/").status_code == 404


def test_nobody_copies_the_profiles_one_by_one(client, monkeypatch):
    monkeypatch.setattr(views, "PROFILES_AN_HOUR", 3)
    touching("31187", "31499")
    neighbour = person_of("Paul", lives_in="31499")
    client.force_login(person_of("Rose"))

    answers = [client.get(f"/habitants/{neighbour.pk}/").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert client.get("/moi/").status_code == 200
