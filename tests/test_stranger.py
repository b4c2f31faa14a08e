"""Whoever is not a verified neighbour enters every page and must learn nothing of anybody."""

import pytest
from django.test import Client

from placette.carpool.tests.factories import way_of
from placette.listings.actions.asking import helpers
from placette.listings.tests.factories import agreement_in, answer_to, listing_of, request_of
from placette.people.actions import trust
from placette.people.models import Membership, Offering
from placette.people.tests.factories import commune_of, member_of, officer_of, person_of, touching

pytestmark = pytest.mark.django_db
SECRETS = ["Apolline", "Zébulon", "Trépadé", "trottinette", "moissonneuse", "rendez-vous secret"]


@pytest.fixture
def village() -> dict[str, str]:
    """Two residents of Fonsorbes with everything that can be known of them; returns the addresses of their pages."""
    touching("31187", "31499")
    owner = person_of("Apolline", "Quéré", lives_in=None)
    member_of(owner, "31187", quarter="Trépadé")
    other = person_of("Zébulon", "Marty")
    Offering.objects.create(person=owner, text="une moissonneuse")
    listing = listing_of(owner, title="Ma trottinette", text="rendez-vous secret")
    answer = answer_to(listing, other, "rendez-vous secret")
    agreement = agreement_in(answer)
    way = way_of(owner, start_name="Trépadé", seats=1)
    return {
        "rides": "/trajets/", "found rides": "/trajets/?start=Fonsorbes&end=Toulouse&on=2026-11-30",
        "trip": f"/trajets/{way.trip_id}/", "seat": f"/trajets/aller/{way.pk}/place/", "lift": f"/trajets/aller/{way.pk}/emmener/",
        "end of trip": f"/trajets/{way.trip_id}/fin/",
        "feed": "/place/", "search": "/place/?q=trotinet", "detail": f"/annonces/{listing.pk}/",
        "edit": f"/annonces/{listing.pk}/modifier/", "asked": f"/annonces/{listing.pk}/demande/",
        "mine": "/annonces/miennes/", "thread": f"/messages/{answer.conversation_id}/",
        "later": f"/messages/{answer.conversation_id}/?after=0", "inbox": "/messages/", "agreements": "/accords/",
        "profile": f"/habitants/{owner.pk}/", "members": "/habitants/", "found": "/habitants/?q=moisson",
        "notices": "/avis/", "notice": f"/avis/{owner.notices.first().pk}/", "api": "/api/v1/listings",
        "api detail": f"/api/v1/listings/{listing.pk}", "desk": "/mairie/", "commune": "/c/31187-fonsorbes/",
        "accept": f"/accords/{agreement.pk}/accept/", "thank": f"/accords/{agreement.pk}/merci/",
        "counter": f"/accords/{agreement.pk}/contre-proposition/", "answer": f"/annonces/{listing.pk}/reponse/",
        "where": "/moi/position/31187/", "where drawn": "/moi/position/31187/carte.svg", "close": f"/annonces/{listing.pk}/fin/", "propose": f"/messages/{answer.conversation_id}/proposition/",
    }  # fmt: skip


def enter(client: Client, village: dict[str, str]) -> None:
    for name, path in village.items():
        for answer in (client.get(path), client.post(path, {"text": "x", "body": "x", "what": "x"})):
            page = answer.content.decode()
            # The names of a commune's quarters are public; whose quarter it is, is not.
            hidden = [secret for secret in SECRETS if not (name == "commune" and secret == "Trépadé")]
            assert [secret for secret in hidden if secret in page] == [], (name, path)
            assert answer.status_code < 500, (name, path)


def test_somebody_who_is_not_signed_in_learns_nothing(client, village):
    enter(client, village)


def test_somebody_without_a_commune_learns_nothing(client, village):
    client.force_login(person_of("Rose", lives_in=None))
    enter(client, village)


def test_somebody_unverified_in_the_same_commune_learns_nothing(client, village):
    client.force_login(person_of("Rose", verified=False))
    enter(client, village)


def test_somebody_verified_far_away_learns_nothing(client, village):
    commune_of("75056", community="200054781")
    client.force_login(person_of("Rose", lives_in="75056"))
    enter(client, village)


def test_the_town_hall_learns_nothing_that_residents_did_not_show_it(client, village):
    client.force_login(officer_of("31187"))
    enter(client, village)


def test_an_officer_who_joins_and_confirms_herself_learns_nothing(client, village):
    officer = officer_of("31187")
    client.force_login(officer)

    refused = client.post("/bienvenue/commune/", {"code": "31187", "purpose": "work"})
    held, _ = Membership.objects.get_or_create(person=officer, commune=commune_of(), purpose="work")
    for _ in range(2):
        client.post("/mairie/guichet/", {"code": trust.counter_code(held), "confirmed": "1"})
    client.post("/confiance/31187/", {"code": trust.issue_code(commune_of(), "", officer)})

    assert refused.status_code == 403
    assert "Ce compte est celui de la mairie" in refused.content.decode()
    held.refresh_from_db()
    assert held.verified_at is None
    enter(client, village)


@pytest.mark.parametrize("lives_in", ["31187", "31499"])
def test_a_neighbour_whose_account_becomes_the_town_hall_s_learns_nothing(client, village, lives_in):
    officer = officer_of("31187")
    member_of(officer, lives_in)
    Offering.objects.create(person=officer, text="une échelle")
    listing = request_of(person_of("Paul"), title="Je cherche une échelle")
    client.force_login(officer)

    assert officer.pk not in helpers(listing, {"31187", "31499"})
    enter(client, village)


def test_a_third_neighbour_reads_neither_conversation_nor_agreement(client, village):
    client.force_login(person_of("Rose"))
    for name in ("thread", "later", "notice", "edit", "asked"):
        assert client.get(village[name]).status_code == 404, name
    for name in ("accept", "thank", "counter", "propose", "close"):
        assert client.post(village[name], {"what": "x", "text": "x"}).status_code == 404, name


def test_a_verified_neighbour_of_a_touching_commune_sees_people_and_annonces(client, village):
    client.force_login(person_of("Rose", lives_in="31499"))
    assert "Apolline Q." in client.get(village["profile"]).content.decode()
    assert "Ma trottinette" in client.get(village["feed"]).content.decode()
    assert "Quéré" not in client.get(village["profile"]).content.decode()


def test_the_town_hall_reads_what_an_author_shows_it(client, village):
    shown = listing_of(person_of("Paul"), title="Un banc cassé", shown_to_town_hall=True)
    client.force_login(officer_of("31187"))

    assert "Un banc cassé" in client.get("/mairie/").content.decode()
    assert client.get(f"/annonces/{shown.pk}/").status_code == 200
    assert client.post(f"/annonces/{shown.pk}/reponse/", {"text": "bonjour"}).status_code == 403
