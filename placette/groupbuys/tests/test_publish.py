"""A draft is read once more, published, given up or thrown away."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from placette.groupbuys.models import Campaign, Supplier
from placette.groupbuys.pricing import Step
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, takes

pytestmark = pytest.mark.django_db
PACKS = (Step(Decimal(0), 333), Step(Decimal(10), 299))


@pytest.fixture
def nadia(client):
    nadia = person_of("Nadia", "Ferrand")
    client.force_login(nadia)
    return nadia


def text_of(answer) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_preview_says_what_each_tier_saves(client, nadia, django_assert_max_num_queries):
    campaign = campaign_of(nadia, offered(), offered(PACKS, name="Œufs", unit="boîte", step=Decimal(1),
        minimum=Decimal(2), maximum=Decimal(5), reference_cents=400), published=False)  # fmt: skip

    with django_assert_max_num_queries(12):
        page = text_of(client.get(f"/achats/{campaign.pk}/publier/"))

    for said in (
        "Dès le départ", "À partir de 5 t", "À partir de 10 t", "270 €", "−10 %", "0,5 t :", "135 €", "15 € de moins",
        "2 t :", "540 €", "60 € de moins", "À partir de 10 boîtes", "2,99 €", "−25 %", "4 boîtes :", "4,04 € de moins",
    ):  # fmt: skip
        assert said in page, said
    assert "Publier" in page
    assert "à qui vous achetez" in page


def test_tiers_by_participants_are_said_so(client, nadia):
    campaign = campaign_of(nadia, published=False, counted="all_takers")
    assert "À partir de 5 participants" in text_of(client.get(f"/achats/{campaign.pk}/publier/"))


def test_published_it_is_open_to_the_neighbours_once(client, nadia):
    campaign = campaign_of(nadia, published=False)

    sent = client.post(f"/achats/{campaign.pk}/publier/")
    again = client.post(f"/achats/{campaign.pk}/publier/")

    campaign.refresh_from_db()
    assert campaign.state == "open"
    assert sent.headers["Location"] == again.headers["Location"] == campaign.get_absolute_url()


def test_without_price_or_date_one_asks_first_who_would_be_interested(client, nadia):
    campaign = campaign_of(nadia, offered(()), published=False)
    Campaign.objects.filter(pk=campaign.pk).update(deadline=None)

    page = text_of(client.get(f"/achats/{campaign.pk}/publier/"))
    assert "Il manque la date de clôture." in page
    assert "« Granulés en sac » n’a pas encore de prix." in page
    refused = client.post(f"/achats/{campaign.pk}/publier/")
    assert refused.status_code == 409
    assert 'role="alert"' in refused.content.decode()

    client.post(f"/achats/{campaign.pk}/publier/", {"first": "interest"})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.published_at is not None) == ("interest", True)


def test_a_draft_whose_date_has_passed_says_so(client, nadia):
    campaign = campaign_of(nadia, published=False)
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        client.force_login(nadia)
        assert "La date de clôture est passée" in text_of(client.get(f"/achats/{campaign.pk}/publier/"))
        assert client.post(f"/achats/{campaign.pk}/publier/").status_code == 409


def test_who_is_no_longer_confirmed_publishes_nothing(client, nadia):
    campaign = campaign_of(nadia, published=False)
    Membership.objects.filter(person=nadia).update(verified_at=None)

    assert client.post(f"/achats/{campaign.pk}/publier/").status_code == 403
    campaign.refresh_from_db()
    assert campaign.state == "draft"


def test_no_more_publications_than_five_a_day(client, nadia):
    drafts = [campaign_of(nadia, published=False, title=f"N° {number}") for number in range(6)]
    answers = [client.post(f"/achats/{each.pk}/publier/").status_code for each in drafts]

    assert answers == [302] * 5 + [429]
    assert Campaign.objects.filter(state="open").count() == 5


def test_a_cancellation_tells_why_and_shows_it(client, nadia):
    campaign, luc = campaign_of(nadia), person_of("Luc")
    takes(luc, campaign, 2)
    address = f"/achats/{campaign.pk}/annuler/"

    assert "1 voisin participe" in text_of(client.get(address))
    assert "Dites en quelques mots pourquoi" in text_of(client.post(address, {"reason": "  "}))
    client.post(address, {"reason": "Le fournisseur a fermé."})
    client.post(address, {"reason": "Encore ?"})

    campaign.refresh_from_db()
    assert (campaign.state, campaign.cancellation.reason) == ("cancelled", "Le fournisseur a fermé.")
    told = Notice.objects.get(person=luc)
    assert told.facts["reason"] == "Le fournisseur a fermé."


def test_a_draft_thrown_away_is_gone(client, nadia):
    supplier = Supplier.objects.create(name="Luc", professional=False)
    campaign = campaign_of(nadia, published=False, supplier=supplier)

    assert "Supprimer ce brouillon" in text_of(client.get(f"/achats/{campaign.pk}/annuler/"))
    assert client.post(f"/achats/{campaign.pk}/annuler/").headers["Location"] == "/achats/miens/"
    assert not Campaign.objects.exists()
    assert not Supplier.objects.exists()


def test_only_who_organises_publishes_or_cancels(client, nadia):
    campaign, draft = campaign_of(nadia), campaign_of(nadia, published=False)
    client.force_login(person_of("Luc"))

    for address in (
        f"/achats/{campaign.pk}/annuler/",
        f"/achats/{draft.pk}/publier/",
        f"/achats/{draft.pk}/annuler/",
    ):
        assert client.get(address).status_code == client.post(address, {"reason": "x"}).status_code == 404
