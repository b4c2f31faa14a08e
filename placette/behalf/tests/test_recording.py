"""A resident without a screen is recorded, at the counter or at her kitchen table."""

import re

import pytest
from django.utils import timezone

from placette.people.actions.trust import issue_code
from placette.people.models import Consent, Person, Role, Verification
from placette.people.reading import read_aloud_to
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.trust.models import Line

from .factories import carried_by

pytestmark = pytest.mark.django_db
SAID = {
    "commune": "31187",
    "first_name": "Odette",
    "last_name": "Marty",
    "how": "oral",
    "scopes": ["posts", "writes"],
}


def test_an_officer_records_her_with_her_consent(client):
    officer = officer_of()
    client.force_login(officer)

    answer = client.post("/pour/nouveau/", SAID | {"seen": "on"}, follow=True)

    consent = Consent.objects.get()
    assert "Odette Marty" in answer.content.decode()
    assert (consent.holder, consent.to, consent.recorded_by) == ("town_hall", None, officer)
    assert (consent.posts, consent.writes, consent.agrees) == (True, True, False)
    assert consent.person.email is None
    assert not consent.person.has_usable_password()
    assert Verification.objects.get(membership__person=consent.person).route == "town_hall"
    assert Line.objects.get().verb == "consent.given"


def test_an_ambassador_types_the_code_of_her_letter(client):
    code = issue_code(commune_of(), "1 rue du Lavoir", officer_of())
    lucien = ambassador_of()
    client.force_login(lucien)

    refused = client.post("/pour/nouveau/", SAID | {"code": "ABCD-EFGH-JKM"})
    assert refused.status_code == 422
    assert "Odette" in refused.content.decode(), "nothing typed is lost"
    assert not Person.objects.filter(email=None).exists()
    client.post("/pour/nouveau/", SAID | {"code": code})

    consent = Consent.objects.get()
    assert (consent.holder, consent.to) == ("ambassador", lucien)
    assert Verification.objects.get(membership__person=consent.person).route == "code"


def test_a_form_sent_twice_records_her_once(client):
    client.force_login(officer_of())

    for _ in range(2):
        assert client.post("/pour/nouveau/", SAID | {"seen": "on"}).status_code == 302

    assert Consent.objects.count() == 1


def test_of_the_same_name_one_says_whether_she_is_another(client):
    carried_by(officer_of())
    client.force_login(officer_of())

    again = client.post("/pour/nouveau/", SAID | {"seen": "on"})
    assert again.status_code == 422
    assert "est déjà là" in again.content.decode()
    client.post("/pour/nouveau/", SAID | {"seen": "on", "which": "another"})

    assert Person.objects.filter(email=None).count() == 2


def test_who_trusted_an_ambassador_may_trust_her_town_hall_as_well(client):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    Role.objects.filter(person=lucien).update(until=timezone.now())
    client.force_login(lucien)
    assert client.get(f"/pour/{consent.pk}/").status_code == 404
    assert read_aloud_to([consent.person]) == [
        "Odette M. n’a pas d’écran, et personne ne lui lit ses messages pour le moment."
    ]
    client.force_login(officer_of())

    asked = client.post("/pour/nouveau/", SAID | {"seen": "on"}).text
    assert "que personne n’aide en ce moment" in asked
    client.post("/pour/nouveau/", SAID | {"seen": "on", "which": str(consent.person_id)})

    assert Person.objects.filter(email=None).count() == 1
    (now,) = read_aloud_to([consent.person])
    assert now.endswith("ce que vous écrivez ici lui est lu par la mairie.")


def test_of_two_of_the_same_name_the_very_one_is_chosen(client):
    officer, lucien = officer_of(), ambassador_of()
    helped = carried_by(lucien, "ambassador")
    carried_by(
        lucien, "ambassador", which="another", code=issue_code(commune_of(), "3 rue du Lavoir", officer)
    )
    asked_for = Person.objects.filter(email=None).latest("pk")
    stranger = carried_by(officer, first_name="Fernande").person
    client.force_login(officer)

    page = client.post("/pour/nouveau/", SAID | {"seen": "on"}).text
    assert re.findall(r'name="which" value="(\w+)"', page) == [
        str(helped.person_id),
        str(asked_for.pk),
        "another",
    ]
    assert "aidée par Odette S." in page
    wrong = client.post("/pour/nouveau/", SAID | {"seen": "on", "which": str(stranger.pk)})
    for _ in range(2):
        client.post("/pour/nouveau/", SAID | {"seen": "on", "which": str(asked_for.pk)})

    assert wrong.status_code == 422
    noted = Consent.objects.filter(holder="town_hall", person__first_name="Odette")
    assert [each.person for each in noted] == [asked_for]


def test_an_ambassador_does_not_enter_an_account_by_a_name(client):
    hers = carried_by(officer_of()).person_id
    lucien = ambassador_of()
    code = issue_code(commune_of(), "2 rue du Lavoir", officer_of())
    client.force_login(lucien)

    answer = client.post("/pour/nouveau/", SAID | {"code": code, "which": str(hers)})

    assert answer.status_code == 422
    assert "aidée par" not in answer.text, "he learns nothing of her"
    assert str(hers) not in re.findall(r'name="which" value="(\w+)"', answer.text)
    assert not Consent.objects.filter(to=lucien).exists()


@pytest.mark.parametrize("missing", ["seen", "scopes", "how", "last_name"])
def test_what_is_missing_is_asked_for(client, missing):
    client.force_login(officer_of())
    sent = {name: value for name, value in (SAID | {"seen": "on"}).items() if name != missing}

    answer = client.post("/pour/nouveau/", sent)

    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_residents_have_no_such_door(client):
    client.force_login(person_of())

    assert client.get("/pour/").status_code == 404
    assert client.post("/pour/nouveau/", SAID | {"seen": "on"}).status_code == 404


def test_each_sees_only_those_who_trusted_her(client, django_assert_max_num_queries):
    lucien, officer = ambassador_of(), officer_of()
    carried_by(officer)
    carried_by(lucien, "ambassador", first_name="Fernande", last_name="Bousquet")

    client.force_login(officer)
    with django_assert_max_num_queries(12):
        desk = client.get("/pour/").content.decode()
    client.force_login(lucien)
    home = client.get("/pour/").content.decode()

    assert "Odette Marty" in desk
    assert "Fernande" not in desk
    assert "Fernande Bousquet" in home
    assert "Odette Marty" not in home
