"""What neighbours read of each other."""

import pytest
import time_machine

from placette.people.models import Membership, Offering, Role
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


def test_a_task_elsewhere_is_no_business_of_the_neighbours_here(client):
    sandrine = person_of("Sandrine")
    for code, name in (("31499", Role.Name.OFFICER), ("31187", Role.Name.AMBASSADOR)):
        Role.objects.create(person=sandrine, name=name, commune=commune_of(code))
    client.force_login(person_of("Paul"))

    page = client.get(f"/habitants/{sandrine.pk}/").content.decode()

    assert "Ambassadeur·rice, Fonsorbes" in page
    assert "Agent·e de la mairie" not in page
    client.force_login(sandrine)
    assert "Agent·e de la mairie, Saint-Lys" in client.get("/moi/").content.decode()


def test_a_task_for_the_community_of_the_commune_is_shown(client):
    sandrine = person_of("Sandrine")
    community = commune_of().community
    Role.objects.create(person=sandrine, name=Role.Name.TERRITORY_OFFICER, community=community)
    client.force_login(person_of("Paul"))

    assert f"intercommunalité, {community.name}" in client.get(f"/habitants/{sandrine.pk}/").content.decode()


def test_nobody_copies_the_list_of_members(client, monkeypatch):
    monkeypatch.setattr(views, "LIST_PAGES_A_DAY", 3)
    client.force_login(person_of("Rose"))
    with time_machine.travel("2026-11-24T10:00Z"):
        answers = [client.get("/habitants/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Assez pour aujourd’hui" in answers[-1].content.decode()


@pytest.fixture
def crowd():
    """Eight neighbours who offer things and hold tasks; the last one of them."""
    for number in range(8):
        person = person_of(f"Voisin{number}")
        Offering.objects.create(person=person, text="une échelle")
        Role.objects.create(person=person, name=Role.Name.AMBASSADOR, commune=commune_of())
    return person


def test_the_pages_of_people_cost_the_same_however_many_they_are(client, crowd, django_assert_num_queries):
    client.force_login(person_of("Rose"))
    client.get("/habitants/")
    shared = 4 + 2  # session, person, memberships, roles; what the frame counts

    with django_assert_num_queries(shared + 3):  # the limit; members; what they offer
        client.get("/habitants/")
    # limit; communes around; person, memberships, roles, offerings; annonces, thanks, thanks for purchases
    with django_assert_num_queries(shared + 9):
        client.get(f"/habitants/{crowd.pk}/")
