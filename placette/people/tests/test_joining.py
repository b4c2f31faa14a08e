"""Belonging to a commune, and holding a task for one."""

import pytest
from allauth.account.internal.flows import manage_email
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.people import events
from placette.people.actions import joining, trust
from placette.people.models import Membership, Role
from placette.places import actions as places
from placette.places.models import Waiting
from placette.places.queries import waiting_count

from .factories import ambassador_of, commune_of, member_of, officer_of, person_of


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

    at_once(lambda code: trust.redeem_code(Membership.objects.get(pk=membership.pk), code), codes)

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


@pytest.mark.django_db(transaction=True)
def test_who_joins_where_no_space_is_open_is_counted_and_told_of_the_opening(client, smtp, worker):
    commune = commune_of(open=False)
    rose = person_of("Rose", lives_in=None, email="rose@example.org")
    client.force_login(rose)

    for _ in range(2):
        client.post("/bienvenue/commune/", {"code": "31187", "purpose": "home"})
    page = client.get("/confiance/31187/").content.decode()

    assert waiting_count(commune) == 1
    assert "n’est pas encore ouverte à Fonsorbes" in page
    assert "Vous comptez déjà" in page
    places.open_space(commune)
    worker()
    assert [mail["Subject"] for mail in smtp.to("rose@example.org")] == ["Placette ouvre à Fonsorbes"]


@pytest.mark.django_db
def test_who_had_asked_to_wait_is_counted_once_she_joins():
    commune = commune_of(open=False)
    rose = person_of("Rose", lives_in=None, email="rose@example.org")
    Waiting.objects.create(commune=commune, email="rose@example.org")

    joining.join(rose, commune, Membership.Purpose.HOME)

    assert waiting_count(commune) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("moves", [True, False], ids=["moves", "leaves"])
def test_who_goes_waits_no_more(moves):
    commune = commune_of(open=False)
    rose = person_of("Rose", lives_in=None, email="rose@example.org")
    joining.join(rose, commune, Membership.Purpose.WORK)

    if moves:
        joining.join(rose, commune_of("31499"), Membership.Purpose.WORK)
    else:
        joining.leave(rose, Membership.Purpose.WORK)

    assert waiting_count(commune) == 0
    assert not Waiting.objects.filter(email="rose@example.org").exists()


@pytest.mark.django_db
def test_who_does_not_wait_does_not_read_that_she_does(client):
    member_of(rose := person_of("Rose", lives_in=None), commune_of(open=False).pk, verified=False)
    client.force_login(rose)

    assert "Vous comptez déjà" not in client.get("/confiance/31187/").content.decode()


@pytest.mark.django_db
def test_who_has_another_e_mail_waits_with_that_one():
    commune = commune_of(open=False)
    rose = person_of("Rose", lives_in=None, email="rose@example.org")
    joining.join(rose, commune, Membership.Purpose.HOME)
    fresh = EmailAddress.objects.create(user=rose, email="rosa@example.org", verified=True)

    fresh.set_as_primary()
    manage_email.emit_email_changed(None, EmailAddress(user=rose, email="rose@example.org"), fresh)

    assert list(Waiting.objects.exclude(email="").values_list("email", flat=True)) == ["rosa@example.org"]
    assert waiting_count(commune) == 1


@pytest.mark.django_db
def test_an_ambassador_who_moves_is_the_ambassador_of_nobody():
    odette = ambassador_of("31187")
    Role.objects.create(person=odette, name=Role.Name.ELECTED, commune=commune_of())

    joining.join(odette, commune_of("31499"), Membership.Purpose.HOME)

    assert [role.name for role in odette.roles.filter(until=None)] == [Role.Name.ELECTED]


@pytest.mark.django_db
def test_who_only_works_elsewhere_too_stays_an_ambassador():
    odette = ambassador_of("31187")

    joining.join(odette, commune_of("31499"), Membership.Purpose.WORK)

    assert odette.roles.get().until is None
