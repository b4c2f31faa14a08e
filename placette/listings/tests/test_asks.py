"""What waits for a person is what her page of the conversation leads to, also without JavaScript."""

import pytest

from placette.listings.actions import agreements
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed():
    jeanne, karim = person_of(), person_of("Karim", "Benali")
    return jeanne, karim, agreement_in(answer_to(request_of(jeanne), karim), karim)


def page_for(client, person, agreement) -> str:
    client.force_login(person)
    return client.get(f"/messages/{agreement.answer.conversation_id}/").content.decode()


def test_a_proposal_leads_whoever_is_asked_to_its_panel(client, proposed):
    jeanne, _, agreement = proposed

    page = page_for(client, jeanne, agreement)

    assert '<a href="#a-decider">' in page
    assert '<div id="a-decider" class="stack" data-panel data-asks>' in page


def test_whoever_proposed_is_asked_nothing(client, proposed):
    _, karim, agreement = proposed

    page = page_for(client, karim, agreement)

    assert "data-panel" in page
    assert "data-asks" not in page
    assert "#a-decider" not in page


def test_once_it_is_settled_nothing_is_asked_any_more(client, proposed):
    jeanne, _, agreement = proposed
    agreements.take("accept", agreement, jeanne)

    page = page_for(client, jeanne, agreement)

    assert "data-asks" not in page
