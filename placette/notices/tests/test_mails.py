"""E-mails of notices as a real SMTP server receives them."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from placette.notices import actions, kinds, mails, queries
from placette.notices.models import Notice, Preference
from placette.notices.tasks import digest, digests, mail
from placette.people.models import Person
from placette.people.tests.factories import person_of

pytestmark = pytest.mark.django_db(transaction=True)
Rhythm = Preference.Rhythm


def tell(person, key: str = "answer:1", kind: str = "answer", **facts) -> None:
    known = {"name": "Karim B.", "title": "Échelle <b>&"}
    actions.notify([person.pk], kind, "/messages/1/", key, **known | facts)


def test_an_answer_is_mailed_at_once_in_the_person_s_language(smtp, worker):
    french, english = person_of(), person_of("Rose", language="en")
    for person in (french, english):
        tell(person)
        tell(person)
    worker()

    (message,) = smtp.to(french.email)
    html = message.get_body(("html",)).get_content()
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "Karim B. répond à votre annonce « Échelle <b>& »."
    assert "Échelle &lt;b&gt;&amp;" in html
    assert "« Échelle <b>& »" in text
    assert "Bonjour Jeanne," in text
    assert '<html lang="fr">' in html
    (message,) = smtp.to(english.email)
    assert "answers your" in str(message["Subject"])
    assert "Hello Rose," in message.get_body(("plain",)).get_content()
    assert '<html lang="en">' in message.get_body(("html",)).get_content()


def test_a_mail_carries_what_mail_programs_expect(smtp, worker, settings):
    person = person_of()
    tell(person)
    worker()

    (message,) = smtp.to(person.email)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/avis/stop/")
    assert message["Message-ID"].startswith(f"<notice-{Notice.objects.get().pk}@")
    html = message.get_body(("html",)).get_content()
    assert 'style="' in html
    assert "prefers-color-scheme: dark" in html
    assert "<script" not in html
    links = re.findall(r'href="([^"]+)"', html)
    assert links
    assert all(link.startswith(settings.SITE_URL) for link in links)


def test_a_title_cannot_write_a_header(smtp, worker):
    person = person_of()
    tell(person, title="Échelle\r\nBcc: autre@example.org\x0b")
    worker()

    (message,) = smtp.messages
    assert message["Bcc"] is None
    assert "Bcc: autre@example.org" in str(message["Subject"])


def test_a_job_that_runs_twice_sends_one_mail(smtp, worker):
    person = person_of()
    tell(person)
    worker()
    mail(notice=Notice.objects.get().pk)

    assert len(smtp.to(person.email)) == 1


def test_a_mail_that_the_server_did_not_take_is_sent_later(smtp, worker, settings):
    person = person_of()
    there = settings.MAILERS
    settings.MAILERS = {"default": there["default"] | {"OPTIONS": there["default"]["OPTIONS"] | {"port": 9}}}
    tell(person)
    worker()
    assert smtp.messages == []
    assert Notice.objects.get().emailed_at is None

    settings.MAILERS = there
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() "
            "WHERE status = 'todo' AND task_name = 'notices.mail'"
        )
        assert cursor.rowcount == 1
    worker()

    assert len(smtp.to(person.email)) == 1
    assert Notice.objects.get().emailed_at is not None


def test_what_has_been_seen_is_not_mailed(smtp, worker):
    person = person_of()
    tell(person)
    actions.see(person)
    worker()

    assert smtp.messages == []


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda person: actions.choose(person, {"answer": Rhythm.NEVER}),
        lambda person: Person.objects.filter(pk=person.pk).update(is_active=False),
        lambda person: actions.see(person, url="/messages/1/"),
    ],
    ids=["unsubscribed", "left", "read"],
)
def test_what_changed_while_the_mail_waited_counts(smtp, worker, meanwhile):
    person = person_of()
    tell(person)
    meanwhile(person)
    worker()

    assert smtp.messages == []


def test_what_is_over_is_not_mailed(smtp, worker):
    person = person_of()
    tell(person, until=(timezone.now() - timedelta(minutes=1)).isoformat())
    worker()

    assert smtp.messages == []


def test_a_digest_gathers_the_day_once(smtp, worker):
    person = person_of(language="en")
    actions.choose(person, {"answer": Rhythm.DAILY})
    tell(person, "answer:1", title="première")
    tell(person, "thanks:1", "thanks")
    tell(person, "answer:2", title="deuxième")
    tell(person, "answer:3", title="passée", until="2020-01-01T10:00:00+00:00")
    worker()
    assert smtp.messages == []

    digest(person=person.pk)
    digest(person=person.pk)

    (message,) = smtp.to(person.email)
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "3 pieces of news on the square"
    assert "passée" not in text
    assert text.index("deuxième") < text.index("première"), "newest first"
    assert text.count("Somebody thanks me") == 1
    assert "your day on the square" in text


def test_what_could_not_leave_at_once_is_in_the_next_digest(smtp, worker):
    person = person_of()
    now = timezone.now()
    for key, age in (("answer:1", 4), ("answer:2", 1), ("answer:3", 72)):
        tell(person, key, title=f"il y a {age} heures")
        Notice.objects.filter(key=key).update(created_at=now - timedelta(hours=age))
    ProcrastinateJob.objects.all()._raw_delete(
        "default"
    )  # given up: the mail server was away for longer than we try

    digest(person=person.pk)
    digest(person=person.pk)

    (message,) = smtp.to(person.email)
    text = message.get_body(("plain",)).get_content()
    assert "il y a 4 heures" in text
    assert "il y a 1 heures" not in text, "its own mail is still on its way"
    assert "il y a 72 heures" not in text, "news no more"


def test_what_its_person_never_wants_by_mail_is_in_no_digest(smtp):
    person = person_of()
    actions.choose(person, {"answer": Rhythm.NEVER})
    tell(person)
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=4))

    digest(person=person.pk)

    assert smtp.messages == []


def test_what_is_withdrawn_is_neither_mailed_nor_counted_and_stays_in_the_list(smtp, worker, client):
    jeanne, karim = person_of(), person_of("Karim")
    for person in (jeanne, karim):
        tell(person)
        tell(person, "answer:2")

    actions.withdraw("answer:1", "answer:3")
    worker()

    assert queries.unseen_of([jeanne.pk, karim.pk]) == {jeanne.pk: 1, karim.pk: 1}
    assert [len(smtp.to(each.email)) for each in (jeanne, karim)] == [1, 1]
    assert [len(day.lines) for day in queries.inbox(jeanne).days] == [2]


@pytest.mark.parametrize(
    ("instant", "sent"),
    [
        (datetime(2026, 7, 1, 16, tzinfo=UTC), 1),
        (datetime(2026, 7, 1, 17, tzinfo=UTC), 0),
        (datetime(2026, 12, 1, 16, tzinfo=UTC), 0),
        (datetime(2026, 12, 1, 17, tzinfo=UTC), 1),
    ],
    ids=["summer 18 h", "summer 19 h", "winter 17 h", "winter 18 h"],
)
def test_digests_leave_at_six_in_paris_in_summer_and_in_winter(smtp, worker, instant, sent):
    reader, other = person_of(), person_of("Karim")
    with time_machine.travel(instant, tick=False):
        tell(reader, "thanks:1", "thanks")
        tell(other, "answer:1", "answer")
        actions.see(other)

    with time_machine.travel(instant, tick=True):
        digests(int(instant.timestamp()))

    jobs = ProcrastinateJob.objects.filter(task_name="notices.digest", args__person__in=[reader.pk, other.pk])
    assert [job.args["person"] for job in jobs] == [reader.pk] * sent


def test_a_digest_is_never_empty(smtp):
    digest(person=person_of().pk)

    assert smtp.messages == []


def path_of(message) -> str:
    return re.search(r"(/avis/stop/[^>]+)>", message["List-Unsubscribe"]).group(1)


def test_one_click_unsubscribes_without_signing_in(smtp, worker, client):
    person = person_of()
    tell(person)
    worker()
    (message,) = smtp.to(person.email)
    path = path_of(message)

    assert "On répond à mon annonce" in client.get(path).content.decode()
    assert not Preference.objects.exists()
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert Preference.objects.get().email == Rhythm.NEVER
    assert "_auth_user_id" not in client.session
    tell(person, "answer:2")
    worker()
    assert len(smtp.to(person.email)) == 1


def test_whoever_changes_her_mind_gets_back_what_she_had(smtp, client):
    person = person_of()
    actions.choose(person, {"answer": Rhythm.DAILY})
    tell(person, "thanks:1", "thanks")
    tell(person)
    digest(person=person.pk)
    path = path_of(smtp.messages[0])

    page = client.post(path).content.decode()
    stopped = dict(Preference.objects.values_list("kind", "email"))
    undo = re.search(r'name="undo" value="([^"]*)"', page).group(1)
    client.post(path, {"undo": undo})

    daily = dict.fromkeys(kinds.daily_by_default(), Rhythm.NEVER) | {"answer": Rhythm.NEVER}
    assert stopped == daily
    assert set(dict(Preference.objects.values_list("kind", "email")).values()) == {Rhythm.DAILY}


@pytest.mark.parametrize("kind", ["answer", mails.DIGEST])
def test_whoever_presses_twice_changes_her_mind_all_the_same(client, kind):
    person = person_of()
    path = urlsplit(mails.stop_url(person, kind)).path
    client.post(path)

    page = client.post(path).content.decode()
    client.post(path, {"undo": re.search(r'name="undo" value="([^"]*)"', page).group(1)})

    defaults = {name: each.rhythm for name, each in kinds.KINDS.items()}
    assert queries.rhythms_of(person) == defaults


def test_the_link_of_a_kind_stops_and_restores_this_kind_only(smtp, worker, client):
    person = person_of()
    tell(person)
    worker()

    client.post(path_of(smtp.messages[0]), {"undo": "message:never answer:daily unknown:never answer:often"})

    assert dict(Preference.objects.values_list("kind", "email")) == {"answer": "daily"}


def test_a_forged_link_stops_nothing(client):
    for token in ("1:answer:forged", "x", "1:answer"):
        assert client.post(f"/avis/stop/{token}/").status_code == 404


def test_a_link_in_a_mail_signs_nobody_in(smtp, worker, client):
    person = person_of()
    tell(person)
    worker()
    body = smtp.to(person.email)[0].get_body(("plain",)).get_content()

    links = re.findall(r"https?://[^/\s]+(/\S+)", body)
    for link in links:
        client.get(link)

    assert len(links) == 3
    assert "_auth_user_id" not in client.session
