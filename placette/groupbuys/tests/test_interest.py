"""« Qui serait intéressé ? »: told, changed, taken back; what everybody reads of it; and what the database keeps."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from placette.core.live import CHANNEL
from placette.groupbuys.actions import campaigns, ending
from placette.groupbuys.actions.interest import tell
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.asking import asking as asked_of
from placette.groupbuys.models import Campaign, Interest
from placette.groupbuys.queries.interest import interest_of, interests
from placette.notices.models import Notice
from placette.people.tests.factories import person_of, standing

from .factories import campaign_of, offered, product_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return person_of("Nadia", "Ferrand")


def asking(organiser, *products, **fields) -> Campaign:
    campaign = campaign_of(organiser, *(products or [offered(())]), published=False, **fields)
    campaigns.publish(campaign.pk, asks_for_interest=True)
    return Campaign.objects.get(pk=campaign.pk)


def sent(client, campaign, quantity, product=None):
    name = f"product_{(product or product_of(campaign)).pk}"
    return client.post(reverse("groupbuys:interest", args=[campaign.pk]), {name: quantity})


def test_a_neighbour_says_how_much_changes_it_and_takes_it_back(client, organiser):
    campaign, luc = asking(organiser), person_of("Luc")
    client.force_login(luc)

    sent(client, campaign, "2,5")
    sent(client, campaign, "3")
    assert interest_of(campaign, luc) == {product_of(campaign).pk: Decimal(3)}

    client.post(reverse("groupbuys:take_interest_back", args=[campaign.pk]))
    assert interest_of(campaign, luc) == {}


def test_everybody_reads_the_sum_and_how_many_but_no_name(client, organiser, django_assert_num_queries):
    campaign = asking(organiser)
    for name, quantity in (("Luc", "2"), ("Inès", "1.5")):
        tell(campaign.pk, person_of(name), {product_of(campaign).pk: Decimal(quantity)})
    odile = person_of("Odile")
    client.force_login(odile)
    hers, campaign = standing(odile), Campaign.objects.prefetch_related("organisers").get(pk=campaign.pk)

    with django_assert_num_queries(6):
        asked_of(hers, campaign)
    page = client.get(campaign.get_absolute_url()).content.decode()

    assert "2 voisins intéressés" in page
    assert "3,5\u00a0t" in page
    assert "Luc" not in page
    assert reverse("groupbuys:quotes", args=[campaign.pk]) not in page


def test_a_page_that_missed_an_event_asks_for_what_is_wished_now(client, organiser):
    campaign = asking(organiser)
    pk = product_of(campaign).pk
    tell(campaign.pk, person_of("Luc"), {pk: Decimal(2)})
    client.force_login(person_of("Odile"))

    board = client.get(reverse("groupbuys:board", args=[campaign.pk])).json()

    assert board["interest"] == {"people": 1, "products": {str(pk): {"wished": "2.000", "people": 1}}}


def test_what_cannot_be_is_said_at_its_product_and_stays_typed(client, organiser):
    campaign = asking(organiser, offered((), maximum=Decimal(4)))
    client.force_login(person_of("Luc"))

    for typed, said in {
        "0,7": "choisissez un multiple",
        "9": "jusqu’à 4",
        "-1": "Écrivez une quantité",
        "NaN": "Écrivez une quantité",
        "1e9": "",
        "beaucoup": "Écrivez une quantité",
        "": "même à peu près",
    }.items():
        page = sent(client, campaign, typed)
        assert page.status_code == 422
        assert said in page.content.decode()
        assert f'value="{typed}"' in page.content.decode() or not typed
    assert not Interest.objects.exists()


def test_a_campaign_that_does_not_ask_takes_no_interest(client, organiser):
    campaign, luc = campaign_of(organiser), person_of("Luc")
    client.force_login(luc)

    assert sent(client, campaign, "2").status_code == 302
    with pytest.raises(Refused):
        tell(campaign.pk, luc, {product_of(campaign).pk: Decimal(2)})
    with pytest.raises(IntegrityError, match="interest_is_told_before_the_price"):
        Interest.objects.create(campaign=campaign, product=product_of(campaign), person=luc, quantity=2)


def test_an_interest_is_in_a_product_of_its_campaign(organiser):
    campaign, other = asking(organiser), asking(organiser)

    with pytest.raises(IntegrityError, match="an_interest_is_of_its_campaign"):
        Interest.objects.create(campaign=campaign, product=product_of(other), person=organiser, quantity=2)


def test_who_lives_far_away_learns_nothing(client, organiser):
    campaign = asking(organiser)
    client.force_login(person_of("Paul", lives_in="75056"))

    assert sent(client, campaign, "2").status_code == 404
    assert client.get(reverse("groupbuys:quotes", args=[campaign.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_the_new_sum(organiser):
    campaign = asking(organiser)
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")

    tell(campaign.pk, person_of("Luc"), {product_of(campaign).pk: Decimal(2)})

    (heard,) = connection.connection.notifies(timeout=5, stop_after=1)
    assert f'"topic": "campaign:{campaign.pk}", "event": "interest"' in heard.payload
    assert '"wished": "2.000"' in heard.payload
    with connection.cursor() as cursor:
        cursor.execute(f"UNLISTEN {CHANNEL}")


def test_products_that_somebody_answered_for_stay_while_words_and_prices_change(organiser):
    campaign, luc = asking(organiser), person_of("Luc")
    tell(campaign.pk, luc, {product_of(campaign).pk: Decimal(2)})

    held = product_of(campaign).pk
    campaigns.change(campaign.pk, [offered((), reference_cents=32_000, held=held)], title="Du bois ensemble")
    with pytest.raises(Refused, match="Granulés en sac"):
        campaigns.change(campaign.pk, [offered((), name="Bûches")])

    assert interest_of(campaign, luc) == {product_of(campaign).pk: Decimal(2)}
    assert product_of(campaign).reference_cents == 32_000


def test_the_interested_hear_once_of_the_price_or_of_the_end(organiser):
    priced, given_up, luc = asking(organiser), asking(organiser), person_of("Luc")
    for campaign in (priced, given_up):
        tell(campaign.pk, luc, {product_of(campaign).pk: Decimal(2)})

    campaigns.change(priced.pk, [offered(held=product_of(priced).pk)])
    campaigns.publish(priced.pk)
    campaigns.publish(priced.pk)
    ending.cancel(given_up.pk, organiser, "Je déménage.")

    told = Notice.objects.filter(person=luc).order_by("pk").values_list("facts__event", flat=True)
    assert list(told) == ["priced", "cancelled"]
    assert interests(priced, luc).people == 1
