"""Each of two helpers opens what was said by him or her, and nothing that was said by the other."""

import re

import pytest

from placette.behalf import opened, queries
from placette.behalf.actions import acting, consents, ending
from placette.conversations import actions as conversations
from placette.listings.models import Agreement, Listing
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.notices.models import Notice
from placette.notices.tests.links import path_of
from placette.people.models import Consent
from placette.people.standing import Standing
from placette.people.tests.factories import ambassador_of, officer_of, person_of, standing

from .factories import carried_by, posted_by, trusted_as_well

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return officer_of()


@pytest.fixture
def lucien():
    return ambassador_of()


@pytest.fixture
def his(lucien) -> Consent:
    return carried_by(lucien, "ambassador")


@pytest.fixture
def theirs(his, officer) -> Consent:
    """Of the same resident, who trusts her town hall as well."""
    return trusted_as_well(his, officer)


def test_what_was_begun_by_an_ambassador_no_officer_opens(client, his, theirs, lucien, officer):
    listing = posted_by(his, title="Une échelle de toit")
    answer = answer_to(listing, person_of("Karim"), "Je viens samedi")
    agreement = agreement_in(answer, answer.person)
    thread = f"messages/{answer.conversation_id}/"

    client.force_login(lucien)
    assert "répond à votre annonce" in client.get(f"/pour/{his.pk}/").text

    client.force_login(officer)
    page = client.get(f"/pour/{theirs.pk}/").text
    assert "échelle de toit" not in page
    assert "répond à votre annonce" not in page
    assert "du nouveau à lui dire" not in client.get("/pour/").text
    assert not Notice.objects.filter(person=officer, kind="for_carried").exists()
    answered = Notice.objects.get(person=his.person, kind="answer")
    client.post(f"/pour/{theirs.pk}/dit/", {"notice": [answered.pk]})
    answered.refresh_from_db()
    assert answered.seen_at is None
    for act in (thread, f"annonces/{listing.pk}/fin/", f"accords/{agreement.pk}/accept/"):
        assert client.post(f"/pour/{theirs.pk}/{act}", {"text": "Un mot"}).status_code == 404, act
    listing.refresh_from_db()
    assert listing.state == Listing.State.ACTIVE
    client.force_login(lucien)
    assert "Je viens samedi" in client.get(f"/pour/{his.pk}/{thread}").text


def test_what_was_begun_at_the_counter_no_ambassador_opens(client, his, theirs, lucien):
    answer = answer_to(posted_by(theirs, title="Une échelle de toit"), person_of("Karim"))
    client.force_login(lucien)

    assert "échelle de toit" not in client.get(f"/pour/{his.pk}/").text
    assert client.get(f"/pour/{his.pk}/messages/{answer.conversation_id}/").status_code == 404


def test_in_a_conversation_of_both_each_reads_its_own_words_and_what_was_written_in_its_time(
    client, his, lucien, officer
):
    karim = person_of("Karim")
    listing = listing_of(karim, title="Des confitures", shown_to_town_hall=True)
    begun = acting.answer(his, lucien, listing, "Par Lucien", None)
    conversations.post(begun.conversation, karim, "Avant la mairie")
    agreement = agreement_in(begun, karim)
    theirs = trusted_as_well(his, officer)
    acting.answer(theirs, officer, listing, "Par la mairie", None)
    conversations.post(begun.conversation, karim, "Depuis la mairie")

    client.force_login(officer)
    page = client.get(f"/pour/{theirs.pk}/messages/{begun.conversation_id}/").text
    client.post(f"/pour/{theirs.pk}/accords/{agreement.pk}/accept/")
    client.force_login(lucien)
    whole = client.get(f"/pour/{his.pk}/messages/{begun.conversation_id}/").text

    said = ("Par Lucien", "Avant la mairie", "Par la mairie", "Depuis la mairie")
    assert [words for words in said if words in page] == ["Par la mairie", "Depuis la mairie"]
    assert "passée par quelqu’un d’autre" in page
    assert "/accept/" not in page
    assert [words for words in said if words in whole] == [
        "Par Lucien",
        "Avant la mairie",
        "Depuis la mairie",
    ]
    agreement.refresh_from_db()
    assert agreement.state == Agreement.State.PROPOSED


def test_a_neighbour_reads_who_opens_this_very_conversation(client, his, theirs, lucien, officer):
    karim = person_of("Karim")
    client.force_login(karim)

    def readers(page: str) -> str:
        return re.search(r"lui est lu par ([^<]+?)\.+<", client.get(page).text)[1]

    for consent, reader in ((theirs, "la mairie"), (his, "Odette S")):
        listing = posted_by(consent)
        assert readers(listing.get_absolute_url()) == reader
        at_his = answer_to(listing, karim).conversation
        assert readers(at_his.get_absolute_url()) == reader
    acting.write(theirs, officer, at_his, "Un mot du guichet", None)
    assert readers(path_of(karim, "message.reply", at_his.pk)) == "Odette S. et la mairie"


def test_who_agreed_anew_is_read_on_by_the_same(officer):
    before = carried_by(officer, scopes=["posts"])
    answer = answer_to(posted_by(before), person_of("Karim"))

    after = consents.give(before, officer, how="oral", scopes=["posts", "writes"])

    page = queries.page_of(after, standing(officer))
    assert [row.conversation for row in page.threads] == [answer.conversation]
    assert opened.is_all(after, answer.conversation)
    assert len(page.listings) == len(page.news) == 1


def test_what_one_of_two_has_read_to_her_is_new_to_neither(client, his, lucien, officer):
    karim = person_of("Karim")
    listing = listing_of(karim, title="Des confitures", shown_to_town_hall=True)
    begun = acting.answer(his, lucien, listing, "Par Lucien", None)
    theirs = trusted_as_well(his, officer)
    acting.answer(theirs, officer, listing, "Par la mairie", None)
    conversations.post(begun.conversation, karim, "À tous deux")

    def news(consent) -> list[int]:
        return [row.unread for row in queries.page_of(consent, Standing()).threads]

    assert (news(his), news(theirs)) == ([1], [1])
    client.force_login(officer)
    client.get(f"/pour/{theirs.pk}/messages/{begun.conversation_id}/")

    assert (news(his), news(theirs)) == ([0], [0])


def test_what_may_not_be_read_here_is_not_new_here(his, lucien, officer):
    karim = person_of("Karim")
    listing = listing_of(karim, title="Des confitures", shown_to_town_hall=True)
    begun = acting.answer(his, lucien, listing, "Par Lucien", None)
    conversations.post(begun.conversation, karim, "Avant la mairie")
    theirs = trusted_as_well(his, officer)
    acting.answer(theirs, officer, listing, "Par la mairie", None)

    assert [row.unread for row in queries.page_of(theirs, standing(officer)).threads] == [0]
    assert [row.unread for row in queries.page_of(his, standing(lucien)).threads] == [1]


def test_what_was_written_while_nobody_read_stays_closed(officer):
    consent = carried_by(officer)
    answer = answer_to(posted_by(consent), person_of("Karim"))
    ending.end(consent, officer)
    conversations.post(answer.conversation, answer.person, "Personne ne lit")

    again = trusted_as_well(consent, officer)

    heard = answer.conversation.messages.filter(opened.words(again))
    assert [each.body for each in heard] == ["J’en ai une"]
    assert not opened.is_all(again, answer.conversation)
