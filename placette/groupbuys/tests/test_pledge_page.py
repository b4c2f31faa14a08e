"""A neighbour joins, changes and waits, on the page."""

from decimal import Decimal

import pytest

from placette.core import limits
from placette.groupbuys.actions import pledging
from placette.groupbuys.models import Campaign, Line, Pledge, Waiting
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, product_of, takes, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Benali")


@pytest.fixture
def campaign(nadia):
    return campaign_of(nadia, offered(stock=Decimal(20), maximum=Decimal(12)))


@pytest.fixture
def karim(client):
    person = person_of("Karim")
    client.force_login(person)
    return person


def send(client, campaign, verb="participer", *, cents=30_000, quantity="2", **more):
    pk = product_of(campaign).pk
    fields = {f"quantity-{pk}": quantity, f"price-{pk}": cents, **more}
    return client.post(f"{campaign.get_absolute_url()}{verb}/", fields)


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def held(person):
    return dict(Line.objects.filter(pledge__person=person).values_list("quantity", "accepted_cents"))


def test_takes_part_at_the_price_that_was_shown(client, campaign, karim):
    response = send(client, campaign, quantity="2,5")

    assert response.status_code == 302
    assert held(karim) == {Decimal("2.5"): 30_000}


def test_twice_is_once(client, campaign, karim):
    for _ in range(2):
        send(client, campaign)

    assert (Pledge.objects.count(), Campaign.objects.get().takers) == (1, 1)
    assert held(karim) == {Decimal(2): 30_000}


def test_whatever_the_price_accepts_the_dearest_tier_and_no_more(client, campaign, karim):
    takes(person_of("Anne"), campaign, 6)
    send(client, campaign, cents=28_500, whatever="on")
    assert held(karim) == {Decimal(2): 30_000}

    send(client, campaign, cents=99_999_999)
    assert held(karim) == {Decimal(2): 30_000}


def test_a_price_that_rose_meanwhile_is_asked_about_and_what_was_typed_is_kept(client, campaign, karim):
    response = send(client, campaign, cents=28_500, quantity="3")

    assert response.status_code == 409
    read = text(response)
    assert "vient de changer" in read
    assert "Oui, à ce prix" in read
    assert 'value="3"' in read
    assert held(karim) == {}
    pk = product_of(campaign).pk
    assert response.context["form"].data[f"price-{pk}"] == "30000"
    send(client, campaign, cents=30_000, quantity="3")
    assert held(karim) == {Decimal(3): 30_000}


def test_when_the_stock_is_out_the_waiting_list_is_the_next_step(client, campaign, karim):
    takes(person_of("Anne"), campaign, 10)
    takes(person_of("Zoé"), campaign, 9)

    response = send(client, campaign, quantity="4")

    assert response.status_code == 409
    read = text(response)
    assert "Il ne reste que 1 t" in read
    assert "Me mettre en liste d’attente" in read
    assert 'value="4"' in read
    pk = product_of(campaign).pk
    assert send(client, campaign, "attente", quantity="4", product=pk).status_code == 302
    assert Waiting.objects.get().quantity == Decimal(4)
    assert "Vous attendez 4 t" in text(client.get(campaign.get_absolute_url()))

    client.post(f"{campaign.get_absolute_url()}attente/fin/", {"product": pk})
    assert not Waiting.objects.exists()


def test_waits_for_more_than_she_holds(client, campaign, karim):
    takes(karim, campaign, 4)
    for name, much in (("Anne", 12), ("Zoé", 4)):
        takes(person_of(name), campaign, much)
    pk = product_of(campaign).pk

    send(client, campaign, "attente", quantity="6", product=pk)

    assert Waiting.objects.get().quantity == Decimal(2)
    assert held(karim) == {Decimal(4): 30_000}


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("0.7", "choisissez un multiple"),
        ("13", "jusqu’à 12\u00a0t"),
        ("-1", "supérieure ou égale à 0"),
        ("NaN", "Écrivez un nombre"),
        ("Infinity", "Écrivez un nombre"),
        ("1e9", "plus de"),
        ("0.0001", "3 chiffres"),
        ("deux", "Écrivez un nombre"),
        ("9" * 400, "plus de"),
        ("\x00", "Écrivez un nombre"),
    ],
)
def test_what_is_wrong_is_said_at_its_product_and_kept(client, campaign, karim, quantity, said):
    response = send(client, campaign, quantity=quantity)

    assert response.status_code in {409, 422}
    pk = product_of(campaign).pk
    assert said in " ".join(response.context["form"].errors[f"quantity-{pk}"])
    assert response.context["form"][f"quantity-{pk}"].value() == quantity
    assert held(karim) == {}


def test_nothing_is_no_pledge(client, campaign, karim):
    response = send(client, campaign, quantity="")

    assert response.status_code == 422
    assert "Dites combien" in text(response)


def test_a_form_without_a_price_accepts_none(client, campaign, karim):
    assert send(client, campaign, cents="").status_code == 409
    assert send(client, campaign, cents="x").status_code == 422
    assert held(karim) == {}


def test_a_pledge_that_no_household_makes_is_refused(client, karim, nadia):
    campaign = campaign_of(nadia, offered(step=Decimal(1)))

    response = send(client, campaign, quantity="90000")

    assert response.status_code == 409
    assert "trop pour une personne" in text(response)


def test_sixty_changes_an_hour(client, campaign, karim, monkeypatch):
    for _ in range(60):
        limits.allow(f"pledge:{karim.pk}", 60, 3600)

    response = send(client, campaign, quantity="3")

    assert response.status_code == 429
    assert 'value="3"' in text(response)
    assert held(karim) == {}


def test_all_or_nothing_of_several_products(client, karim, nadia):
    campaign = campaign_of(nadia, offered(), offered(name="Sacs", stock=Decimal(1)))
    pellets, sacks = campaign.products.all()

    response = client.post(
        f"{campaign.get_absolute_url()}participer/",
        {
            f"quantity-{pellets.pk}": "2", f"price-{pellets.pk}": 30_000,
            f"quantity-{sacks.pk}": "2", f"price-{sacks.pk}": 30_000,
        },
    )  # fmt: skip

    assert list(response.context["form"].errors) == [f"quantity-{sacks.pk}"]
    assert held(karim) == {}
    assert pledging.pledge(campaign.pk, karim, [wish(pellets, 2), wish(sacks, 1)]) is None


def test_a_pledge_reads_no_more_than_it_needs(client, campaign, karim, django_assert_max_num_queries):
    send(client, campaign, quantity="1")

    # Session, person, roles, memberships, campaign, limit; then in the lock: campaign, products, tiers, her lines, what she
    # takes, the notice to open pages. And the savepoint of the test's own transaction, and its product.
    with django_assert_max_num_queries(16):
        send(client, campaign, quantity="2")


def test_a_refusal_is_the_form_alone(client, campaign, karim, django_assert_max_num_queries):
    takes(person_of("Anne"), campaign, 12)
    send(client, campaign, quantity="1")

    # As above, but nothing is written; then for what she waits.
    with django_assert_max_num_queries(15):
        response = send(client, campaign, quantity="12")

    read = text(response)
    assert "Encore un choix à faire" in read
    assert "Pourquoi" not in read
