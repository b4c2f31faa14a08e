"""A town hall proves who it is and opens its space."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.notices.models import Notice
from placette.people.models import Role
from placette.people.tests.factories import commune_of, person_of
from placette.places.models import Space, Waiting
from placette.townhall.actions import opening
from placette.townhall.models import Opening
from placette.trust.models import Line

pytestmark = pytest.mark.django_db
PAGE = "/ouvrir/31187-fonsorbes/"


@pytest.fixture
def closed():
    commune = commune_of(open=False)
    commune.town_hall_email = "mairie@fonsorbes.example"
    commune.save()
    return commune


@pytest.fixture(autouse=True)
def _nobody_asked_before(db):
    """Limits outlast the tests that really commit."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_limit")


@pytest.fixture
def clerk():
    return person_of("Sandrine", "Pagès", lives_in=None)


def code_of(smtp, number: int = -1) -> str:
    mail = smtp.to("mairie@fonsorbes.example")[number]
    return re.search(r"\d{4} \d{4}", mail.get_body(("plain",)).get_content())[0]


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_to_the_town_hall_opens_the_space_from_that_minute(closed, clerk, client, smtp, worker):
    Waiting.objects.create(commune=closed, email="jeanne@example.org", confirmed_at=timezone.now())
    client.force_login(clerk)

    client.post(PAGE, {"task": "secrétaire de mairie"})
    worker()
    shown = client.get(PAGE).content.decode()
    code = code_of(smtp)
    answer = client.post(PAGE + "code/", {"code": code})
    worker()

    assert "m•••••@fonsorbes.example" in shown
    assert answer["Location"] == "/mairie/premiers-pas/?commune=31187"
    assert Space.objects.get().state == "trial"
    assert Role.objects.get().name == "officer"
    assert len(smtp.to("jeanne@example.org")) == 1
    assert set(Line.objects.values_list("verb", flat=True)) == {"space.trial", "role.given"}
    assert code.replace(" ", "") not in Opening.objects.get().code_hash
    # It serves once.
    with pytest.raises(opening.Refusal, match="ne sert plus"):
        opening.prove(Opening.objects.get().pk, clerk, code)


@pytest.mark.django_db(transaction=True)
def test_five_wrong_codes_end_it_and_the_right_one_comes_too_late(closed, clerk, client, smtp, worker):
    client.force_login(clerk)
    client.post(PAGE, {"task": "maire"})
    worker()
    right = code_of(smtp)

    said = [client.post(PAGE + "code/", {"code": "00000000"}).content.decode() for _ in range(5)]
    late = client.post(PAGE + "code/", {"code": right}).content.decode()

    assert "Relisez le courriel" in said[0]
    assert "Cinq essais" in said[4]
    assert "demandez-en un autre" in late
    assert not Space.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_code_lives_seven_days(closed, clerk, smtp, worker):
    asked = opening.ask(closed, clerk, "maire", "")
    worker()

    with (
        time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)),
        pytest.raises(opening.Refusal, match="ne sert plus"),
    ):
        opening.prove(asked.pk, clerk, code_of(smtp))


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_same_moment_share_one_space(closed, smtp, worker):
    clerks = [person_of(name, lives_in=None) for name in ("Sandrine", "Paul")]
    asked = [opening.ask(closed, each, "agent", "") for each in clerks]
    worker()
    codes = {}
    for mail in smtp.to("mairie@fonsorbes.example"):
        body = mail.get_body(("plain",)).get_content()
        codes["Sandrine" if "Sandrine" in body else "Paul"] = re.search(r"\d{4} \d{4}", body)[0]

    def prove(which: int) -> None:
        opening.prove(asked[which].pk, clerks[which], codes[clerks[which].first_name])

    at_once(prove, range(2))

    assert Space.objects.count() == 1
    assert Role.objects.filter(name="officer", until=None).count() == 2
    assert Line.objects.filter(verb="space.trial").count() == 1


def test_four_codes_a_day_are_refused_and_the_form_keeps_what_was_typed(closed, clerk, client):
    client.force_login(clerk)

    pages = [client.post(PAGE, {"task": "adjointe aux fêtes"}) for _ in range(4)]

    assert [page.status_code for page in pages] == [302, 302, 302, 200]
    assert "Trois codes" in pages[3].content.decode()
    assert "adjointe aux fêtes" in pages[3].content.decode()


