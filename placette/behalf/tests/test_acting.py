"""What is done in her name says by whom, reaches those who act for her, and never becomes an e-mail to her."""

import pytest
from django.db import connection

from placette.behalf import queries
from placette.behalf.actions import ending
from placette.behalf.papers.sheet import sheet
from placette.conversations.models import Message
from placette.listings.actions import agreements
from placette.listings.models import Agreement, Listing
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.notices.actions import notify
from placette.notices.models import Notice
from placette.notices.tasks import digest
from placette.people.models import Deed
from placette.people.tests.factories import ambassador_of, officer_of, person_of
from placette.trust.models import Line

from .factories import carried_by, posted_by, said_to_her

pytestmark = pytest.mark.django_db
ASKED = {
    "direction": "request", "kind": "help", "title": "Changer une ampoule", "category": "home", "text": "Au plafond.",
    "audience": "commune", "key": "00000000-0000-4000-8000-000000000001",
}  # fmt: skip


@pytest.fixture
def officer():
    return officer_of()


@pytest.fixture
def consent(officer):
    return carried_by(officer)


def asked_for_her(client, officer, consent) -> Listing:
    client.force_login(officer)
    client.post(f"/pour/{consent.pk}/annonce/", ASKED)
    return Listing.objects.get(author=consent.person)


def test_her_annonce_says_by_whom_and_is_one_however_often_it_is_sent(client, officer, consent):
    listing = asked_for_her(client, officer, consent)
    asked_for_her(client, officer, consent)

    assert (listing.deed.by, listing.deed.consent) == (officer, consent)
    assert Deed.objects.count() == 1
    assert list(Line.objects.values_list("verb", flat=True)) == ["carried.posted", "consent.given"]
    client.force_login(person_of())
    for page in ("/place/", listing.get_absolute_url()):
        assert "Odette M., par la mairie" in client.get(page).content.decode()
    assert "lui est lu par la mairie" in client.get(listing.get_absolute_url()).content.decode()


def test_an_ambassador_is_named(client):
    lucien = ambassador_of()
    listing = asked_for_her(client, lucien, carried_by(lucien, "ambassador"))

    client.force_login(person_of())

    assert (
        "Odette M., par Odette S., ambassadeur·rice"
        in client.get(listing.get_absolute_url()).content.decode()
    )


def test_an_answer_reaches_those_who_act_for_her_and_no_mailbox(client, officer, consent, smtp, worker):
    listing = asked_for_her(client, officer, consent)
    answer = answer_to(listing, person_of("Karim"))
    worker()
    digest.func(consent.person_id)

    assert Notice.objects.get(person=consent.person, kind="answer").emailed_at is None
    told = Notice.objects.get(person=officer, kind="for_carried")
    assert told.url == f"/pour/{consent.pk}/"
    (mail,) = smtp.messages
    assert mail["To"] == officer.email
    assert "J’en ai une" not in mail.as_string()
    page = client.get(told.url).content.decode()
    assert "répond à votre demande" in page
    assert (
        "J’en ai une" in client.get(f"/pour/{consent.pk}/messages/{answer.conversation_id}/").content.decode()
    )


def test_what_is_told_to_everybody_waits_until_she_calls(client, officer, consent):
    notify([consent.person_id], "request_you_can_answer", "/annonces/1/", "request:1", title="Une échelle")

    assert not Notice.objects.filter(person=officer).exists()
    client.force_login(officer)
    assert "Une échelle" in client.get(f"/pour/{consent.pk}/").content.decode()
    said_to_her(client, consent)
    assert "Une échelle" not in client.get(f"/pour/{consent.pk}/").content.decode()


def test_she_answers_agrees_confirms_and_thanks_by_the_town_hall(client, officer, consent):
    karim = person_of("Karim")
    answer = answer_to(asked_for_her(client, officer, consent), karim)
    agreement = agreement_in(answer, karim)
    thread = f"/pour/{consent.pk}/messages/{answer.conversation_id}/"

    client.post(thread, {"text": "Samedi lui convient."})
    client.post(f"/pour/{consent.pk}/accords/{agreement.pk}/accept/")
    assert "C’est fait" in client.get(thread).content.decode()
    client.post(f"/pour/{consent.pk}/accords/{agreement.pk}/done/")
    client.post(f"/pour/{consent.pk}/accords/{agreement.pk}/merci/", {"text": "Merci beaucoup !"})

    agreement.refresh_from_db()
    assert agreement.state == Agreement.State.DONE
    hers = Message.objects.filter(author=consent.person)
    assert hers.count() == 4
    assert all(message.deed.by == officer for message in hers.select_related("deed__by"))
    client.force_login(karim)
    page = client.get(f"/messages/{answer.conversation_id}/").content.decode()
    assert "est d’accord</bdi>, par la mairie" in page
    assert "par la mairie · " in page
    assert "Odette M. (par la mairie) vous remercie" in client.get("/avis/").content.decode()


