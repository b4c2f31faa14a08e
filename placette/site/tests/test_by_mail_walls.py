"""What a link of an e-mail shows and does is what the pages would: who reads it aloud, nothing of a suspended space, once."""

import re

import pytest
from django.utils import timezone

from placette.behalf.tests.factories import carried_by
from placette.conversations import actions as conversations
from placette.conversations.models import Message
from placette.listings.tests.factories import answer_to, request_of
from placette.notices.tests.links import path_of
from placette.people.tests.factories import officer_of, person_of
from placette.places.models import Space

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


def test_in_a_suspended_space_a_link_shows_no_word_of_others_and_keeps_hers(client):
    rose, karim = person_of("Rose"), person_of("Karim")
    answer = answer_to(request_of(rose, title="Une échelle"), karim, "Je viens samedi")
    link = path_of(rose, "message.reply", answer.conversation_id)
    assert "Je viens samedi" in client.get(link).text
    Space.objects.update(suspended_at=timezone.now(), suspended_because="Une panne.")

    page = client.get(link)
    sent = client.post(link, {"body": "Entendu"})

    for each in (page, sent):
        assert "Je viens samedi" not in each.text
        assert "Une échelle" not in each.text
        assert "est suspendue" in each.text
    assert "<form" not in page.text.split("<main")[1].split("</main>")[0]
    assert "Entendu" in sent.text
    assert not Message.objects.filter(body="Entendu").exists()


def test_a_reply_pressed_twice_is_sent_once_and_the_same_words_later_again(client):
    rose, karim = person_of("Rose"), person_of("Karim")
    conversation = answer_to(request_of(rose), karim).conversation
    link = path_of(rose, "message.reply", conversation.pk)

    def press(key: str) -> None:
        client.post(link, {"body": "D’accord", "key": key})

    first, second = (re.search(r'name="key" value="([^"]+)"', client.get(link).text)[1] for _ in range(2))
    press(first)
    conversations.post(conversation, karim, "Et dimanche ?")
    press(first)
    press(second)

    said = Message.objects.filter(conversation=conversation).values_list("body", flat=True)
    assert list(said) == ["J’en ai une", "D’accord", "Et dimanche ?", "D’accord"]