def test_where_nobody_reads_the_letter_box_the_operator_decides(closed, clerk, client):
    operator = person_of("Camille", lives_in=None, is_operator=True)
    client.force_login(clerk)
    client.post(PAGE, {"task": "maire", "note": "05 61 00 00 00", "operator": "1"})
    asked = Opening.objects.get()
    assert client.get("/operateur/").status_code == 404

    client.force_login(operator)
    page = client.get("/operateur/").content.decode()
    answer = client.post(f"/operateur/demandes/{asked.pk}/", {"approve": "1"})

    assert "05 61 00 00 00" in page
    assert answer.status_code == 302
    assert Notice.objects.filter(person=operator, kind="opening_asked").exists()
    assert Role.objects.get(person=clerk).name == "officer"
    assert Space.objects.get().state == "trial"


def test_whom_the_operator_lets_into_an_open_space_is_told(closed, clerk):
    operator = person_of("Camille", lives_in=None, is_operator=True)
    both = [clerk, person_of("Paul", lives_in=None)]
    asked = [opening.ask(closed, each, "agent", "", by_operator=True) for each in both]

    for each in asked:
        opening.approve(each.pk, operator)

    told = Notice.objects.filter(kind__in=["opening_joined", "space_state"], person__in=both).order_by("pk")
    assert list(told.values_list("person", "kind")) == [
        (clerk.pk, "space_state"),
        (both[1].pk, "opening_joined"),
    ]
    assert told[1].url == "/mairie/espace/?commune=31187"


def test_the_operator_refuses_with_a_reason_that_she_reads(closed, clerk, client):
    operator = person_of("Camille", lives_in=None, is_operator=True)
    asked = opening.ask(closed, clerk, "maire", "", by_operator=True)
    client.force_login(operator)

    empty = client.post(f"/operateur/demandes/{asked.pk}/", {"reason": " "})
    client.post(f"/operateur/demandes/{asked.pk}/", {"reason": "La mairie ne vous connaît pas."})
    client.force_login(clerk)

    assert empty.status_code == 400
    assert "Dites pourquoi" in empty.content.decode()
    assert "La mairie ne vous connaît pas." in client.get(PAGE).content.decode()


def test_a_resident_is_told_to_take_another_account(closed, client):
    client.force_login(person_of())

    page = client.get(PAGE).content.decode()
    client.post(PAGE, {"task": "maire"})

    assert "créez un autre compte" in page
    assert not Opening.objects.exists()


def test_a_commune_that_had_its_trial_asks_the_operator(closed, clerk):
    Space.objects.create(commune=closed, state="closed", opened_at=timezone.now(), closed_at=timezone.now())

    assert opening.ask(closed, clerk, "maire", "").state == "queued"


def test_everybody_reads_what_it_costs(closed, client):
    page = client.get("/ouvrir/?q=Fonsorbes").content.decode()
    here = client.get(PAGE).content.decode()

    assert re.search(r"4\s320\s€", page)
    assert re.search(r"4\s320\s€", here)
    assert f"?next={PAGE}" in here


def test_what_nobody_went_on_with_ends_and_how_to_call_back_is_forgotten(closed, clerk):
    other = person_of("Ludovic", "Roux", lives_in=None)
    with time_machine.travel("2026-11-02T10:00:00Z", tick=False):
        opening.ask(closed, clerk, "secrétaire", "05 61 00 00 00")
        asked = opening.ask(closed, other, "adjoint", "06 00 00 00 00", by_operator=True)
        opening.refuse(asked.pk, person_of("Camille", "Rey", lives_in=None, is_operator=True), "Inconnu.")
    with time_machine.travel("2026-12-05T10:00:00Z", tick=False):
        assert opening.forget_old() == 1
        assert opening.forget_old() == 0

    left = {each.person_id: (each.state, each.note, each.code_hash) for each in Opening.objects.all()}
    assert left == {
        clerk.pk: ("dropped", "05 61 00 00 00", ""),
        other.pk: ("refused", "", ""),
    }
