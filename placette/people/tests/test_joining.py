"""Belonging to a commune, and holding a task for one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from placette.people import events
from placette.people.actions import joining, trust
from placette.people.models import Membership, Role

from .factories import commune_of, member_of, officer_of, person_of


@pytest.mark.django_db
def test_who_moves_to_where_she_works_lives_there():
    person = person_of()
    Membership.objects.create(person=person, commune=commune_of("31499"), purpose=Membership.Purpose.WORK)

    joining.join(person, commune_of("31499"), Membership.Purpose.HOME)

    (held,) = person.memberships.all()
    assert (held.commune_id, held.purpose) == ("31499", Membership.Purpose.HOME)


@pytest.mark.django_db
def test_who_works_where_she_lives_still_lives_there():
    person = person_of()

    joining.join(person, commune_of(), Membership.Purpose.WORK)

    (held,) = person.memberships.all()
    assert held.purpose == Membership.Purpose.HOME


@pytest.mark.django_db(transaction=True)
def test_two_proofs_at_once_verify_once(monkeypatch):
    told: list[int] = []
    monkeypatch.setattr(events, "verified", [lambda membership: told.append(membership.pk)])
    membership = person_of("Rose", verified=False).memberships.get()
    officer = officer_of()
    codes = [trust.issue_code(commune_of(), "", officer) for _ in range(4)]

    def prove(code: str) -> None:
        try:
            trust.redeem_code(Membership.objects.get(pk=membership.pk), code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(prove, codes))

    assert told == [membership.pk]


@pytest.mark.django_db
def test_a_task_for_a_community_is_held_once():
    person = person_of()
    community = commune_of().community
    Role.objects.create(person=person, name=Role.Name.TERRITORY_OFFICER, community=community)

    with pytest.raises(IntegrityError, match="one_current_role"):
        Role.objects.create(person=person, name=Role.Name.TERRITORY_OFFICER, community=community)


@pytest.mark.django_db
def test_the_list_is_that_of_the_commune_where_she_lives(client):
    person = person_of(lives_in=None)
    work = {"purpose": Membership.Purpose.WORK, "verified_at": timezone.now()}
    Membership.objects.create(person=person, commune=commune_of("31499"), **work)
    member_of(person, "31187")
    client.force_login(person)

    assert "Les voisins de Fonsorbes" in client.get("/habitants/").content.decode()
