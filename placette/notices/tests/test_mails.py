"""E-mails of notices as a real SMTP server receives them."""

import re

import pytest

from placette.notices import actions
from placette.notices.models import Notice, Preference
from placette.notices.tasks import digest, mail
from placette.people.tests.factories import person_of

pytestmark = pytest.mark.django_db(transaction=True)


def tell(person, key: str = "answer:1") -> None:
    actions.notify([person.pk], "answer", "/messages/1/", key, name="Karim B.", title="Échelle <b>&")


def test_an_answer_is_mailed_at_once_in_the_person_s_language(smtp, worker):
    french, english = person_of(), person_of("Rose", language="en")
    for person in (french, english):
        tell(person)
        tell(person)
    worker()

    (message,) = smtp.to(french.email)
    assert message["Subject"] == "Karim B. vous répond : « Échelle <b>& »."
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html"}
    assert "Échelle &lt;b&gt;&amp;" in message.get_body(("html",)).get_content()
    assert "answers you" in str(smtp.to(english.email)[0]["Subject"])


def test_a_job_that_runs_twice_sends_one_mail(smtp, worker):
    person = person_of()
    tell(person)
    worker()
    mail(notice=Notice.objects.get().pk)

    assert len(smtp.to(person.email)) == 1


def test_what_has_been_seen_is_not_mailed(smtp, worker):
    person = person_of()
    tell(person)
    actions.see(person)
    worker()

    assert smtp.messages == []


def test_a_digest_gathers_the_day_once(smtp, worker):
    person = person_of()
    actions.choose(person, "answer", Preference.Rhythm.DAILY)
    tell(person, "answer:1")
    tell(person, "answer:2")
    worker()
    assert smtp.messages == []

    digest(person=person.pk)
    digest(person=person.pk)

    (message,) = smtp.to(person.email)
    assert message["Subject"] == "2 nouvelles sur la place"


def test_one_click_unsubscribes_without_signing_in(smtp, worker, client):
    person = person_of()
    tell(person)
    worker()
    (message,) = smtp.to(person.email)
    path = re.search(r"(/avis/stop/[^>]+)>", message["List-Unsubscribe"]).group(1)

    client.get(path)
    assert not Preference.objects.exists()
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Preference.objects.get().email == Preference.Rhythm.NEVER
    assert "_auth_user_id" not in client.session
    tell(person, "answer:2")
    worker()
    assert len(smtp.to(person.email)) == 1


def test_a_forged_link_stops_nothing(client):
    assert client.post("/avis/stop/1:answer:forged/").status_code == 404


def test_a_link_in_a_mail_signs_nobody_in(smtp, worker, client):
    person = person_of()
    tell(person)
    worker()
    body = smtp.to(person.email)[0].get_body(("plain",)).get_content()

    for link in re.findall(r"https?://[^/\s]+(/\S+)", body):
        client.get(link)

    assert "_auth_user_id" not in client.session
