"""The team of a town hall: who is asked, who accepts, what is seen of it, and how a role ends."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.core.tests.racing import side_by_side
from placette.notices.models import Notice
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of, standing
from placette.places import events
from placette.team.actions import roles
from placette.team.models import Invitation
from placette.trust.models import Line

pytestmark = pytest.mark.django_db
TEAM = "/mairie/equipe/"


def invited(officer, email: str, name: str = "ambassador") -> tuple[Invitation, str]:
    invitation = roles.invite(commune_of(), email, name, officer)
    return invitation, f"/equipe/{roles.token_of(invitation)}/"


def verbs() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("verb", flat=True))


def test_an_officer_asks_a_resident_who_accepts(client, worker, smtp):
    officer, jeanne = officer_of(), person_of("Jeanne")
    client.force_login(officer)
    client.post(TEAM, {"commune": "31187", "email": jeanne.email, "name": "ambassador"}, follow=True)
    worker()

    (mail,) = smtp.to(jeanne.email)
    link = re.search(r"/equipe/\S+/", mail.get_body(("plain",)).get_content()).group()
    client.force_login(jeanne)
    assert "J’accepte" in client.get(link).content.decode()
    assert not Role.objects.filter(person=jeanne).exists(), "a link that is looked at gives nothing"
    client.post(link)

    assert Role.objects.get(person=jeanne, until=None).name == "ambassador"
    assert Invitation.objects.get().email == ""
    assert verbs() == ["role.invited", "role.given"]
    assert Notice.objects.get(person=jeanne).kind == "role"
    assert client.get(link).status_code == 410
    assert "Jeanne M." in client.get(commune_of().get_absolute_url()).content.decode()


def test_the_first_week_leads_to_the_team(client):
    client.force_login(officer_of())

    assert client.get("/mairie/premiers-pas/").content.decode().count(f'href="{TEAM}?commune=31187"') == 2


def test_a_link_that_was_passed_on_opens_nothing(client):
    _, link = invited(officer_of(), "elue@example.org", "officer")
    client.force_login(person_of("Karim"))

    answer = client.post(link)

    assert answer.status_code == 403
    assert "autre adresse e-mail" in answer.content.decode()
    assert Role.objects.count() == 1


def test_residents_roles_want_a_proven_residence(client):
    rose = person_of("Rose", verified=False)
    _, link = invited(officer_of(), rose.email, "moderator")
    client.force_login(rose)

    assert client.post(link).status_code == 403
    assert not Role.objects.filter(person=rose).exists()


def test_who_has_no_account_is_led_to_one_and_back(client):
    _, link = invited(officer_of(), "nouvelle@example.org", "elected")
    answer = client.get(link)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/login/?next=/equipe/")


def test_an_invitation_taken_back_or_grown_old_is_dead(client, time_machine):
    officer, jeanne = officer_of(), person_of("Jeanne")
    invitation, link = invited(officer, jeanne.email)
    client.force_login(officer)
    client.post(f"{TEAM}invitations/{invitation.pk}/retirer/", {"commune": "31187"})
    client.force_login(jeanne)
    assert client.get(link).status_code == 410

    _, link = invited(officer, jeanne.email)
    time_machine.move_to(timezone.now() + roles.INVITATION_LIFE + timedelta(minutes=1))
    assert roles.forget_old() == 1
    assert not Invitation.objects.exclude(email="").exists()


def test_asked_twice_the_last_link_is_the_good_one(time_machine):
    officer = officer_of()
    first = roles.token_of(roles.invite(commune_of(), "a@example.org", "elected", officer))
    time_machine.move_to(timezone.now() + timedelta(seconds=2))
    second = roles.token_of(roles.invite(commune_of(), "A@example.org", "elected", officer))
    assert Invitation.objects.count() == 1
    assert roles.invitation_of(first) is None
    assert roles.invitation_of(second)


def test_a_role_ends_with_its_date_and_can_be_given_again(client):
    officer, jeanne = officer_of(), person_of("Jeanne")
    role = Role.objects.create(person=jeanne, name="ambassador", commune=commune_of())
    client.force_login(officer)
    client.post(f"{TEAM}{role.pk}/fin/", {"commune": "31187"})

    role.refresh_from_db()
    assert role.until
    assert verbs() == ["role.ended"]
    assert "pris fin" in client.get(TEAM, follow=True).content.decode() or Notice.objects.get(person=jeanne)
    again, _ = invited(officer, jeanne.email)
    assert roles.accept(again.pk, jeanne).until is None


def test_the_last_officer_cannot_leave_the_desk_alone(client):
    officer = officer_of()
    client.force_login(officer)
    answer = client.post(f"{TEAM}{officer.roles.get().pk}/fin/", {"commune": "31187"})
    assert answer.status_code == 409
    assert "Invitez d’abord" in answer.content.decode()
    assert officer.roles.filter(until=None).exists()


def test_one_officer_ends_no_role_of_another_commune(client):
    client.force_login(officer_of())
    other = officer_of("31499").roles.get()
    assert client.post(f"{TEAM}{other.pk}/fin/", {"commune": "31187"}).status_code == 404
    assert client.post(f"{TEAM}{other.pk}/fin/", {"commune": "31499"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_end_each_others_role_at_once_leave_one():
    first, second = officer_of(), officer_of()
    commune = commune_of()

    said = side_by_side(
        lambda: roles.end(commune, second.roles.get().pk, first),
        lambda: roles.end(commune, first.roles.get().pk, second),
        refusals=roles.Refusal,
    )

    assert sum(isinstance(each, roles.Refusal) for each in said) == 1
    assert Role.objects.filter(name="officer", until=None).count() == 1


def test_the_database_keeps_no_address_of_an_answered_invitation():
    invitation, _ = invited(officer_of(), "a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(ended_at=timezone.now())


def test_the_page_costs_as_much_for_ten_as_for_one(client, django_assert_num_queries):
    officer = officer_of()
    for number in range(10):
        Role.objects.create(person=person_of(f"Voisin{number}"), name="ambassador", commune=commune_of())
        roles.invite(commune_of(), f"v{number}@example.org", "elected", officer)
    client.force_login(officer)
    client.get(TEAM)
    with django_assert_num_queries(7):
        client.get(TEAM)


def test_others_find_no_team_page(client):
    client.force_login(person_of("Jeanne"))
    assert client.get(TEAM).status_code == 404
    elected = person_of("Luc")
    Role.objects.create(person=elected, name="elected", commune=commune_of())
    client.force_login(elected)
    assert client.get(TEAM).status_code == 404
    assert not standing(elected).town_halls


def test_an_open_invitation_goes_with_its_commune():
    invited(officer_of("31499"), "a@example.org")
    roles.invite(commune_of("31499"), "b@example.org", "elected", officer_of("31499"))
    for move in events.merged:
        move("31499", "31187")
    assert not Invitation.objects.filter(commune="31499").exists()


def test_who_joins_the_town_hall_is_a_neighbours_ambassador_no_longer():
    officer, odette = officer_of(), person_of("Odette")
    for name in ("ambassador", "officer"):
        invitation, _ = invited(officer, odette.email, name)
        roles.accept(invitation.pk, odette)

    assert list(Role.objects.filter(person=odette, until=None).values_list("name", flat=True)) == ["officer"]
    assert verbs()[-2:] == ["role.ended", "role.given"]


def test_neither_the_mayor_nor_an_operator_is_of_the_social_service(client):
    officer = officer_of()
    mayor, camille, claire = (
        person_of("Maryse"), person_of("Camille", lives_in=None, is_operator=True), person_of("Claire")
    )  # fmt: skip
    Role.objects.create(person=mayor, name=Role.Name.ELECTED, commune=commune_of())

    for person, status in ((mayor, 403), (camille, 403), (claire, 302)):
        _, link = invited(officer, person.email, "social")
        client.force_login(person)
        assert client.post(link).status_code == status

    assert Role.objects.get(name="social").person == claire
