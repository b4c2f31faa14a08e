"""A resident begins a grouped purchase: from a template to a draft, and what the form refuses at which field."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from placette.groupbuys.models import Campaign, Product, Supplier
from placette.groupbuys.templates import TEMPLATES
from placette.people.tests.factories import person_of

from .typed import in_days, typed

pytestmark = pytest.mark.django_db
NEW = "/achats/nouveau/"


@pytest.fixture
def nadia(client):
    nadia = person_of("Nadia", "Ferrand")
    client.force_login(nadia)
    return nadia


def tiers_of(product: Product) -> list[tuple[Decimal, int]]:
    return [(tier.threshold, tier.unit_cents) for tier in product.tiers.all()]


def test_offers_the_templates_first_and_each_fills_the_form_in(client, nadia):
    page = client.get(NEW).content.decode()
    assert all(f"?modele={name}" in page for name in TEMPLATES)

    for name, template in TEMPLATES.items():
        page = client.get(NEW, {"modele": name}).content.decode()
        assert str(template.title) in page
        assert page.count("DELETE") >= len(template.products)
        assert ('type="datetime-local" name="deadline" value="2' in page) is not template.asks_first


def test_what_is_sent_is_a_draft_which_she_alone_sees(client, nadia):
    sent = client.post(NEW, typed({}, {"name": "Allume-feu", "unit": "sac", "step": "1", "minimum": "1",
        "reference": "5,50", "from_1": "", "price_1": "", "from_2": "", "price_2": ""}))  # fmt: skip

    campaign = Campaign.objects.get()
    assert sent.headers["Location"] == f"/achats/{campaign.pk}/publier/"
    assert (campaign.state, campaign.organiser, campaign.title) == (
        "draft",
        nadia,
        "Granulés de bois ensemble",
    )
    pellets, lighters = campaign.products.all()
    assert (pellets.step, pellets.reference_cents, lighters.unit) == (Decimal("0.5"), 30_000, "sac")
    assert tiers_of(pellets) == [(0, 30_000), (5, 28_500), (10, 27_000)]
    assert tiers_of(lighters) == [(0, 550)]
    client.force_login(person_of("Luc"))
    assert client.get(f"/achats/{campaign.pk}/publier/").status_code == 404
    assert client.get(f"/achats/{campaign.pk}/modifier/").status_code == 404


def test_a_form_pressed_twice_is_one_draft(client, nadia):
    form = typed(key="00000000-0000-4000-8000-000000000007", supplier_name="Luc", supplier_professional="")
    first, second = client.post(NEW, form), client.post(NEW, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert (Campaign.objects.count(), Supplier.objects.count()) == (1, 1)


def test_one_discount_fills_in_the_prices_of_all_products(client, nadia):
    plain = {"from_1": "", "price_1": "", "from_2": "", "price_2": ""}
    client.post(NEW, typed(
        plain, {**plain, "name": "Bûches", "reference": "99,99"},
        counted="all_quantity", off_from_1="5", off_1="5", off_from_2="10", off_2="10",
    ))  # fmt: skip

    pellets, logs = Campaign.objects.get().products.all()
    assert tiers_of(pellets) == [(0, 30_000), (5, 28_500), (10, 27_000)]
    assert tiers_of(logs) == [(0, 9_999), (5, 9_499), (10, 8_999)]


def test_interest_may_be_asked_without_price_nor_date(client, nadia):
    none = dict.fromkeys(("reference", "price", "from_1", "price_1", "from_2", "price_2"), "")
    client.post(NEW, typed(none, deadline=""))

    campaign = Campaign.objects.get()
    assert (campaign.deadline, tiers_of(campaign.products.get())) == (None, [])


def test_a_product_more_is_a_press_that_keeps_everything(client, nadia):
    page = client.post(NEW, typed({"price": "abc"}, title="", more="product")).content.decode()

    assert 'name="products-1-name"' in page
    assert 'value="abc"' in page
    assert 'role="alert"' not in page
    assert "Devant chez vous." in page
    assert not Campaign.objects.exists()


def test_a_product_left_empty_or_taken_away_is_none(client, nadia):
    form = typed({}, {"DELETE": "on", "name": ""})
    form["products-TOTAL_FORMS"] = "3"
    form |= {"products-2-step": "1", "products-2-minimum": "1"}
    client.post(NEW, form)

    assert [each.name for each in Product.objects.all()] == ["Granulés en sac"]


def test_the_deadline_is_read_by_the_clocks_of_the_commune(client):
    client.force_login(person_of("Maëlle", lives_in="97209"))
    client.post(NEW, typed(deadline=in_days(5)))

    wall = datetime.fromisoformat(in_days(5))
    assert Campaign.objects.get().deadline == wall.replace(tzinfo=ZoneInfo("America/Martinique"))


def test_a_supplier_is_known_by_a_siren_that_is_one(client, nadia):
    client.post(
        NEW, typed(supplier_name="Bois du Muretain", supplier_professional="on", supplier_siren="200 068 641")
    )

    supplier = Campaign.objects.get().supplier
    assert (supplier.name, supplier.siren, supplier.added_by) == ("Bois du Muretain", "200068641", nadia)


LONG = "e" * 10_000
REFUSED = [
    # words
    ({"title": ""}, {}, "title", "Donnez un titre"),
    ({"title": "\u200b\x00\u202e"}, {}, "title", "Donnez un titre"),
    ({"title": LONG}, {}, "title", "120"),
    ({"why": LONG}, {}, "why", "4000"),
    ({"counted": "gift"}, {}, "counted", "gift"),
    ({"deadline": in_days(-1)}, {}, "deadline", "Cette date est passée"),
    ({"deadline": in_days(370)}, {}, "deadline", "un an au plus"),
    ({"deadline": in_days(4000)}, {}, "deadline", "un an au plus"),
    ({"deadline": "demain"}, {}, "deadline", "Choisissez un jour et une heure"),
    ({"minimum_takers": "100000"}, {}, "minimum_takers", "10 000 participants au plus"),
    ({"minimum_takers": "-1"}, {}, "minimum_takers", "plus grand que 0"),
    ({"minimum_takers": "2,5"}, {}, "minimum_takers", "nombre entier"),
    ({"minimum_quantity": "NaN"}, {}, "minimum_quantity", "Écrivez une quantité"),
    ({"minimum_quantity": "1e9"}, {}, "minimum_quantity", "Écrivez une quantité"),
    ({"minimum_quantity": "20"}, {"stock": "10"}, "minimum_quantity", "plus que le stock"),
    ({"supplier_name": "Bois", "supplier_siren": "200068642"}, {}, "supplier_siren", "n’est pas un SIREN"),
    ({"supplier_name": "Bois", "supplier_siren": "٢٠٠٠٦٨٦٤١"}, {}, "supplier_siren", "n’est pas un SIREN"),
    ({"supplier_name": "Bois", "supplier_professional": "on"}, {}, "supplier_siren", "Un professionnel a un SIREN"),
    ({"supplier_siren": "200068641"}, {}, "supplier_name", "le nom du fournisseur"),
    ({"supplier_name": "Bois", "supplier_email": "bois"}, {}, "supplier_email", "courriel"),
    ({"off_from_1": "5", "off_1": "100"}, {}, "off_1", "pourcentage"),
    ({"off_from_1": "5", "off_1": "10", "off_from_2": "10", "off_2": "5"}, {}, "off_2", "davantage"),
    ({"off_from_1": "5"}, {}, "off_1", "Donnez la remise"),
    # products
    ({}, {"name": ""}, "products-0-name", "Dites ce que l’on achète"),
    ({}, {"unit": "\u2800"}, "products-0-unit", "en quoi il se compte"),
    ({}, {"step": "0"}, "products-0-step", "plus grand que 0"),
    ({}, {"step": "-1"}, "products-0-step", "Écrivez une quantité"),
    ({}, {"minimum": "0,7"}, "products-0-minimum", "choisissez un multiple"),
    ({}, {"minimum": "2", "maximum": "1,5"}, "products-0-maximum", "moins que le minimum"),
    ({}, {"maximum": "1,7"}, "products-0-maximum", "choisissez un multiple"),
    ({}, {"minimum": "2", "stock": "1"}, "products-0-stock", "moins que le minimum"),
    ({}, {"reference": "1e9"}, "products-0-reference", "Écrivez un prix"),
    ({}, {"reference": "0"}, "products-0-reference", "plus grand que 0"),
    ({}, {"reference": "-1"}, "products-0-reference", "Écrivez un prix"),
    ({}, {"reference": "999999"}, "products-0-reference", "dépasse 100 000"),
    # tiers
    ({}, {"price_1": "310"}, "products-0-price_1", "plus cher que le palier d’avant (300"),
    ({}, {"price_2": "285"}, "products-0-price_2", "déjà le prix d’avant"),
    ({}, {"from_2": "5"}, "products-0-from_2", "au même endroit"),
    ({}, {"from_2": "3"}, "products-0-from_2", "avant le précédent"),
    ({}, {"from_1": ""}, "products-0-from_1", "à partir de combien"),
    ({}, {"price_1": ""}, "products-0-price_1", "Donnez le prix de ce palier"),
    ({}, {"from_1": "0"}, "products-0-from_1", "plus grand que 0"),
    ({}, {"reference": ""}, "products-0-price", "Donnez le prix de départ"),
    ({}, {"stock": "8"}, "products-0-from_2", "plus que le stock"),
    ({"counted": "all_takers"}, {"from_1": "2,5"}, "products-0-from_1", "un nombre entier"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "product", "field", "said"), REFUSED)
def test_every_refusal_stands_at_its_field_and_loses_nothing(client, nadia, words, product, field, said):
    form = typed(product, **words)
    answer = client.post(NEW, form)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert not Campaign.objects.exists()
    fault = page.split(f'id="id_{field}_error"')[1].split("</p>")[0]
    assert said in fault
    assert "<p>Il reste quelque chose à corriger" in page
    assert form["why"][:100] in page
    assert form["delivery_place"] in page
    assert 'value="270"' in page or "price_2" in product


def test_no_more_drafts_than_thirty_a_day(client, nadia):
    for number in range(30):
        assert client.post(NEW, typed(title=f"Essai {number}")).status_code == 302

    page = client.post(NEW, typed(title="Le trente et unième")).content.decode()
    assert "Trente brouillons par jour" in page
    assert "Le trente et unième" in page


def test_who_is_not_confirmed_meets_the_door(client):
    client.force_login(person_of("Rose", verified=False))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999999999999999999", "0"])
def test_a_broken_count_of_products_breaks_nothing(client, nadia, total):
    form = typed() | {"products-TOTAL_FORMS": total}
    assert client.post(NEW, form).status_code == 200
    assert client.post(NEW, form | {"more": "product"}).status_code == 200
    assert not Campaign.objects.exists()
