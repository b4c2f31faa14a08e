"""Thanks that the town hall may quote: only where their author has ticked it, as long as she lets it, and without a name."""

import pytest

from placette.listings.models import Agreement, Quotation, Thanks
from placette.listings.queries.agreements import stories
from placette.people.tests.factories import officer_of, person_of

from .factories import agreement_in, answer_to, listing_of

pytestmark = pytest.mark.django_db
WORDS = "Merci, la haie n’a jamais été aussi droite."


def done(owner, author) -> Agreement:
    agreement = agreement_in(answer_to(listing_of(owner), author))
    Agreement.objects.filter(pk=agreement.pk).update(
        state="done", decided_at=agreement.proposed_at, ended_at=agreement.proposed_at
    )
    return agreement


def thank(client, author, text=WORDS, owner=None, **ticked) -> Agreement:
    agreement = done(owner or person_of("Odile", "Vidal"), author)
    client.force_login(author)
    client.post(f"/accords/{agreement.pk}/merci/", {"text": text, **ticked})
    return agreement


def test_what_is_not_ticked_is_not_quoted(client):
    thank(client, person_of("Rose"))

    assert Thanks.objects.count() == 1
    assert stories("31187") == []


def test_what_is_ticked_is_quoted_without_a_name(client):
    thank(client, person_of("Rose"), quote="1")

    client.force_login(officer_of())
    page = client.get("/mairie/maire/").content.decode()

    assert WORDS in page
    assert "Rose" not in page
    assert "Odile" not in page


@pytest.mark.parametrize(
    "text", ["Merci Odile !", "Bravo à Mme VIDAL", "Rose vous dit merci", f"{'très ' * 50}bien, Odilé"]
)
def test_words_that_name_one_of_them_are_not_quoted(client, text):
    thank(client, person_of("Rose"), text, quote="1")

    assert Quotation.objects.count() == 1
    assert stories("31187") == []


def test_she_takes_it_back_and_gives_it_again(client):
    rose = person_of("Rose")
    agreement = thank(client, rose, quote="1")
    address = f"/accords/{agreement.pk}/merci/citer/"
    assert (
        "Ne plus le permettre"
        in client.get(f"/messages/{agreement.answer.conversation_id}/").content.decode()
    )

    client.post(address, {"allowed": "0"})
    assert stories("31187") == []
    client.post(address, {"allowed": "1"})
    assert stories("31187") == [WORDS]


def test_nobody_lets_the_words_of_another_be_quoted(client):
    owner = person_of("Odile")
    agreement = thank(client, person_of("Rose"), owner=owner)
    for other in (owner, person_of("Luc")):
        client.force_login(other)
        assert client.post(f"/accords/{agreement.pk}/merci/citer/", {"allowed": "1"}).status_code == 404

    assert not Quotation.objects.exists()


def test_three_of_three_authors_the_newest_first(client):
    talkative = person_of("Paul")
    for number in range(3):
        thank(client, talkative, f"Merci pour le coup de main {number}", quote="1")
    for name in ("Luc", "Anne", "Zoé"):
        thank(client, person_of(name), f"Merci {len(name)} fois", quote="1")

    assert len(stories("31187")) == 3
    assert stories("31187")[0] == "Merci 3 fois"
    assert stories("31499") == []
