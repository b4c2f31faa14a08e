"""Who may still take a step when her residence is no longer confirmed."""

import pytest

from placette.listings.models import Agreement
from placette.people.models import Membership
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db


def unconfirmed(person) -> None:
    Membership.objects.filter(person=person).update(verified_at=None)


@pytest.mark.parametrize("address", ["accept", "contre-proposition"])
def test_who_is_not_verified_enters_no_agreement(client, address):
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    unconfirmed(jeanne)
    client.force_login(jeanne)

    answer = client.post(f"/accords/{agreement.pk}/{address}/", {"what": "Dimanche plutôt"})

    agreement.refresh_from_db()
    assert answer.status_code == 403
    assert agreement.state == Agreement.State.PROPOSED
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(("before", "step"), [("proposed", "decline"), ("accepted", "cancel")])
def test_who_is_not_verified_may_still_leave_one(client, before, step):
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    client.force_login(jeanne)
    if before == "accepted":
        client.post(f"/accords/{agreement.pk}/accept/")
    unconfirmed(jeanne)

    client.post(f"/accords/{agreement.pk}/{step}/")

    agreement.refresh_from_db()
    assert agreement.state in {Agreement.State.DECLINED, Agreement.State.CANCELLED}


def test_who_is_not_verified_proposes_nothing(client):
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)
    unconfirmed(jeanne)
    client.force_login(jeanne)

    shown = client.post(f"/messages/{answer.conversation_id}/proposition/", {"what": "Samedi"})

    assert shown.status_code == 403
    assert Agreement.objects.count() == 0


def test_who_has_moved_away_closes_her_annonce_and_does_not_put_it_on_line_again(client):
    jeanne = person_of()
    listing = listing_of(jeanne)
    unconfirmed(jeanne)
    client.force_login(jeanne)

    client.post(f"/annonces/{listing.pk}/fin/")
    listing.refresh_from_db()
    assert listing.state == "closed"
    client.post(f"/annonces/{listing.pk}/reprise/")
    listing.refresh_from_db()

    assert listing.state == "closed"
    assert "Remettre en ligne" not in client.get(f"/annonces/{listing.pk}/").content.decode()


def test_who_has_moved_away_writes_nothing_new_on_the_square_she_left(client):
    jeanne = person_of()
    listing = listing_of(jeanne)
    unconfirmed(jeanne)
    client.force_login(jeanne)
    typed = {
        "direction": "offer",
        "kind": "loan",
        "title": "Autre chose",
        "category": "tools",
        "audience": "around",
    }

    client.post(f"/annonces/{listing.pk}/modifier/", typed)

    listing.refresh_from_db()
    assert listing.title == "Une échelle"
    assert "Modifier" not in client.get(f"/annonces/{listing.pk}/").content.decode()
