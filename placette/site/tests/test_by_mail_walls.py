"""Who answers somebody without a screen by a link reads first who will read it to her, as on the pages."""

import pytest

from placette.behalf.tests.factories import carried_by
from placette.conversations import actions as conversations
from placette.listings.tests.factories import answer_to, request_of
from placette.notices.tests.links import path_of
from placette.people.tests.factories import officer_of, person_of

pytestmark = pytest.mark.django_db


def test_a_link_says_who_reads_to_a_resident_without_a_screen(client):
    odette = carried_by(officer_of()).person
    karim, rose = person_of("Karim"), person_of("Rose")
    request = request_of(odette)
    answer = answer_to(request, karim)

    for path in (
        path_of(rose, "annonce.answer", request.pk),
        path_of(karim, "answer.agree", answer.pk),
        path_of(karim, "message.reply", answer.conversation_id),
    ):
        assert "lui est lu par la mairie" in client.get(path).text, path

    conversations.post(answer.conversation, karim, "Bonjour")
    theirs = answer_to(request_of(rose), karim)
    page = client.get(path_of(rose, "message.reply", theirs.conversation_id)).text
    assert "lui est lu" not in page
