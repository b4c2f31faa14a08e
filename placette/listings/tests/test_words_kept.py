"""Whatever is refused, what was typed is still on the page that says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from placette.listings.actions import agreements
from placette.listings.models import Agreement, Answer, Listing, Thanks
from placette.listings.views import agreements as views
from placette.listings.views import annonces as annonce_views
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.people.tests.factories import commune_of, person_of

from .factories import agreement_in, answer_to, listing_of, request_of
from .test_photos import TYPED

pytestmark = pytest.mark.django_db
WORDS = "Je peux passer samedi avec mon fils"


@pytest.mark.parametrize("state", ["paused", "closed", "expired"])
def test_an_answer_that_comes_too_late_is_still_there_to_copy(client, state):
    listing = listing_of(person_of("Paul"))
    client.force_login(person_of())
    Listing.objects.update(state=state)

    page = client.post(f"/annonces/{listing.pk}/reponse/", {"text": WORDS})

    assert page.status_code == 409
    assert WORDS in page.content.decode()
    assert "Rien n’a été envoyé" in page.content.decode()
    assert Answer.objects.count() == 0
    assert (f'href="/annonces/{listing.pk}/"' in page.content.decode()) == (state != "paused")


def test_a_paused_annonce_says_nothing_to_those_whom_it_did_not_reach(client):
    commune_of("75056", community="200054781")
    listing = listing_of(person_of("Paul"), state="paused")
    client.force_login(person_of(lives_in="75056"))

    assert client.post(f"/annonces/{listing.pk}/reponse/", {"text": WORDS}).status_code == 404


@pytest.mark.parametrize("why", ["closed", "moved away", "too often"])
def test_a_change_that_is_refused_is_still_in_its_form(client, monkeypatch, why):
    jeanne = person_of()
    listing = listing_of(jeanne, state="closed" if why == "closed" else "active")
    if why == "moved away":
        Membership.objects.filter(person=jeanne).update(verified_at=None)
    if why == "too often":
        monkeypatch.setattr(annonce_views, "CHANGES_A_DAY", 0)
    client.force_login(jeanne)

    page = client.post(f"/annonces/{listing.pk}/modifier/", TYPED | {"text": WORDS}).content.decode()

    listing.refresh_from_db()
    assert WORDS in page
    assert "Votre texte est toujours ici" in page or "votre texte est toujours ici" in page
    assert listing.text == "Au garage."


@pytest.fixture
def pair():
    return person_of(), person_of("Karim")


def test_a_proposal_that_crosses_another_stays_in_the_form_to_answer_with(client, pair):
    jeanne, karim = pair
    answer = answer_to(request_of(jeanne), karim)
    theirs = agreement_in(answer, jeanne)
    client.force_login(karim)

    page = client.post(f"/messages/{answer.conversation_id}/proposition/", {"what": WORDS})

    assert page.status_code == 422
    assert f'value="{WORDS}"' in page.content.decode()
    assert f"/accords/{theirs.pk}/contre-proposition/" in page.content.decode()
    assert "une autre proposition a été faite" in page.content.decode()


@pytest.mark.parametrize("step", ["withdraw", "accept"])
def test_a_counter_proposal_that_comes_too_late_is_still_there(client, pair, step):
    jeanne, karim = pair
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    agreements.take(step, agreement, jeanne if step == "accept" else karim)
    client.force_login(jeanne)

    moment = f"{timezone.now() + timedelta(days=20):%Y-%m-%d}T10:00"
    page = client.post(f"/accords/{agreement.pk}/contre-proposition/", {"what": WORDS, "moment": moment})

    assert page.status_code == 422
    typed = f"Quoi : {WORDS}\nQuand : " if step == "accept" else f'value="{WORDS}"'
    assert typed in page.content.decode()
    assert "Entre-temps" in page.content.decode()
    assert Agreement.objects.count() == 1


def test_terms_sent_twice_are_one_proposal_and_no_error(client, pair):
    jeanne, karim = pair
    answer = answer_to(request_of(jeanne), karim)
    client.force_login(karim)
    proposed = [
        client.post(f"/messages/{answer.conversation_id}/proposition/", {"what": WORDS}) for _ in range(2)
    ]
    client.force_login(jeanne)
    first = Agreement.objects.get()
    countered = [
        client.post(f"/accords/{first.pk}/contre-proposition/", {"what": "Dimanche"}) for _ in range(2)
    ]

    assert {page.status_code for page in proposed + countered} == {302}
    assert Agreement.objects.count() == 2


def test_other_terms_of_hers_while_she_waits_are_there_to_copy(client, pair):
    _, karim = pair
    answer = answer_to(request_of(pair[0]), karim)
    agreement_in(answer, karim)
    client.force_login(karim)

    page = client.post(f"/messages/{answer.conversation_id}/proposition/", {"what": WORDS, "price": "12"})

    assert page.status_code == 422
    assert f"Quoi : {WORDS}" in page.content.decode()
    assert "Prix en euros : 12" in page.content.decode()


def test_a_reason_that_comes_too_late_is_still_there(client, pair):
    jeanne, karim = pair
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    agreements.take("accept", agreement, jeanne)
    agreements.take("done", agreement, karim)
    client.force_login(jeanne)

    page = client.post(f"/accords/{agreement.pk}/cancel/", {"reason": WORDS})

    assert page.status_code == 422
    assert WORDS in page.content.decode()


def test_other_thanks_after_the_first_are_refused_and_still_there(client, pair):
    jeanne, karim = pair
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    agreements.take("accept", agreement, jeanne)
    agreements.take("done", agreement, karim)
    client.force_login(jeanne)
    client.post(f"/accords/{agreement.pk}/merci/", {"text": "Merci beaucoup !"})

    page = client.post(f"/accords/{agreement.pk}/merci/", {"text": WORDS})

    assert WORDS in page.content.decode()
    assert "Vous avez déjà dit merci" in page.content.decode()
    assert Thanks.objects.get().text == "Merci beaucoup !"


def test_proposing_and_withdrawing_without_end_is_stopped_and_loses_no_words(client, pair):
    jeanne, karim = pair
    answer = answer_to(request_of(jeanne), karim)
    client.force_login(karim)

    for number in range(20):
        client.post(f"/messages/{answer.conversation_id}/proposition/", {"what": f"{WORDS} {number}"})
        if proposed := Agreement.objects.filter(state="proposed").first():
            client.post(f"/accords/{proposed.pk}/withdraw/")
    page = client.post(f"/messages/{answer.conversation_id}/proposition/", {"what": WORDS}).content.decode()

    assert Notice.objects.filter(person=jeanne, kind="agreement").count() == views.MOST
    assert "Vous proposez très vite" in page
    assert WORDS in page


def test_leaving_an_agreement_is_never_too_often(client, pair, monkeypatch):
    monkeypatch.setattr(views, "MOST", 0)
    jeanne, karim = pair
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    client.force_login(jeanne)

    client.post(f"/accords/{agreement.pk}/decline/")

    agreement.refresh_from_db()
    assert agreement.state == "declined"


def test_a_counter_proposal_too_often_stays_in_its_form(client, pair, monkeypatch):
    monkeypatch.setattr(views, "MOST", 0)
    jeanne, karim = pair
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    client.force_login(jeanne)

    page = client.post(f"/accords/{agreement.pk}/contre-proposition/", {"what": WORDS}).content.decode()

    assert f'value="{WORDS}"' in page
    assert Agreement.objects.get().state == "proposed"
