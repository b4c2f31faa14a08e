"""What an organiser changes: all of it until somebody counts on it, its words later."""

from decimal import Decimal

import pytest

from placette.groupbuys.actions import campaigns
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Product, Supplier
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, takes
from .typed import in_days, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(client):
    nadia = person_of("Nadia", "Ferrand")
    client.force_login(nadia)
    return nadia


def test_the_form_holds_what_there_is(client, nadia, django_assert_max_num_queries):
    campaign = campaign_of(nadia, offered(stock=Decimal("12.5")), published=False)
    with django_assert_max_num_queries(12):
        page = client.get(f"/achats/{campaign.pk}/modifier/").content.decode()

    for value in ("Granulés en sac", "12,5", "285,00", "10", "270,00", "300,00"):
        assert f'value="{value}"' in page, value


def test_a_product_that_is_changed_stays_the_same_one(client, nadia):
    campaign = campaign_of(nadia, offered(), offered(name="Bûches"), published=False)
    pellets, logs = campaign.products.all()

    sent = typed({"held": str(logs.pk), "name": "Bûches sèches", "price_2": "260"}, {"name": "Allume-feu"})
    answer = client.post(f"/achats/{campaign.pk}/modifier/", sent)

    assert answer.headers["Location"] == f"/achats/{campaign.pk}/publier/"
    first, second = campaign.products.all()
    assert (first.pk, first.name, second.name) == (logs.pk, "Bûches sèches", "Allume-feu")
    assert [tier.unit_cents for tier in first.tiers.all()] == [30_000, 28_500, 26_000]
    assert not Product.objects.filter(pk=pellets.pk).exists()


def test_a_supplier_is_kept_while_somebody_buys_from_her(client, nadia):
    luc = {"supplier_name": "Luc", "supplier_email": "luc@example.org"}
    campaign = campaign_of(nadia, published=False)
    address = f"/achats/{campaign.pk}/modifier/"

    client.post(address, typed(**luc))
    campaign.refresh_from_db()
    first = campaign.supplier
    campaigns.run_again(campaign, nadia, nadia.memberships.get())
    client.post(address, typed(**luc, title="Un autre titre"))
    campaign.refresh_from_db()
    assert campaign.supplier == first
    client.post(address, typed(supplier_name="Anne"))
    client.post(address, typed())

    assert list(Supplier.objects.all()) == [first]


def test_products_of_another_campaign_cannot_be_taken(client, nadia):
    other = campaign_of(person_of("Luc"), published=False)
    campaign = campaign_of(nadia, published=False)
    theirs = other.products.get()

    client.post(f"/achats/{campaign.pk}/modifier/", typed({"held": str(theirs.pk), "name": "Volé"}))

    theirs.refresh_from_db()
    assert (theirs.name, theirs.campaign) == ("Granulés en sac", other)
    assert campaign.products.get().name == "Volé"


def test_once_somebody_takes_part_words_alone_may_change(client, nadia):
    campaign = campaign_of(nadia)
    takes(person_of("Luc"), campaign, 2)
    address = f"/achats/{campaign.pk}/modifier/"

    page = client.get(address).content.decode()
    assert "products-TOTAL_FORMS" not in page
    assert 'name="deadline"' not in page
    words = {
        name: value for name, value in typed(title="Autre titre").items() if not name.startswith("products-")
    }
    answer = client.post(address, words | {"supplier_name": "Luc", "deadline": in_days(30)})

    before = campaign.deadline
    campaign.refresh_from_db()
    assert answer.headers["Location"] == campaign.get_absolute_url()
    assert (campaign.title, campaign.supplier.name, campaign.deadline) == ("Autre titre", "Luc", before)


def test_once_somebody_takes_part_the_seller_stays(client, nadia):
    campaign = campaign_of(
        nadia,
        supplier=Supplier.objects.create(name="Bois", professional=True, siren="200068641", added_by=nadia),
    )
    takes(person_of("Luc"), campaign, 2)
    address = f"/achats/{campaign.pk}/modifier/"

    assert "supplier_name" not in client.get(address).content.decode()
    words = {
        name: value for name, value in typed(title="Autre titre").items() if not name.startswith("products-")
    }
    client.post(address, words | {"supplier_name": "Bois"})
    with pytest.raises(Refused):
        campaigns.change(
            campaign.pk, supplier=Supplier.objects.create(name="Bois", professional=False, added_by=nadia)
        )

    campaign.refresh_from_db()
    assert (campaign.title, campaign.supplier.professional) == ("Autre titre", True)


def test_who_changes_prices_while_a_neighbour_joins_keeps_what_was_typed(client, nadia):
    campaign = campaign_of(nadia)
    takes(person_of("Luc"), campaign, 2)  # after her page was shown

    answer = client.post(f"/achats/{campaign.pk}/modifier/", typed({"price_2": "250"}, title="Moins cher"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Des voisins participent déjà" in page
    assert 'value="250"' in page
    assert 'value="Moins cher"' in page
    assert [tier.unit_cents for tier in campaign.products.get().tiers.all()] == [30_000, 28_500, 27_000]


def test_an_open_one_keeps_a_date_and_prices(client, nadia):
    campaign = campaign_of(nadia)
    none = dict.fromkeys(("reference", "price", "from_1", "price_1", "from_2", "price_2"), "")

    page = client.post(f"/achats/{campaign.pk}/modifier/", typed(none, deadline="")).content.decode()
    assert "Un achat ouvert a une clôture" in page
    page = client.post(f"/achats/{campaign.pk}/modifier/", typed(none)).content.decode()
    assert "Un achat ouvert a un prix" in page


def test_a_product_more_keeps_what_was_typed(client, nadia):
    campaign = campaign_of(nadia, published=False)
    page = client.post(
        f"/achats/{campaign.pk}/modifier/", typed(title="En cours", more="product")
    ).content.decode()

    assert 'name="products-1-name"' in page
    assert 'value="En cours"' in page
    assert Campaign.objects.get().title != "En cours"


def test_what_has_ended_is_changed_no_more(client, nadia):
    campaign = campaign_of(nadia)
    client.post(f"/achats/{campaign.pk}/annuler/", {"reason": "Fini."})

    for answer in (
        client.get(f"/achats/{campaign.pk}/modifier/"),
        client.post(f"/achats/{campaign.pk}/modifier/", typed()),
    ):
        assert answer.headers["Location"] == campaign.get_absolute_url()


def test_others_learn_nothing(client, nadia):
    campaign = campaign_of(nadia)
    client.force_login(person_of("Luc"))
    assert client.get(f"/achats/{campaign.pk}/modifier/").status_code == 404
    assert client.post(f"/achats/{campaign.pk}/modifier/", typed()).status_code == 404
