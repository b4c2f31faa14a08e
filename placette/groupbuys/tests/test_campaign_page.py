"""The page of a campaign, in each of its states, for whoever may see it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.groupbuys.actions import campaigns, closing, ending, extending, pledging
from placette.groupbuys.models import Campaign, Supplier
from placette.groupbuys.queries.detail import detail
from placette.people.standing import standing_of
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, product_of, takes

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Benali")


def page(client, person, campaign):
    client.force_login(person)
    return client.get(campaign.get_absolute_url())


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_shows_the_price_now_and_how_far_the_next_one_is(client, nadia):
    campaign = campaign_of(nadia)
    takes(person_of("Karim"), campaign, "6.5")

    read = text(page(client, nadia, campaign))

    assert f'<strong data-price="{product_of(campaign).pk}" data-cents="28500">285 €</strong>' in read
    assert "Encore 3,5 t pour passer à 270 €" in read
    assert "Seul, on paie 300 € / t" in read
    assert "−5 %" in read
    assert "<strong data-saved>97,50 €</strong>" in read
    assert "Encore 10 jours" in read


def test_costs_the_same_queries_however_many_take_part(client, nadia, django_assert_max_num_queries):
    campaign = campaign_of(nadia, offered(), offered(name="Palettes"), offered(name="Bûches"))
    for number in range(6):
        takes(person_of(f"Voisin{number}"), campaign, 1)
    takes(nadia, campaign, 2)
    client.force_login(nadia)

    # Seven of the campaign, the session, who she is, her memberships and roles, those around, what the frame counts.
    with django_assert_max_num_queries(15):
        client.get(campaign.get_absolute_url())


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ("own_quantity", "Encore 4 t pour passer à 285 €"),
        ("own_takers", "Encore 4 participants pour passer à 285 €"),
        ("all_quantity", "Encore 4 t pour passer à 285 €"),
        ("all_takers", "Encore 4 participants pour passer à 285 €"),
    ],
)
def test_whatever_counts_the_distance_is_said_in_its_own_words(client, nadia, counted, said):
    campaign = campaign_of(nadia, counted=counted)
    takes(nadia, campaign, 1)

    assert said in text(page(client, nadia, campaign))


def test_the_last_tier_says_so(client, nadia):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 10)

    assert "Le meilleur prix est atteint" in text(page(client, nadia, campaign))


def test_a_draft_is_its_organisers_alone(client, nadia):
    campaign = campaign_of(nadia, published=False)

    assert "C’est un brouillon" in text(page(client, nadia, campaign))
    assert page(client, person_of("Karim"), campaign).status_code == 404


def test_nobody_outside_the_audience_learns_anything(client, nadia):
    campaign = campaign_of(nadia, audience="commune")
    elsewhere = person_of("Paul", lives_in="75056")
    client.force_login(elsewhere)

    paths = ["", "tableau/", "inviter/", "affiche/", "retirer/"]
    assert {client.get(campaign.get_absolute_url() + each).status_code for each in paths} == {404}
    posts = ["participer/", "attente/", "attente/fin/", "accepter/", "rester/", "prolonger/", "retirer/"]
    assert {client.post(campaign.get_absolute_url() + each).status_code for each in posts} == {404}


def test_whoever_is_not_confirmed_reads_how_to_become_it(client, nadia):
    campaign = campaign_of(nadia)

    assert page(client, person_of("Karim", verified=False), campaign).status_code == 403


def test_only_organisers_read_names_of_others(client, nadia):
    campaign = campaign_of(nadia)
    karim = person_of("Karim", "Ziani")
    takes(karim, campaign, 1)

    assert "Karim" not in text(page(client, person_of("Anne"), campaign))


def test_says_who_sells_and_what_the_law_gives(client, nadia):
    supplier = Supplier.objects.create(name="Bois du Muretain", siren="552100554", added_by=nadia)
    campaign = campaign_of(nadia, supplier=supplier)

    read = text(page(client, nadia, campaign))

    assert "SIREN 552 100 554" in read
    assert "L221-18" in read
    assert "L221-28" in read


def test_a_neighbour_who_sells_is_no_professional(client, nadia):
    supplier = Supplier.objects.create(name="Paulette", professional=False)
    read = text(page(client, nadia, campaign_of(nadia, supplier=supplier)))

    assert "Particulier" in read
    assert "L221-18" not in read


def test_days_are_those_of_the_calendar_across_the_change_of_the_clocks(nadia):
    """The night to 28 March 2027 has 23 hours, the night to 31 October 25."""
    zone = Campaign(commune_id="31187").zone
    for now, deadline, days in [
        (datetime(2027, 3, 27, 23, 30, tzinfo=zone), datetime(2027, 3, 28, 23, 0, tzinfo=zone), 1),
        (datetime(2027, 3, 27, 8, 0, tzinfo=zone), datetime(2027, 3, 28, 8, 0, tzinfo=zone), 1),
        (datetime(2027, 10, 30, 20, 0, tzinfo=zone), datetime(2027, 10, 31, 20, 0, tzinfo=zone), 1),
        (datetime(2027, 10, 31, 0, 30, tzinfo=zone), datetime(2027, 10, 31, 23, 59, tzinfo=zone), 0),
    ]:
        with time_machine.travel(now, tick=False):
            campaign = campaign_of(nadia, deadline=deadline)
            found = detail(standing_of(nadia), campaign.pk)
            assert found is not None
            assert found.days_left(timezone.now()) == days


def test_a_price_that_has_risen_is_asked_about(client, nadia):
    campaign, karim, anne = campaign_of(nadia), person_of("Karim"), person_of("Anne")
    takes(karim, campaign, 5)
    takes(anne, campaign, 1, 28_500)
    pledging.withdraw(campaign.pk, karim)

    read = text(page(client, anne, campaign))

    assert "Le prix est remonté : vous convient-il encore ?" in read
    assert "<strong>300 €</strong> / t, vous aviez dit oui jusqu’à 285 €" in read


def test_when_it_is_closed_she_reads_her_part(client, nadia):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 5)
    closing.close(campaign.pk, campaign.deadline)

    read = text(page(client, nadia, campaign))

    assert "C’est réussi !" in read
    assert "1 425,00 €" in read.replace("\u202f", " ")
    assert "Je participe" not in read


@pytest.mark.parametrize("state", ["failed", "cancelled", "interest", "confirming", "over"])
def test_every_state_has_its_words(client, nadia, state):
    campaign = campaign_of(nadia, minimum_takers=2, published=state != "interest")
    now = campaign.deadline
    if state == "interest":
        campaigns.publish(campaign.pk, asks_for_interest=True)
    elif state == "cancelled":
        ending.cancel(campaign.pk, nadia, "Le fournisseur a fermé.")
    elif state == "failed":
        closing.close(campaign.pk, now)
    elif state == "confirming":
        karim, anne = person_of("Karim"), person_of("Anne")
        takes(karim, campaign, 5)
        takes(anne, campaign, 1, 28_500)
        takes(nadia, campaign, 1)
        pledging.withdraw(campaign.pk, karim)
        closing.close(campaign.pk, now)
    said = {
        "failed": "Cet achat n’a pas abouti",
        "cancelled": "Le fournisseur a fermé.",
        "interest": "On compte d’abord qui serait intéressé",
        "confirming": "on se confirme",
        "over": "La date est passée",
    }
    client.force_login(nadia)
    with time_machine.travel(now + timedelta(minutes=1) if state == "over" else timezone.now(), tick=False):
        client.force_login(nadia)
        read = text(client.get(campaign.get_absolute_url()))

    assert said[state] in read
    assert "data-next" not in read  # there is no next tier to reach any more
    assert ("Comment ça se passe" in read) is (state not in {"failed", "cancelled"})


def test_who_is_asked_for_more_time_sees_the_question(client, nadia):
    campaign, karim = campaign_of(nadia), person_of("Karim")
    takes(karim, campaign, 1)
    extending.extend(campaign.pk, nadia, campaign.deadline + timedelta(days=7))

    assert "Restez-vous un peu plus longtemps" in text(page(client, karim, campaign))
    assert "Prolongation demandée" in text(page(client, nadia, campaign))


def test_parts_of_the_room_add_their_panels(client, nadia, monkeypatch):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 2)
    seen = []

    def shows(standing, campaign, pledge):
        seen.append((standing.person, campaign, pledge.items))
        return "groupbuys/_mine.html", {"offers": [], "found": {"my_cents": 12_345}}

    monkeypatch.setattr("placette.groupbuys.views.campaign.panels", [shows, lambda *_: None])

    assert "123,45 €" in text(page(client, nadia, campaign))
    assert seen == [(nadia, campaign, 1)]
