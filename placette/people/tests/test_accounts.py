"""Making an account, with a real SMTP server."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from placette.people import adapters
from placette.people.models import Membership, Person

from .factories import PASSWORD, commune_of, person_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_limits(transactional_db: None) -> None:
    """allauth counts attempts in the cache, whose table outlives a test."""
    cache.clear()


def sign_up(client, worker, smtp, language: str = "fr") -> str:
    headers = {"Accept-Language": language}
    client.post("/compte/signup/", {"email": "Lucie@Example.org", "password1": PASSWORD}, headers=headers)
    worker()
    (message,) = smtp.to("lucie@example.org")
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html"}
    return re.search(
        r"^\s*([A-Z0-9]{4,8}(-[A-Z0-9]{3,6})?)\s*$", message.get_body(("plain",)).get_content(), re.M
    ).group(1)


@pytest.mark.parametrize(
    ("language", "subject"), [("fr", "Votre code pour Placette"), ("en", "Your code for Placette")]
)
def test_the_code_arrives_in_the_language_of_the_visitor(client, worker, smtp, language, subject):
    sign_up(client, worker, smtp, language)

    assert smtp.messages[0]["Subject"] == subject


def test_the_mail_holds_a_code_and_no_link(client, worker, smtp):
    sign_up(client, worker, smtp)

    assert "http" not in smtp.messages[0].get_body(("plain",)).get_content()


def test_a_newcomer_confirms_gives_a_name_and_a_commune(client, worker, smtp):
    commune_of()
    code = sign_up(client, worker, smtp)
    client.post("/compte/confirm-email/", {"code": code})
    assert EmailAddress.objects.get(email="lucie@example.org").verified
    client.post(
        "/bienvenue/moi/",
        {
            "first_name": " Lucie 🌻 ",
            "last_name": "Bergès",
            "offerings": "une échelle, garder un chat\nune échelle",
        },
    )
    client.post("/bienvenue/commune/", {"code": "31187", "purpose": "home"})

    person = Person.objects.get()
    assert person.display_name == "Lucie 🌻 B."
    assert [each.text for each in person.offerings.all()] == ["une échelle", "garder un chat"]
    assert Membership.objects.get().verified_at is None


def test_a_wrong_code_opens_nothing(client, worker, smtp):
    sign_up(client, worker, smtp)

    client.post("/compte/confirm-email/", {"code": "AAAAAA"})

    assert client.get("/bienvenue/").status_code == 302
    assert not EmailAddress.objects.get().verified


def test_an_address_that_is_taken_is_not_given_away(client, worker, smtp):
    person_of(email="lucie@example.org")
    taken = client.post("/compte/signup/", {"email": "lucie@example.org", "password1": PASSWORD})
    free = client.post("/compte/signup/", {"email": "rose@example.org", "password1": PASSWORD})

    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])


def test_who_tries_too_often_reads_it_on_a_page_of_ours(client):
    for number in range(31):
        answer = client.post("/compte/login/", {"login": f"{number}@example.org", "password": "x"})

    assert answer.status_code == 429
    assert "Doucement" in answer.content.decode()


def test_nobody_can_flood_the_box_of_somebody_else(worker, smtp):
    person_of(email="odile@example.org")
    with time_machine.travel(timezone.now()) as clock:
        for number in range(26):
            clock.shift(timedelta(minutes=4))  # allauth itself waits three
            Client(REMOTE_ADDR=f"203.0.113.{number}").post(
                "/compte/signup/", {"email": "odile@example.org", "password1": PASSWORD}
            )
    worker()

    assert len(smtp.to("odile@example.org")) == adapters.MAILS_A_DAY


def test_changing_commune_loses_the_proof(client):
    person = person_of()
    commune_of("31499")
    client.force_login(person)

    client.post("/bienvenue/commune/", {"code": "31499", "purpose": "home"})

    membership = Membership.objects.get(person=person)
    assert (membership.commune_id, membership.verified_at) == ("31499", None)


def test_one_lives_here_and_works_there(client):
    person = person_of()
    commune_of("31499")
    client.force_login(person)
    client.post("/bienvenue/commune/", {"code": "31499", "purpose": "work"})
    assert Membership.objects.filter(person=person).count() == 2

    client.post("/moi/reglages/travail/")

    assert Membership.objects.get(person=person).commune_id == "31187"
