"""Moments on the clocks of the commune, in the nights when these jump, and overseas."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.core.moments import NoSuchHour, on_the_clock
from placette.listings.actions import agreements
from placette.listings.forms.agreements import ProposalForm
from placette.listings.models import Agreement
from placette.listings.moments import clocks_of, ready
from placette.listings.tasks import remind
from placette.notices.models import Notice
from placette.people.tests.factories import person_of
from placette.places.clock import zone_of

from .factories import agreement_in, answer_to, request_of

NOW = datetime(2026, 10, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("31187", "Europe/Paris"),
        ("2A004", "Europe/Paris"),
        ("97209", "America/Martinique"),
        ("97411", "Indian/Reunion"),
        ("97701", "America/St_Barthelemy"),
        ("98818", "Pacific/Noumea"),
    ],
)
def test_every_commune_has_its_clocks(code, zone):
    assert zone_of(code).key == zone


def test_an_hour_that_the_clocks_jump_over_in_spring_does_not_exist():
    with pytest.raises(NoSuchHour):
        on_the_clock(datetime.fromisoformat("2027-03-28T02:30"))

    assert on_the_clock(datetime.fromisoformat("2027-03-28T03:00")) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_of_the_hour_that_comes_twice_in_autumn_the_first_is_meant():
    meant = on_the_clock(datetime.fromisoformat("2026-10-25T02:30"))

    assert meant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_form_refuses_the_hour_that_does_not_exist_in_words():
    form = ProposalForm({"what": "Une échelle", "starts_at": "2027-03-28T02:30"})

    with time_machine.travel(NOW, tick=False):
        assert not form.is_valid()

    assert "on passe à l’heure d’été" in form.errors["starts_at"][0]


@pytest.mark.parametrize("at", ["2026-10-25T00:30+00:00", "2026-10-25T01:30+00:00", "2027-03-28T01:30+00:00"])
def test_a_ready_moment_is_never_in_the_past_in_the_nights_of_the_change(at):
    now = datetime.fromisoformat(at)

    keys = [each.key for each in ready(now)]

    assert keys
    assert all(on_the_clock(datetime.fromisoformat(key)) >= now + timedelta(hours=1) for key in keys)


@pytest.fixture
def in_martinique(db):
    jeanne, karim = person_of(lives_in="97209"), person_of("Karim", lives_in="97209")
    return jeanne, karim, answer_to(request_of(jeanne), karim)


def test_at_eight_in_fort_de_france_ten_o_clock_is_to_come(client, in_martinique):
    _, karim, answer = in_martinique
    thread = f"/messages/{answer.conversation_id}/"
    eight = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)  # one in the afternoon in Paris

    with time_machine.travel(eight, tick=False):
        client.force_login(karim)
        client.post(f"{thread}proposition/", {"what": "Une échelle", "starts_at": "2026-11-27T10:00"})
        page = client.get(thread).content.decode().replace("\xa0", " ")

    assert Agreement.objects.get().starts_at == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
    assert "aujourd’hui à 10 h" in page
    assert '<span class="meta">· 8 h</span>' in page, "the lines of the thread go by the same clocks"
    assert "propose vendredi 27 novembre à 10 h" in page


def test_the_page_of_agreements_and_a_refused_form_go_by_the_same_clocks(client, in_martinique):
    _, karim, answer = in_martinique
    with time_machine.travel(datetime(2026, 11, 27, 12, 0, tzinfo=UTC), tick=False):
        client.force_login(karim)
        proposal = f"/messages/{answer.conversation_id}/proposition/"
        refused = client.post(proposal, {"what": "", "moment": "2026-11-27T18:30"}).content.decode()
        agreement_in(answer, starts_at=datetime(2026, 11, 28, 14, 0, tzinfo=UTC))
        listed = client.get("/accords/").content.decode().replace("\xa0", " ")

    assert refused.count('value="2026-11-27T18:30"') == 1
    assert "demain à 10 h" in listed
    assert timezone.get_current_timezone_name() == "Europe/Paris"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-26T18:00+00:00", False),  # seven in the evening in Paris, two in the afternoon there
        ("2026-11-26T20:15+00:00", True),
        ("2026-11-27T01:45+00:00", True),  # already the next day in Paris
        ("2026-11-27T02:15+00:00", False),  # ten at night: nobody is woken up
    ],
)
def test_the_reminder_comes_in_the_evening_of_the_commune(in_martinique, at, told):
    jeanne, _, answer = in_martinique
    with time_machine.travel(datetime(2026, 11, 25, 12, 0, tzinfo=UTC), tick=False):
        agreement = agreement_in(answer, starts_at=datetime(2026, 11, 27, 23, 0, tzinfo=UTC))
        agreements.take("accept", agreement, jeanne)

    with time_machine.travel(datetime.fromisoformat(at), tick=False):
        remind(0)

    assert Notice.objects.filter(kind="tomorrow").exists() == told


def test_clocks_are_given_back(in_martinique):
    with clocks_of(in_martinique[2].listing):
        assert timezone.get_current_timezone_name() == "America/Martinique"

    assert timezone.get_current_timezone_name() == "Europe/Paris"
