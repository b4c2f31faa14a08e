"""To a meeting in another commune the conversation says how to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from placette.listings.actions.agreements import take
from placette.people.tests.factories import person_of, touching

from .factories import agreement_in, answer_to, listing_of

pytestmark = pytest.mark.django_db


def test_an_agreed_meeting_in_another_commune_leads_to_the_search(client):
    touching("31187", "31499")
    jeanne, karim = person_of("Jeanne"), person_of("Karim", lives_in="31499")
    answer = answer_to(listing_of(karim), jeanne)
    agreement = agreement_in(answer, starts_at=timezone.now() + timedelta(days=3))
    client.force_login(jeanne)
    before = client.get(f"/messages/{answer.conversation_id}/").content.decode()
    take("accept", agreement, karim)

    after = client.get(f"/messages/{answer.conversation_id}/").content.decode()

    assert "Comment venir" not in before
    assert "Voir qui va à Saint-Lys" in after
    client.force_login(karim)
    assert "Comment venir" not in client.get(f"/messages/{answer.conversation_id}/").content.decode()
