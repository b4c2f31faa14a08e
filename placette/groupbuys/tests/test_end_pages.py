"""The pages of the end: left-overs, « C’est terminé », doing it again."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from placette.groupbuys.collecting.actions import choosing
from placette.groupbuys.collecting.views import left_overs
from placette.groupbuys.models import (
    Campaign,
    HandOver,
    Substitute,
    Thanks,
)
from placette.people.actions.joining import leave
from placette.people.models import Membership
from placette.people.tests.factories import person_of

from .collected import share_of, succeeded, ticked

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def people():
    return [person_of(name) for name in ("Nadia", "Luc", "Odile", "Karim")]


@pytest.fixture
def campaign(people, time_machine):
    """Karim takes no part."""
    time_machine.move_to(NOW - timedelta(days=20))
    campaign = succeeded(people[0], dict.fromkeys(people[:3], 1))
    time_machine.move_to(NOW)
    return campaign


def page(client, person, campaign, part=""):
    client.force_login(person)
    return client.get(f"/achats/{campaign.pk}/retrait/{part}")


def send(client, person, campaign, part, **fields):
    client.force_login(person)
    return client.post(f"/achats/{campaign.pk}/retrait/{part}", fields)


def test_who_organises_finishes_it_though_she_has_moved_away(client, people, campaign):
    nadia, share = people[0], share_of(campaign, people[1])
    leave(nadia, Membership.Purpose.HOME)

    for part in ("", "remise/", "restes/", "remise/hors-ligne.js"):
        assert page(client, nadia, campaign, part).status_code == 200, part
    send(client, nadia, campaign, f"remise/{share.pk}/", key=uuid.uuid4())
    assert HandOver.objects.get().share == share
    send(client, nadia, campaign, f"remise/{share.pk}/annuler/")
    send(client, nadia, campaign, "remise/tout/")
    assert HandOver.objects.filter(undone_at__isnull=True).count() > 1
    send(client, nadia, campaign, "terminer/")
    assert Campaign.objects.get(pk=campaign.pk).state == "done"
    leave(people[3], Membership.Purpose.HOME)
    assert page(client, people[3], campaign, "restes/").status_code in {302, 403}


def test_left_overs_are_settled_by_a_form(client, people, campaign):
    product = campaign.products.get()
    ticked(share_of(campaign, people[1]), people[0])
    fields = {"product": product.pk, f"p{product.pk}-amount": "1,5", f"p{product.pk}-fate": "kept"}
    too_much = send(client, people[0], campaign, "restes/", **fields | {f"p{product.pk}-amount": "2,5"})
    assert too_much.status_code == 422
    assert "2,5" in too_much.content.decode()
    assert send(client, people[0], campaign, "restes/", **fields).status_code == 302
    assert "Gardé par l’organisation" in page(client, people[0], campaign, "restes/").content.decode()
    left_over = product.left_overs.get()
    send(client, people[0], campaign, f"restes/{left_over.pk}/annuler/")
    assert not product.left_overs.exists()


def test_left_overs_are_not_settled_without_end(client, people, campaign, monkeypatch):
    monkeypatch.setattr(left_overs, "CHANGES_AN_HOUR", 1)
    product = campaign.products.get()
    fields = {"product": product.pk, f"p{product.pk}-amount": "1", f"p{product.pk}-fate": "kept"}
    send(client, people[0], campaign, "restes/", **fields)
    assert send(client, people[0], campaign, "restes/", **fields).status_code == 422
    send(client, people[0], campaign, f"restes/{product.left_overs.get().pk}/annuler/")
    assert product.left_overs.count() == 1


def test_it_ends_counts_and_thanks_are_said(client, people, campaign):
    choosing.send(share_of(campaign, people[2]), "Lucette")
    send(client, people[0], campaign, "remise/tout/")
    send(client, people[0], campaign, "terminer/")
    assert not Substitute.objects.exists()  # kept no longer than it serves
    assert Campaign.objects.get(pk=campaign.pk).state == "done"
    client.force_login(people[1])
    client.post(f"/achats/{campaign.pk}/merci/", {"text": "Merci !"})
    client.post(f"/achats/{campaign.pk}/merci/", {"text": ""})
    client.post(f"/achats/{campaign.pk}/merci/", {"text": "x" * 301})
    thanks = Thanks.objects.get()
    read = client.get("/achats/mon-compteur/").content.decode()
    assert "Granulés de bois ensemble" in read
    client.force_login(people[0])
    assert "Merci !" in client.get(f"/habitants/{people[0].pk}/").content.decode()
    client.post(f"/achats/merci/{thanks.pk}/afficher/", {"shown": "0"})
    client.force_login(people[2])
    assert "Merci !" not in client.get(f"/habitants/{people[0].pk}/").content.decode()
    assert client.post(f"/achats/merci/{thanks.pk}/afficher/", {"shown": "1"}).status_code == 404


def test_run_again_and_a_rhythm_are_the_organisers(client, people, campaign):
    client.force_login(people[1])
    assert client.post(f"/achats/{campaign.pk}/refaire/").status_code == 404
    assert client.post(f"/achats/{campaign.pk}/refaire/rythme/", {"every": "week"}).status_code == 404
    client.force_login(people[0])
    for _ in range(2):
        client.post(f"/achats/{campaign.pk}/refaire/", {"key": "one"})
    draft = Campaign.objects.get(copied_from=campaign)
    assert (draft.state, draft.title) == ("draft", campaign.title)
    client.post(f"/achats/{campaign.pk}/refaire/rythme/", {"every": "month"})
    assert Campaign.objects.get(pk=campaign.pk).rhythm.every == "month"
    client.post(f"/achats/{campaign.pk}/refaire/rythme/", {"every": ""})
    assert not hasattr(Campaign.objects.get(pk=campaign.pk), "rhythm")
