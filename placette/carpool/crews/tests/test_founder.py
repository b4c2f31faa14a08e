"""Whose crew it is once its founder has left."""

import pytest
from django.db import transaction

from placette.carpool.crews import rules
from placette.carpool.crews.actions import members
from placette.carpool.models import Crew, CrewMember
from placette.conversations.models import Message
from placette.core.tests.racing import at_once
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.people.tests.factories import person_of, standing

from .factories import NOW, crew_of, member


@pytest.mark.django_db
def test_the_oldest_member_takes_over_and_is_told(client, crew, jeanne, karim):
    lea = person_of("Léa")
    members.join(crew, lea, NOW, jeanne, needs=1, seats=4)
    Notice.objects.all().delete()

    members.leave(member(crew, jeanne), NOW)

    crew.refresh_from_db()
    assert crew.founder == karim
    assert rules.may_remove(standing(karim), member(crew, karim), member(crew, lea))
    assert Message.objects.get(event="takes_over").author == karim
    assert {each.facts["step"] for each in Notice.objects.filter(person=karim)} == {"left", "takes_over"}
    client.force_login(karim)
    assert "Vous vous occupez maintenant de l’équipage" in client.get("/avis/").content.decode()


@pytest.mark.django_db
def test_who_leaves_without_having_founded_it_changes_nothing(crew, jeanne, karim):
    members.leave(member(crew, karim), NOW)

    crew.refresh_from_db()
    assert crew.founder == jeanne
    assert not Message.objects.filter(event="takes_over").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["invited only", "blocked", "not verified any more"])
def test_whoever_may_do_nothing_in_it_takes_nothing_over(crew, jeanne, karim, fault):
    lea = person_of("Léa")
    members.join(crew, lea, NOW, jeanne, needs=1, seats=4)
    if fault == "invited only":
        CrewMember.objects.filter(crew=crew, person=karim).update(joined_at=None)
    elif fault == "blocked":
        karim.is_active = False
        karim.save()
    else:
        Membership.objects.filter(person=karim).update(verified_at=None)

    members.leave(member(crew, jeanne), NOW)

    crew.refresh_from_db()
    assert crew.founder == lea


@pytest.mark.django_db
def test_where_nobody_is_verified_any_more_it_ends_and_nobody_is_told_that_it_is_hers(crew, jeanne, karim):
    Membership.objects.filter(person=karim).update(verified_at=None)
    Notice.objects.all().delete()

    members.leave(member(crew, jeanne), NOW)

    crew.refresh_from_db()
    assert crew.ended_at == NOW
    assert not Message.objects.filter(event="takes_over").exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_an_account_that_is_erased_passes_it_on_too(crew, jeanne, karim):
    CrewMember.objects.filter(crew=crew, person=jeanne).delete()
    crew.refresh_from_db()
    assert crew.founder == karim

    Crew.objects.filter(pk=crew.pk).update(founder=None)
    members.join(crew, person_of("Léa"), NOW, karim, needs=1, seats=4)
    members.leave(member(crew, karim), NOW)
    crew.refresh_from_db()
    assert crew.founder is not None
    assert crew.founder.first_name == "Léa"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_action", [True, False], ids=["by the action", "by whatever writes the table"])
def test_of_three_the_first_two_leave_at_once_and_the_third_has_it(jeanne, karim, by_action):
    lea = person_of("Léa")
    crew = crew_of(jeanne, karim, lea, now=NOW)
    _leave_at_once(crew, [jeanne, karim], by_action)

    crew.refresh_from_db()
    assert (crew.founder, crew.ended_at) == (lea, None)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_leave_at_once_and_it_ends_without_a_deadlock(jeanne, karim):
    crew = crew_of(jeanne, karim, now=NOW)
    _leave_at_once(crew, [jeanne, karim], by_action=True)

    crew.refresh_from_db()
    assert crew.ended_at == NOW
    assert not CrewMember.objects.filter(crew=crew, left_at=None).exists()


def _leave_at_once(crew, people, by_action) -> None:
    def leave(hers: CrewMember) -> None:
        if by_action:
            members.leave(hers, NOW)
        else:
            with transaction.atomic():
                CrewMember.objects.filter(pk=hers.pk).update(left_at=NOW)

    at_once(leave, [member(crew, each) for each in people])
