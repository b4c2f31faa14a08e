import re

import pytest
import time_machine
from django.core import signing
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from model_bakery import baker

from placette.places import actions, queries, tasks, tokens
from placette.places.models import Commune, Community, Space, Waiting


@pytest.fixture
def seysses() -> Commune:
    community = Community.objects.create(siren="200068641", name="Le Muretain Agglo", slug="x", kind="CA")
    return Commune.objects.create(
        code="31547",
        name="Seysses",
        of_name="de Seysses",
        slug="seysses",
        population=10_000,
        community=community,
        department_code="31",
        department_name="Haute-Garonne",
        region_name="Occitanie",
        town_hall_email="mairie@seysses.example",
    )


def join(client, commune, email="jeanne@exemple.fr"):
    return client.post(reverse("places:wait", args=[commune.key]), {"email": email})


def link(message, part="plain"):
    body = message.get_body((part,)).get_content()
    return re.search(r"https?://[^/\s]+(/attente/[^\s\"]+/)", body)[1]


@pytest.mark.django_db(transaction=True)
def test_a_neighbour_is_counted_once_she_has_pressed_the_button(seysses, client, smtp, worker):
    answer = join(client, seysses)
    worker()

    assert answer["Location"] == "/c/31547-seysses/#attente"
    (mail,) = smtp.to("jeanne@exemple.fr")
    assert mail["Subject"] == "Confirmez : vous attendez Placette à Seysses"
    assert mail.get_body(("html",)) is not None
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    address = link(mail)
    assert client.get(address).status_code == 200
    assert queries.waiting_count(seysses) == 0, "following the link must do nothing"

    for _ in range(2):
        assert client.post(address).status_code == 302
    assert queries.waiting_count(seysses) == 1
    assert "1</strong> personne attend" in client.get("/c/31547-seysses/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_mail_speaks_the_language_of_the_visitor(seysses, client, smtp, worker):
    client.cookies["django_language"] = "en"
    join(client, seysses)
    worker()

    assert Waiting.objects.get().language == "en"
    assert '<html lang="en">' in smtp.messages[0].get_body(("html",)).get_content()


@pytest.mark.django_db(transaction=True)
def test_those_who_wait_are_told_of_the_opening_then_forgotten(seysses, smtp, worker):
    baker.make(Waiting, commune=seysses, email="a@exemple.fr", confirmed_at="2026-01-01T00:00Z")
    baker.make(Waiting, commune=seysses, email="b@exemple.fr", confirmed_at="2026-01-01T00:00Z")
    baker.make(Waiting, commune=seysses, email="never-confirmed@exemple.fr")

    actions.open_space(seysses)
    actions.open_space(seysses)
    worker()

    assert sorted(str(message["To"]) for message in smtp.messages) == ["a@exemple.fr", "b@exemple.fr"]
    assert "/c/31547-seysses/" in smtp.messages[0].get_body(("plain",)).get_content()
    assert not Waiting.objects.filter(email__in=["a@exemple.fr", "b@exemple.fr"]).exists()


@pytest.mark.django_db(transaction=True)
def test_a_full_letter_box_keeps_nobody_else_waiting(seysses, smtp, worker, monkeypatch):
    async def full(server, session, envelope, address, options):
        if address == "a@exemple.fr":
            return "452 4.2.2 full"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    monkeypatch.setattr(smtp, "handle_RCPT", full, raising=False)
    for name in "abc":
        baker.make(
            Waiting,
            commune=seysses,
            email=f"{name}@exemple.fr",
            confirmed_at="2026-01-01T00:00Z",
            language="fr",
        )

    actions.open_space(seysses)
    worker()

    assert sorted(str(message["To"]) for message in smtp.messages) == ["b@exemple.fr", "c@exemple.fr"]
    assert list(Waiting.objects.exclude(email="").values_list("email", flat=True)) == ["a@exemple.fr"]


@pytest.mark.django_db
def test_who_asks_again_has_a_week_again(seysses, client):
    baker.make(Waiting, commune=seysses, email="jeanne@exemple.fr", created_at="2026-01-01T00:00Z")

    join(client, seysses)

    assert tasks.forget_unconfirmed(0) == 0


@pytest.mark.django_db
def test_asking_twice_makes_one_line_and_says_the_same(seysses, client):
    first, second = join(client, seysses), join(client, seysses, "Jeanne@Exemple.fr")

    assert Waiting.objects.count() == 1
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])


