"""From the annonce to the thanks, through the pages, with the number of queries of each."""

import pytest
from django.utils import timezone

from placette.impact.models import Exchange, RequestAsked
from placette.listings.actions import agreements, annonces
from placette.listings.models import Agreement, Answer, Listing, Thanks
from placette.people.models import Membership
from placette.people.tests.factories import commune_of, person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db


def test_asking_in_one_line_publishes_at_once(client):
    jeanne = person_of()
    client.force_login(jeanne)

    client.post(
        "/je-cherche/",
        {"title": "  une échelle\x00 pour l'anniversaire ", "key": "8b0d6f0c-8b0f-4b8e-9a53-0c7a0a1f0001"},
    )
    client.post(
        "/je-cherche/",
        {"title": "une échelle pour l’anniversaire", "key": "8b0d6f0c-8b0f-4b8e-9a53-0c7a0a1f0001"},
    )

    listing = Listing.objects.get()
    assert (listing.title, listing.kind, listing.category) == (
        "Une échelle pour l’anniversaire",
        "loan",
        "tools",
    ), "a title is printed as one, however quickly it was typed"
    assert listing.audience == "commune"
    assert RequestAsked.objects.filter(source=f"listing:{listing.pk}").count() == 1


def test_answering_twice_is_answering_once(client):
    jeanne = person_of()
    fields = {"kind": "loan", "direction": "request", "category": "tools", "title": "une échelle"}
    listing = annonces.publish(jeanne, jeanne.memberships.get(), **fields)
    karim = person_of("Karim")
    client.force_login(karim)

    for _ in range(2):
        client.post(f"/annonces/{listing.pk}/reponse/", {"text": "J’en ai une"})

    answer = Answer.objects.get()
    assert answer.conversation.messages.count() == 1
    assert RequestAsked.objects.get(source=f"listing:{listing.pk}").first_answer_at is not None
    listing.refresh_from_db()
    assert listing.answered_at is not None


def test_nobody_answers_her_own_annonce_or_one_that_is_closed(client):
    jeanne = person_of()
    listing = request_of(jeanne)
    client.force_login(jeanne)
    client.post(f"/annonces/{listing.pk}/reponse/", {"text": "moi"})
    closed = request_of(person_of("Paul"), state="closed")
    client.post(f"/annonces/{closed.pk}/reponse/", {"text": "trop tard"})

    assert Answer.objects.count() == 0


def test_an_agreement_is_carried_out_thanked_for_and_counted_once(client):
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)
    agreement = agreement_in(answer, karim)
    client.force_login(jeanne)

    for _ in range(2):
        client.post(f"/accords/{agreement.pk}/accept/")
    for _ in range(2):
        client.post(f"/accords/{agreement.pk}/done/")
    for _ in range(2):
        client.post(f"/accords/{agreement.pk}/merci/", {"text": "Merci beaucoup !"})

    agreement.refresh_from_db()
    assert agreement.state == Agreement.State.DONE
    assert Exchange.objects.get().source == f"agreement:{agreement.pk}"
    assert Thanks.objects.get().to == karim


def test_the_ledger_credits_no_commune_where_nobody_has_verified_her(client):
    jeanne, karim = person_of(), person_of("Karim", lives_in="31499", verified=False)
    Membership.objects.create(
        person=karim, commune=commune_of("75056"), purpose="work", verified_at=timezone.now()
    )
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)

    agreements.take("accept", agreement, jeanne)
    agreements.take("done", agreement, jeanne)

    assert Exchange.objects.get().other_commune_id == "75056"


def test_the_one_who_proposes_does_not_accept_for_the_other(client):
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    client.force_login(karim)

    client.post(f"/accords/{agreement.pk}/accept/")

    agreement.refresh_from_db()
    assert agreement.state == Agreement.State.PROPOSED


def test_a_counter_proposal_replaces_the_one_before_it(client):
    jeanne, karim = person_of(), person_of("Karim")
    first = agreement_in(answer_to(request_of(jeanne), karim), karim)
    client.force_login(jeanne)

    client.post(f"/accords/{first.pk}/contre-proposition/", {"what": "Dimanche plutôt", "price": "3,50"})

    first.refresh_from_db()
    second = Agreement.objects.exclude(pk=first.pk).get()
    assert first.state == Agreement.State.COUNTERED
    assert (second.what, second.price_cents, second.proposed_by) == ("Dimanche plutôt", 350, jeanne)


def test_a_past_moment_is_refused_and_nothing_typed_is_lost(client):
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)
    client.force_login(karim)

    page = client.post(
        f"/messages/{answer.conversation_id}/proposition/",
        {"what": "Ma grande échelle", "starts_at": "2020-01-01T10:00"},
    )

    assert page.status_code == 422
    assert "Ma grande échelle" in page.content.decode()
    assert "déjà passé" in page.content.decode()
    assert Agreement.objects.count() == 0


@pytest.fixture
def busy_place() -> dict[str, str]:
    jeanne = person_of()
    for number in range(12):
        neighbour = person_of(f"Voisin{number}")
        listing_of(neighbour, title=f"Échelle {number}")
        answer_to(request_of(jeanne, title=f"échelle {number}"), neighbour)
    mine = Listing.objects.filter(author=jeanne).first()
    other = Listing.objects.exclude(author=jeanne).first()
    return {
        "person": jeanne, "/place/": 13, f"/annonces/{mine.pk}/": 13, f"/annonces/{other.pk}/": 13, "/messages/": 9,
        f"/messages/{mine.answers.first().conversation_id}/": 13, "/avis/": 7, "/accords/": 7, "/habitants/": 9,
        f"/habitants/{other.author_id}/": 17, "/annonces/miennes/": 8,
    }  # fmt: skip


def test_pages_cost_few_queries_however_busy_the_place(client, busy_place, django_assert_max_num_queries):
    client.force_login(busy_place.pop("person"))
    for path in busy_place:
        client.get(path)  # marks as read what there is to read
    for path, most in busy_place.items():
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200, path
