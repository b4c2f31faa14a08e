"""Everything an exchange needs, by the links of its e-mails: nobody signs in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from placette.conversations.models import Message
from placette.core.tests.racing import at_once
from placette.listings.actions import agreements, asking
from placette.listings.models import Agreement, Answer, Listing, Thanks
from placette.listings.tasks import ask_if_done
from placette.listings.tests.factories import agreement_in, answer_to, listing_of, request_of
from placette.notices.by_mail import links
from placette.notices.models import Notice
from placette.notices.tests.links import offered, path_of
from placette.people.tests.factories import member_of, person_of
from placette.places.models import Space

pytestmark = pytest.mark.django_db


def test_a_whole_exchange_by_e_mail_alone(client):
    odette, karim = person_of("Odette"), person_of("Karim")
    listing_of(karim)
    request = request_of(odette)
    asking.tell_those_who_can_help(request)

    client.post(offered(karim, "request_you_can_answer")["Répondre"], {"text": "J’en ai une, venez."})
    page = client.get(offered(odette, "answer")["Répondre"])
    assert "J’en ai une, venez." in page.text
    client.post(offered(odette, "answer")["Répondre"], {"body": "Quelle chance !"})
    terms = {"what": "Une échelle", "moment": "later"}
    client.post(offered(odette, "answer")["Proposer un accord"], terms)
    said = client.post(offered(karim, "agreement")["D’accord"])
    assert "Odette M. reçoit un avis" in said.text
    agreement = Agreement.objects.get()
    assert agreement.state == "accepted"

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        ask_if_done(timestamp=0)
        ask_if_done(timestamp=0)
        client.post(offered(odette, "moment_past")["C’est fait"])
    client.post(offered(karim, "agreement")["Dire merci"], {"text": "Bonne journée !", "quote": "on"})
    client.post(offered(odette, "thanks")["Dire merci"], {"text": "Merci à vous"})

    agreement.refresh_from_db()
    assert agreement.state == "done"
    assert sorted(Thanks.objects.values_list("text", flat=True)) == ["Bonne journée !", "Merci à vous"]
    assert Notice.objects.filter(kind="moment_past").count() == 2
    assert "_auth_user_id" not in client.session


def test_a_link_that_is_only_followed_does_nothing(client):
    answer = answer_to(request_of(person_of()))
    agreement = agreement_in(answer)
    address = path_of(answer.listing.author, "agreement.accept", agreement.pk)

    page = client.get(address)
    client.head(address)

    assert page.status_code == 200
    assert page["Cache-Control"].count("no-store") == 1
    agreement.refresh_from_db()
    assert agreement.state == "proposed"


def test_a_link_used_twice_says_kindly_that_it_is_done(client):
    answer = answer_to(request_of(person_of()))
    agreement = agreement_in(answer)
    address = path_of(answer.listing.author, "agreement.accept", agreement.pk)

    client.post(address)
    again = client.post(address)
    shown = client.get(address)

    assert (again.status_code, shown.status_code) == (409, 200)
    assert "C’est déjà noté" in again.text
    assert "<form" not in shown.text.split("<main")[1].split("</main>")[0]
    assert Message.objects.filter(event="accept").count() == 1


@pytest.mark.parametrize("spoil", ["forged", "other act", "old", "another address", "left"])
def test_a_link_that_is_not_good_any_more(client, spoil):
    answer = answer_to(request_of(person_of()))
    agreement, author = agreement_in(answer), answer.listing.author
    address = path_of(author, "agreement.accept", agreement.pk)
    if spoil == "forged":
        address = address[:-3] + "x/"
    if spoil == "other act":
        address = path_of(author, "agreement.explode", agreement.pk)
    if spoil == "another address":
        author.email = "ailleurs@example.org"
        author.save()
    if spoil == "left":
        author.is_active = False
        author.save()
    with time_machine.travel(timezone.now() + timedelta(days=15 if spoil == "old" else 0)):
        answered = client.post(address)

    assert answered.status_code == 410
    assert "Ce lien ne marche plus" in answered.text
    agreement.refresh_from_db()
    assert agreement.state == "proposed"


def test_words_of_others_break_no_page(client):
    answer = answer_to(request_of(person_of()), text="<script>alert(1)</script>{{ 7*7 }}")
    page = client.get(path_of(answer.listing.author, "message.reply", answer.conversation_id)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page


def test_a_link_of_somebody_who_takes_no_part_opens_nothing(client):
    agreement = agreement_in(answer_to(request_of(person_of())))
    stranger = person_of("Rose")

    for act in ("agreement.accept", "agreement.done", "agreement.thank", "agreement.cancel"):
        assert client.post(path_of(stranger, act, agreement.pk)).status_code == 410
    conversation = agreement.answer.conversation_id
    assert client.get(path_of(stranger, "message.reply", conversation)).status_code == 410
    assert client.get(path_of(stranger, "answer.agree", agreement.answer_id)).status_code == 410
    assert client.get(path_of(stranger, "annonce.close", agreement.answer.listing_id)).status_code == 410


def test_what_was_typed_is_kept_when_it_is_refused(client):
    karim = person_of("Karim")
    request = request_of(person_of())
    address = path_of(karim, "annonce.answer", request.pk)

    empty = client.post(address, {"text": " "})
    Listing.objects.update(state="closed")
    late = client.post(address, {"text": "J’en ai une de deux mètres"})

    assert (empty.status_code, late.status_code) == (422, 409)
    assert "J’en ai une de deux mètres" in late.text
    assert not Answer.objects.exists()


def test_nothing_is_written_in_a_space_that_can_only_be_read(client):
    karim = person_of("Karim")
    request = request_of(person_of())
    Space.objects.update(state="grace")

    answered = client.post(path_of(karim, "annonce.answer", request.pk), {"text": "J’en ai une"})

    assert answered.status_code == 409
    assert "n’écrit plus" in answered.text
    assert "J’en ai une" in answered.text
    assert not Answer.objects.exists()


def test_who_is_no_longer_verified_enters_no_agreement(client):
    answer = answer_to(request_of(person_of()))
    agreement, author = agreement_in(answer), answer.listing.author
    author.memberships.update(verified_at=None)

    assert "résidence" in client.post(path_of(author, "agreement.accept", agreement.pk)).text
    client.post(path_of(author, "agreement.decline", agreement.pk))

    agreement.refresh_from_db()
    assert agreement.state == "declined"


def test_who_is_signed_in_as_somebody_else_acts_as_the_link_says(client):
    answer = answer_to(request_of(person_of("Odette")))
    agreement = agreement_in(answer)
    client.force_login(answer.person)

    page = client.post(path_of(answer.listing.author, "agreement.accept", agreement.pk))

    assert page.status_code == 200
    assert Message.objects.get(event="accept").author == answer.listing.author


def test_an_annonce_is_prolonged_or_taken_away(client):
    author = person_of()
    listing = listing_of(author, expires_at=timezone.now() + timedelta(days=2))

    client.post(path_of(author, "annonce.prolong", listing.pk))
    again = client.post(path_of(author, "annonce.prolong", listing.pk))
    client.post(path_of(author, "annonce.close", listing.pk))

    assert "déjà prolongée" in again.text
    listing.refresh_from_db()
    assert listing.state == "closed"
    assert listing.expires_at > timezone.now() + timedelta(days=20)


def test_an_e_mail_offers_only_what_can_be_done_now():
    answer = answer_to(request_of(person_of()))
    agreement, author = agreement_in(answer), answer.listing.author
    assert list(offered(author, "agreement")) == ["D’accord", "Non merci", "Répondre"]

    agreements.take("withdraw", agreement, answer.person)

    notice = Notice.objects.filter(person=author, kind="agreement").order_by("pk").first()
    assert [label for label, _ in links.of_notice(notice)] == ["Répondre"]


def test_the_page_asks_few_queries(client, django_assert_max_num_queries):
    answer = answer_to(request_of(person_of()))
    agreement = agreement_in(answer)
    with django_assert_max_num_queries(5):
        client.get(path_of(answer.listing.author, "agreement.accept", agreement.pk))


def test_the_page_speaks_the_language_of_whom_it_was_sent_to(client):
    rose = person_of("Rose", language="en")
    answer = answer_to(request_of(rose))
    page = client.get(
        path_of(rose, "agreement.accept", agreement_in(answer).pk), headers={"accept-language": "fr"}
    )
    assert '<html lang="en"' in page.text


@pytest.mark.django_db(transaction=True)
def test_a_link_pressed_by_many_at_once_acts_once():
    answer = answer_to(request_of(person_of()))
    agreement = agreement_in(answer)
    address = path_of(answer.listing.author, "agreement.accept", agreement.pk)

    codes = at_once(lambda _: Client().post(address).status_code, range(6))

    assert set(codes) <= {200, 409}
    assert Message.objects.filter(event="accept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_e_mail_holds_the_links_in_both_its_forms(smtp, worker):
    answer = answer_to(request_of(person_of("Odette")))
    agreement_in(answer)
    Notice.objects.exclude(kind="agreement").delete()
    connection.cursor().execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    worker()

    (message,) = smtp.to(answer.listing.author.email)
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    links_in = re.findall(r"https?://\S+/avis/faire/\S+/", text)
    assert len(links_in) == 3
    assert all(each in html for each in links_in)
    assert Client().get("/" + links_in[0].split("/", 3)[3]).status_code == 200


def test_a_neighbour_further_away_answers_what_has_reached_her(client):
    member_of(person_of("Rose", lives_in=None), "31499")
    request = request_of(person_of())
    rose = person_of("Luce", lives_in="31499")

    assert client.get(path_of(rose, "annonce.answer", request.pk)).status_code == 410
