"""To a meeting in another commune the conversation says how to come."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from placette.listings.actions.agreements import take
from placette.people.tests.factories import person_of, touching
from placette.places.models import Commune

from .factories import agreement_in, answer_to, listing_of

pytestmark = pytest.mark.django_db


def test_an_agreed_meeting_in_another_commune_says_who_drives_there_or_lets_one_ask(client):
    touching("31187", "31499")
    Commune.objects.filter(code="31499").update(latitude=43.515, longitude=1.176)
    jeanne, karim = person_of("Jeanne"), person_of("Karim", lives_in="31499")
    answer = answer_to(listing_of(karim), jeanne)
    agreement = agreement_in(answer, starts_at=timezone.now() + timedelta(days=3))
    client.force_login(jeanne)
    before = client.get(f"/messages/{answer.conversation_id}/").content.decode()
    take("accept", agreement, karim)

    after = client.get(f"/messages/{answer.conversation_id}/").content.decode()

    assert "Comment venir" not in before
    assert "Saint-Lys</bdi></h2>" in after
    assert "Personne n’y va à cette heure-là" in after
    ask = re.search(r'href="(/trajets/nouveau/[?]role=passenger[^"]+)"', after)[1].replace("&amp;", "&")
    form = client.get(ask).content.decode()
    assert 'value="Saint-Lys"' in form
    assert agreement.what not in form  # it is between the two of them
    client.force_login(karim)
    assert "Comment venir" not in client.get(f"/messages/{answer.conversation_id}/").content.decode()