def test_the_town_hall_answers_for_her_only_what_is_shown_to_it(client, officer, consent):
    karim = person_of("Karim")
    hidden = listing_of(karim, title="Une brouette")
    shown = listing_of(karim, title="Des confitures", shown_to_town_hall=True)
    client.force_login(officer)

    page = client.get(f"/pour/{consent.pk}/annonces/").content.decode()
    refused = client.post(f"/pour/{consent.pk}/annonces/{hidden.pk}/", {"text": "Elle la prendrait."})
    client.post(f"/pour/{consent.pk}/annonces/{shown.pk}/", {"text": "Elle en prendrait deux pots."})

    assert "Des confitures" in page
    assert "Une brouette" not in page
    assert refused.status_code == 404
    assert not hidden.answers.exists()
    assert shown.answers.get().person == consent.person
    assert Notice.objects.get(person=karim, kind="answer").facts["through"] == "town_hall"


def test_an_ambassador_answers_what_both_may_read(client):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    listing = listing_of(person_of("Karim"), title="Une brouette")
    client.force_login(lucien)

    client.post(f"/pour/{consent.pk}/annonces/{listing.pk}/", {"text": "Elle la prendrait."})

    assert listing.answers.get().person == consent.person


def test_a_step_that_came_too_late_says_so(client, officer, consent):
    karim = person_of("Karim")
    agreement = agreement_in(answer_to(asked_for_her(client, officer, consent), karim), karim)
    agreements.take("withdraw", agreement, karim)

    page = client.post(f"/pour/{consent.pk}/accords/{agreement.pk}/accept/", follow=True)

    assert "Entre-temps, cela a été annulé." in page.content.decode()
    assert Deed.objects.count() == 1


def test_her_sheet_says_all_that_was_said(client, officer, consent):
    answer = answer_to(asked_for_her(client, officer, consent), person_of("Karim"))
    client.post(f"/pour/{consent.pk}/messages/{answer.conversation_id}/", {"text": "Samedi lui convient."})

    said = sheet(consent, queries.said(consent))["said"]
    paper = client.get(f"/pour/{consent.pk}/feuille.pdf")

    assert [each[1:] for each in said] == [
        ["par la mairie", "Changer une ampoule", "Samedi lui convient."],
        ["par la mairie", "Je cherche : Changer une ampoule", "Au plafond."],
    ]
    assert paper.content.startswith(b"%PDF")


def test_her_page_costs_the_same_whatever_there_is(client, officer, consent, django_assert_max_num_queries):
    for number in range(4):
        posted_by(consent, title=f"Une échelle {number}")
    for each in Listing.objects.filter(author=consent.person):
        answer_to(each, person_of("Karim"))
    client.force_login(officer)

    with django_assert_max_num_queries(21):
        client.get(f"/pour/{consent.pk}/")


def test_words_for_somebody_who_leaves_in_that_instant_stay_to_be_copied(client, officer, consent):
    answer = answer_to(posted_by(consent), person_of("Karim"))
    client.force_login(officer)
    pages = (
        (f"/pour/{consent.pk}/annonce/", ASKED),
        (f"/pour/{consent.pk}/messages/{answer.conversation_id}/", {"text": "Au plafond."}),
    )
    left = []

    def she_leaves(execute, sql, *rest):
        """Between her door and the act."""
        if not left and "FOR NO KEY UPDATE" in sql and '"people_consent"' in sql:
            left.append(consent)
            ending.leave(consent, officer)
        return execute(sql, *rest)

    with connection.execute_wrapper(she_leaves):
        late = client.post(*pages[0])
    ending.leave(consent, officer)  # the one before was of the transaction that is refused
    gone = [client.post(*page) for page in pages]

    assert late.status_code == 409
    assert "cet accord a été retiré" in late.content.decode()
    assert "Changer une ampoule" in late.content.decode()
    assert "Au plafond." in late.content.decode()
    for page in gone:
        assert page.status_code == 404
        assert "Au plafond." in page.content.decode()
    client.force_login(person_of())
    assert "Au plafond." not in client.post(*pages[0]).content.decode()
