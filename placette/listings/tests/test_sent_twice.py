"""A form that the back button shows again has its old key: the same words are the same thing, others are not."""

import uuid

import pytest

from placette.conversations import actions as conversations
from placette.conversations.models import Message
from placette.listings.models import Answer, Listing
from placette.people.tests.factories import person_of

from .factories import answer_to, listing_of, request_of
from .test_photos import TYPED

pytestmark = pytest.mark.django_db
KEY = str(uuid.UUID(int=7))


@pytest.fixture
def jeanne(client):
    jeanne = person_of()
    client.force_login(jeanne)
    return jeanne


def test_another_request_under_the_same_key_is_asked_too(client, jeanne):
    pages = [
        client.post("/je-cherche/", {"title": title, "key": KEY}, follow=True).content.decode()
        for title in ("une échelle", "une tondeuse", "une tondeuse")
    ]

    assert set(Listing.objects.values_list("title", flat=True)) == {"Une échelle", "Une tondeuse"}
    assert Listing.objects.count() == 2
    assert ["«&nbsp;Une tondeuse&nbsp;»" in page for page in pages] == [False, True, True]


def test_another_annonce_under_the_same_key_is_published_too(client, jeanne):
    addresses = [
        client.post("/annonces/nouvelle/", TYPED | {"text": text, "key": KEY}).url
        for text in ("Au garage.", "Au grenier.", "Au grenier.")
    ]

    assert addresses[1] == addresses[2] != addresses[0]
    assert set(Listing.objects.values_list("text", flat=True)) == {"Au garage.", "Au grenier."}


def test_other_words_under_the_same_key_are_another_message(jeanne):
    conversation = answer_to(request_of(jeanne), text="").conversation

    for body in ("À quelle heure ?", "Samedi ?", "Samedi ?"):
        conversations.post(conversation, jeanne, body, KEY)

    bodies = Message.objects.filter(author=jeanne).values_list("body", flat=True)
    assert list(bodies.order_by("pk")) == ["À quelle heure ?", "Samedi ?"]


def test_both_may_write_the_same_words_under_one_key(jeanne):
    answer = answer_to(request_of(jeanne), text="")

    for person in (jeanne, answer.person):
        conversations.post(answer.conversation, person, "Merci", KEY)

    assert Message.objects.filter(body="Merci").count() == 2


def test_other_words_under_the_same_key_go_on_in_the_answer(client, jeanne):
    listing = listing_of(person_of("Paul"))

    for text in ("Est-ce libre samedi ?", "Ou dimanche ?", "Ou dimanche ?"):
        client.post(f"/annonces/{listing.pk}/reponse/", {"text": text, "key": KEY})

    bodies = Answer.objects.get().conversation.messages.order_by("pk").values_list("body", flat=True)
    assert list(bodies) == ["Est-ce libre samedi ?", "Ou dimanche ?"]
