"""The list of grouped purchases, one's own, and their place on the square."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from placette.groupbuys import rules
from placette.groupbuys.actions import campaigns
from placette.groupbuys.actions.closing import close
from placette.groupbuys.models import Campaign, Guest
from placette.groupbuys.queries.campaigns import visible_to
from placette.people.tests.factories import commune_of, member_of, person_of, standing, touching

from .factories import campaign_of, offered, takes

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(client):
    nadia = person_of("Nadia", "Ferrand")
    client.force_login(nadia)
    return nadia


def text_of(answer) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_what_a_rule_allows_its_query_finds():
    where = {"31187": "200068641", "31499": "200068641", "31445": "200068641", "75056": "200054781"}
    for code, community in where.items():
        commune_of(code, community=community)
    neighbours = {code: person_of(f"De{code}", lives_in=None) for code in where}
    touching("31187", "31499")
    for code, person in neighbours.items():
        member_of(person, code)
    stranger = person_of("Rose", verified=False)
    found = [
        campaign_of(neighbours[code], published=published, audience=audience, title=f"{code} {audience}")
        for code, audience, published in product(
            where, ("commune", "around", "community", "group"), (True, False)
        )
    ]
    for person, campaign in product((*neighbours.values(), stranger), found):
        if campaign.audience == "group" and campaign.commune_id in {"31187", "31499"}:
            Guest.objects.create(campaign=campaign, person=person)
    campaigns.publish(found[1].pk, asks_for_interest=True)
    takes(neighbours["75056"], found[0], 1)  # moved away since: she takes part all the same

    for person in (*neighbours.values(), stranger):
        who = standing(person)
        seen = set(visible_to(who).values_list("pk", flat=True))
        for campaign in Campaign.objects.select_related("commune").prefetch_related("organisers"):
            takes_part = campaign.pledges.filter(person=person, items__gt=0).exists()
            assert (campaign.pk in seen) is rules.may_see(who, campaign, takes_part=takes_part), (
                campaign.title
            )


def test_open_ones_come_by_their_deadline_then_interest_then_what_ended(client, nadia):
    now = timezone.now()
    later = campaign_of(nadia, title="Plus tard", deadline=now + timedelta(days=20))
    sooner = campaign_of(nadia, title="Bientôt", deadline=now + timedelta(days=5, hours=1))
    asked = campaign_of(nadia, title="À voir", published=False)
    campaigns.publish(asked.pk, asks_for_interest=True)
    ended = campaign_of(nadia, title="Fini", deadline=now + timedelta(days=1))
    campaign_of(nadia, title="Brouillon", published=False)
    takes(person_of("Luc"), ended, 10)
    close(ended.pk, now + timedelta(days=1))

    page = text_of(client.get("/achats/"))

    places = [page.index(f">{each.title}<") for each in (sooner, later, asked, ended)]
    assert places == sorted(places)
    assert "Brouillon" not in page
    assert "Encore 5 jours" in page or "Encore 6 jours" in page
    assert "Encore 5 t pour passer à 285 €" in page
    assert "C’est réussi" in page
    assert "−10 %" in page  # of what has reached its last tier


def test_a_card_says_how_far_it_has_come(client, nadia):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, "6.5")

    page = text_of(client.get("/achats/"))

    assert "285 €" in page
    assert "−5 %" in page
    assert "Encore 3,5 t pour passer à 270 €" in page
    assert "Vous participez" in page
    assert 'width="192.0"' in page  # 65 % of the way to the last tier


def test_days_are_counted_by_the_clocks_across_daylight_saving(client, nadia):
    with time_machine.travel("2027-03-26T12:00:00+01:00", tick=False):
        client.force_login(nadia)
        campaign_of(
            nadia, deadline=timezone.now() + timedelta(days=3, hours=7)
        )  # 29 March at 20 h, by summer clocks
        assert "Encore 3 jours" in text_of(client.get("/achats/"))
    with time_machine.travel("2027-03-28T23:59:00+02:00", tick=False):
        client.force_login(nadia)
        assert "Jusqu’à demain" in text_of(client.get("/achats/"))


def test_the_list_costs_as_much_however_many_there_are(client, nadia, django_assert_num_queries):
    for number in range(6):
        campaign = campaign_of(nadia, offered(), offered(name="Bûches"), title=f"N° {number}")
        takes(nadia, campaign, 1)

    # session, person, seen today, roles, memberships, around; what stands, what ended, products, tiers; messages, notices
    with django_assert_num_queries(12):
        client.get("/achats/")


def test_pages_follow_each_other(client, nadia):
    for number in range(26):
        campaign_of(nadia, title=f"Numéro {number:02}.", deadline=timezone.now() + timedelta(days=number + 2))

    first, second = text_of(client.get("/achats/")), text_of(client.get("/achats/?page=2"))

    assert "Numéro 23." in first
    assert "Numéro 24." not in first
    assert "?page=2" in first
    assert "Numéro 24." in second
    assert "Numéro 23." not in second
    for odd in ("0", "-1", "x", "99999", "٣"):
        assert client.get("/achats/", {"page": odd}).status_code == 200


def test_where_there_is_none_the_story_is_told(client, nadia):
    page = text_of(client.get("/achats/"))
    assert "Une habitante de Fonsorbes" in page
    assert "Lancer le premier" in page


def test_ones_own_are_drafts_organised_and_joined(client, nadia, django_assert_max_num_queries):
    campaign_of(nadia, title="Brouillon à moi", published=False)
    campaign_of(nadia, title="Organisé par moi")
    luc = person_of("Luc")
    joined = campaign_of(luc, title="De Luc")
    takes(nadia, joined, 1)
    campaign_of(luc, title="Brouillon de Luc", published=False)

    with django_assert_max_num_queries(8):
        page = text_of(client.get("/achats/miens/"))

    assert all(each in page for each in ("Brouillon à moi", "Organisé par moi", "De Luc"))
    assert "Brouillon de Luc" not in page


def test_the_square_shows_the_next_three_to_close(client, nadia, django_assert_max_num_queries):
    for days in (9, 3, 5, 7):
        campaign_of(nadia, title=f"Dans {days}", deadline=timezone.now() + timedelta(days=days))

    with django_assert_max_num_queries(17):
        page = text_of(client.get("/place/"))

    assert "On achète ensemble" in page
    assert [f"Dans {days}" in page for days in (3, 5, 7, 9)] == [True, True, True, False]
    assert "On achète ensemble" not in text_of(client.get("/place/?q=perceuse"))


def test_the_square_of_others_shows_nothing_of_it(client, nadia):
    campaign_of(nadia, title="Pour nous", audience="commune")
    touching("31187", "31499")
    client.force_login(person_of("Ines", lives_in="31499"))

    assert "Pour nous" not in text_of(client.get("/place/"))
    assert "Pour nous" not in text_of(client.get("/achats/"))


def test_who_is_not_confirmed_meets_the_door(client):
    client.force_login(person_of("Rose", verified=False))
    assert client.get("/achats/").status_code == 403
    assert client.get("/achats/miens/").status_code == 200