@pytest.mark.django_db
def test_who_is_already_counted_learns_nothing_more_and_gets_no_mail(seysses, client):
    Waiting.objects.create(commune=seysses, email="jeanne@exemple.fr", confirmed_at="2026-01-01T00:00Z")

    join(client, seysses)

    assert _jobs() == 0


@pytest.mark.django_db
def test_nobody_can_flood_the_box_of_somebody_else(seysses, client):
    for _ in range(6):
        join(client, seysses)

    assert _jobs() == actions.MAILS_A_DAY


@pytest.mark.django_db
def test_an_address_that_asks_too_often_is_told_to_come_back(seysses, client):
    answers = [join(client, seysses, f"n{number}@exemple.fr") for number in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    page = answers[-1].content.decode()
    assert "réessayez dans une heure" in page
    assert "n10@exemple.fr" in page, "what was typed is kept"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "email", ["", "jeanne", "a@b", "x" * 300 + "@exemple.fr", "a\x00@exemple.fr", "<b>@x.fr"]
)
def test_a_wrong_address_is_explained_beside_the_field(seysses, client, email):
    answer = join(client, seysses, email)

    assert answer.status_code == 422
    assert Waiting.objects.count() == 0
    assert "<h1>Seysses</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_leaving_forgets_the_address_and_asks_first(seysses):
    waiting = Waiting.objects.create(commune=seysses, email="j@exemple.fr", confirmed_at="2026-01-01T00:00Z")
    address = reverse("places:waiting_leave", args=[tokens.make(waiting.pk, tokens.LEAVE)])
    one_click = Client(enforce_csrf_checks=True)

    assert one_click.get(address).status_code == 200
    assert Waiting.objects.get().email == "j@exemple.fr"

    assert one_click.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    waiting.refresh_from_db()
    assert (waiting.email, waiting.left_at is not None) == ("", True)
    assert one_click.post(address).status_code == 200
    assert one_click.get(address).status_code == 200
    assert queries.waiting_count(seysses) == 0


@pytest.mark.django_db
def test_the_database_keeps_no_address_of_who_left(seysses):
    with pytest.raises(IntegrityError, match="who_leaves_is_forgotten"):
        baker.make(Waiting, commune=seysses, email="j@exemple.fr", left_at="2026-01-01T00:00Z")


@pytest.mark.django_db
def test_old_forged_and_foreign_links_are_refused(seysses, client):
    waiting = Waiting.objects.create(commune=seysses, email="j@exemple.fr")
    with time_machine.travel("2026-01-01"):
        old = tokens.make(waiting.pk, tokens.CONFIRM)
    to_leave = tokens.make(waiting.pk, tokens.LEAVE)

    for token in (old, to_leave, "forged", "a:b:c"):
        address = reverse("places:waiting_confirm", args=[token])
        assert client.get(address).status_code == 410
        assert client.post(address).status_code == 410
    with pytest.raises(signing.BadSignature):
        actions.leave(tokens.make(waiting.pk, tokens.CONFIRM))
    assert Waiting.objects.get().confirmed_at is None


@pytest.mark.django_db
def test_addresses_never_confirmed_are_erased_after_a_week(seysses):
    baker.make(Waiting, commune=seysses, email="old@exemple.fr", created_at="2026-01-01T00:00Z")
    baker.make(
        Waiting,
        commune=seysses,
        email="kept@exemple.fr",
        created_at="2026-01-01T00:00Z",
        confirmed_at="2026-01-02T00:00Z",
    )
    baker.make(Waiting, commune=seysses, email="new@exemple.fr")

    assert tasks.forget_unconfirmed(0) == 1
    assert set(Waiting.objects.values_list("email", flat=True)) == {"kept@exemple.fr", "new@exemple.fr"}


@pytest.mark.django_db
def test_nobody_waits_for_what_is_open(seysses, client):
    Space.objects.create(commune=seysses)

    assert join(client, seysses).status_code == 302
    assert Waiting.objects.count() == 0


@pytest.mark.django_db
def test_a_space_closes_and_opens_again(seysses):
    actions.open_space(seysses)
    Space.objects.update(state="grace")
    Space.objects.update(state="closed", ends_on=None, closed_at=timezone.now())
    assert not queries.commune("31547").is_open

    actions.open_space(seysses)
    assert queries.commune("31547").is_open


def _jobs() -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="places.send_confirmation").count()
