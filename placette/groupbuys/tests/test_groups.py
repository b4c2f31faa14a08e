"""A purchase for a group alone: nobody else reads that there is one, and its link opens it to neighbours."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from placette.groupbuys import invitations, joining, rules, tasks
from placette.groupbuys.actions import campaigns, ending, organising
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign, Guest, Rhythm
from placette.groupbuys.queries.campaigns import visible_to
from placette.people.actions import joining as moving
from placette.people.actions import trust
from placette.people.tests.factories import (
    commune_of,
    member_of,
    officer_of,
    person_of,
    standing,
    touching,
)

from .factories import campaign_of, offered, product_of, takes
from .typed import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Benali")


@pytest.fixture
def campaign(nadia):
    return campaign_of(nadia, audience="group", title="Du miel pour la chorale")


def link_of(campaign) -> str:
    return re.sub(r"^https?://[^/]+", "", joining.address(campaign))


def test_a_neighbour_without_the_link_meets_it_nowhere(client, campaign):
    client.force_login(person_of("Karim"))

    for path in ("/achats/", "/place/"):
        assert campaign.title not in client.get(path).content.decode(), path
    pages = (
        "",
        "tableau/",
        "inviter/",
        "affiche/",
        "signaler/",
        "devis/",
        "retrait/",
        "ma-part/",
        "organisateurs/",
    )
    for more in pages:
        assert client.get(campaign.get_absolute_url() + more).status_code == 404, more
    assert client.get(f"/api/v1/purchases/{campaign.pk}").status_code == 404
    assert campaign.title not in client.get("/api/v1/purchases").content.decode()
    quantity = {f"quantity-{product_of(campaign).pk}": "1"}
    assert client.post(f"{campaign.get_absolute_url()}participer/", quantity).status_code == 404
    assert not campaign.pledges.exists()


def test_by_the_link_a_neighbour_joins_and_finds_it_again(client, campaign):
    karim = person_of("Karim")
    client.force_login(karim)

    assert client.get(link_of(campaign)).url == campaign.get_absolute_url()
    assert client.get(link_of(campaign)).url == campaign.get_absolute_url()

    assert Guest.objects.get().person == karim
    assert campaign.title in client.get("/achats/").content.decode()
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "pour un groupe, sur invitation" in page
    assert campaign.title in client.get("/api/v1/purchases").content.decode()
    takes(karim, campaign, 1)
    assert Campaign.objects.get(pk=campaign.pk).takers == 1


def test_only_its_organisers_pass_the_link_on(client, nadia, campaign):
    karim = person_of("Karim")
    client.force_login(karim)
    client.get(link_of(campaign))

    assert client.get(f"{campaign.get_absolute_url()}inviter/").url == campaign.get_absolute_url()
    assert "inviter/" not in client.get(campaign.get_absolute_url()).content.decode()
    client.force_login(nadia)
    page = client.get(f"{campaign.get_absolute_url()}inviter/").content.decode()
    assert joining.address(campaign) in page
    assert "1 personne est déjà dans le groupe" in page
    assert "Invitez votre groupe" in page


@pytest.mark.parametrize(
    ("code", "opens"), [("31187", True), ("31445", True), ("31499", True), ("75056", False)]
)
def test_the_link_opens_as_far_as_the_community(nadia, campaign, code, opens):
    touching("31187", "31499")
    commune_of("75056", community="200054781")
    who = person_of("Ailleurs", lives_in=code)
    Guest.objects.create(campaign=campaign, person=who)

    assert rules.may_see(standing(who), campaign) is opens
    assert visible_to(standing(who)).filter(pk=campaign.pk).exists() is opens


def test_a_newcomer_is_of_the_group_from_the_link_on_and_reads_it_once_she_is_confirmed(client, campaign):
    client.get(link_of(campaign))
    lucie = person_of("Lucie", lives_in=None)
    client.force_login(lucie)
    member_of(lucie, "31187", verified=False)
    assert Guest.objects.get().person == lucie
    assert campaign.title not in client.get(campaign.get_absolute_url()).content.decode()
    assert campaign.title not in client.get("/confiance/31187/").content.decode()

    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer_of())
    page = client.post("/confiance/31187/", {"code": code}, follow=True).content.decode()

    assert campaign.title in page
    assert client.get(campaign.get_absolute_url()).status_code == 200


def test_who_is_asked_to_organise_needs_no_other_link(client, campaign):
    karim = person_of("Karim")
    client.force_login(karim)
    address = re.sub(r"^https?://[^/]+", "", invitations.address_of(campaign))

    assert campaign.title in client.get(address).content.decode()
    client.post(address)

    assert campaign.organisers.filter(person=karim).exists()
    assert client.get(campaign.get_absolute_url()).status_code == 200


def test_published_it_leads_to_the_link(client, nadia):
    draft = campaign_of(nadia, audience="group", published=False)
    client.force_login(nadia)

    answer = client.post(f"{draft.get_absolute_url()}publier/")

    assert answer.url == f"{draft.get_absolute_url()}inviter/"
    assert "pour votre groupe seul" in client.get(answer.url).content.decode()


def test_what_neighbours_see_is_not_taken_from_them(client, nadia):
    shown = campaign_of(nadia)
    client.force_login(nadia)

    page = client.post(f"{shown.get_absolute_url()}modifier/", typed(audience="group")).content.decode()

    assert "ne devient plus celui d’un groupe" in page
    with pytest.raises(Refused, match="groupe"):
        campaigns.change(shown.pk, audience="group")
    assert Campaign.objects.get(pk=shown.pk).audience == "around"


def test_a_group_may_be_opened_to_the_square_and_its_guests_keep_it(nadia, campaign):
    far = person_of("Zoé", lives_in="31445")
    Guest.objects.create(campaign=campaign, person=far)

    campaigns.change(campaign.pk, audience="commune")

    opened = Campaign.objects.get(pk=campaign.pk)
    assert rules.may_see(standing(person_of("Karim")), opened)
    assert rules.may_pledge(standing(far), opened, timezone.now())
    assert visible_to(standing(far)).filter(pk=campaign.pk).exists()
    stranger = standing(person_of("Rose", lives_in="31445"))
    assert not rules.may_see(stranger, opened)
    assert not visible_to(stranger).filter(pk=campaign.pk).exists()


def test_who_organises_takes_part_too(client, nadia, campaign):
    client.force_login(nadia)
    quantity = {f"quantity-{product_of(campaign).pk}": "1", f"price-{product_of(campaign).pk}": "30000"}

    assert "Je participe" in client.get(campaign.get_absolute_url()).content.decode()
    client.post(f"{campaign.get_absolute_url()}participer/", quantity)

    assert campaign.pledges.get().person == nadia


def test_who_organises_no_longer_stays_in_the_group(nadia, campaign):
    karim = person_of("Karim")
    organising.join(campaign.pk, karim, invitations.moment(campaign))
    organising.leave(campaign.pk, karim)

    assert rules.may_see(standing(karim), Campaign.objects.get(pk=campaign.pk))


def test_who_organises_a_draft_no_longer_is_of_the_group_once_it_is_published(nadia):
    karim = person_of("Karim")
    draft = campaign_of(nadia, audience="group", published=False)
    organising.join(draft.pk, karim, invitations.moment(draft))
    organising.leave(draft.pk, karim)
    assert not rules.may_see(standing(karim), Campaign.objects.get(pk=draft.pk))

    campaigns.publish(draft.pk)

    assert rules.may_see(standing(karim), Campaign.objects.get(pk=draft.pk))


def test_a_new_link_closes_the_one_before(client, nadia, campaign):
    karim, before = person_of("Karim"), link_of(campaign)
    client.force_login(nadia)
    answer = client.post(f"{campaign.get_absolute_url()}inviter/", follow=True)
    campaign.refresh_from_db()

    assert joining.address(campaign) in answer.content.decode()
    client.force_login(karim)
    assert client.get(before).status_code == 404
    assert client.get(link_of(campaign)).url == campaign.get_absolute_url()


def test_an_ordinary_link_is_not_made_anew(client, nadia):
    shown = campaign_of(nadia)
    client.force_login(nadia)
    client.post(f"{shown.get_absolute_url()}inviter/")

    assert Campaign.objects.get(pk=shown.pk).links_changed == 0


def test_a_neighbour_from_farther_away_reads_why_it_does_not_open(client, campaign):
    commune_of("75056", community="200054781")
    client.force_login(person_of("Ailleurs", lives_in="75056"))

    page = client.get(link_of(campaign), follow=True).content.decode()

    assert "s’ouvre aux habitants confirmés de son intercommunalité" in page
    assert campaign.title not in page
    assert not Guest.objects.exists()


def test_nobody_comes_in_once_it_is_over(client, nadia, campaign):
    ending.cancel(campaign.pk, nadia, "Trop peu.")
    client.force_login(person_of("Karim"))

    assert client.get(link_of(campaign), follow=True).status_code == 404
    assert not Guest.objects.exists()


def test_before_there_is_a_price_guests_alone_say_what_they_would_take(client, nadia):
    asked = campaign_of(nadia, offered(tiers=()), audience="group", published=False)
    campaigns.publish(asked.pk, asks_for_interest=True)
    asked.refresh_from_db()
    karim = person_of("Karim")

    assert not rules.may_tell_interest(standing(karim), asked)
    client.force_login(karim)
    client.get(link_of(asked))
    assert rules.may_tell_interest(standing(karim), Campaign.objects.get(pk=asked.pk))


def test_run_again_it_is_for_the_same_group(nadia, campaign):
    karim, zoe, luc = person_of("Karim"), person_of("Zoé"), person_of("Luc")
    Guest.objects.create(campaign=campaign, person=karim)
    takes(zoe, campaign, 1)
    organising.join(campaign.pk, luc, invitations.moment(Campaign.objects.get(pk=campaign.pk)))

    draft = campaigns.run_again(Campaign.objects.get(pk=campaign.pk), nadia, nadia.memberships.get())

    assert {each.person for each in draft.guests.all()} == {karim, zoe, luc}
    assert not rules.may_see(standing(karim), draft)  # a draft is its organisers'
    campaigns.change(draft.pk, deadline=timezone.now() + timedelta(days=3))
    campaigns.publish(draft.pk)
    assert rules.may_see(standing(karim), Campaign.objects.get(pk=draft.pk))


def test_who_came_by_a_later_link_is_asked_the_third_time_too(nadia, campaign):
    again = campaigns.run_again(Campaign.objects.get(pk=campaign.pk), nadia, nadia.memberships.get())
    karim = person_of("Karim")
    Guest.objects.create(campaign=again, person=karim)

    third = campaigns.run_again(Campaign.objects.get(pk=campaign.pk), nadia, nadia.memberships.get())

    assert [each.person for each in third.guests.all()] == [karim]


def test_the_group_of_what_comes_again_is_kept_and_who_never_confirms_is_not(nadia, campaign):
    Rhythm.objects.create(
        campaign=campaign, every="month", next_on=timezone.localdate() + timedelta(days=30), by=nadia
    )
    karim, lucie = person_of("Karim"), person_of("Lucie", verified=False)
    for each in (karim, lucie):
        Guest.objects.create(campaign=campaign, person=each, since=timezone.now() - timedelta(days=93))
        each.memberships.update(joined_at=timezone.now() - timedelta(days=93))
    Campaign.objects.filter(pk=campaign.pk).update(
        state="cancelled", updated_at=timezone.now() - timedelta(days=93)
    )

    tasks.forget_accounts(0)

    assert Guest.objects.get().person == karim


def test_who_moves_keeps_her_group_until_she_may_be_confirmed_there(nadia, campaign):
    karim = person_of("Karim")
    Guest.objects.create(campaign=campaign, person=karim, since=timezone.now() - timedelta(days=200))
    moving.leave(karim, "home")
    moving.join(karim, commune_of("31445"), "home")

    tasks.forget_accounts(0)
    assert Guest.objects.get().person == karim

    karim.memberships.update(joined_at=timezone.now() - timedelta(days=93))
    tasks.forget_accounts(0)
    assert not Guest.objects.exists()


def test_the_group_is_forgotten_in_time(nadia, campaign):
    Guest.objects.create(campaign=campaign, person=person_of("Karim"))
    ending.cancel(campaign.pk, nadia, "Trop peu.")
    tasks.forget_accounts(0)
    assert Guest.objects.exists()

    Campaign.objects.filter(pk=campaign.pk).update(updated_at=timezone.now() - timedelta(days=93))
    tasks.forget_accounts(0)
    assert not Guest.objects.exists()


def test_an_ordinary_purchase_asks_no_query_more(django_assert_num_queries):
    here = campaign_of(person_of("Zoé"))
    who, found = standing(person_of("Karim")), Campaign.objects.prefetch_related("organisers").get(pk=here.pk)

    with django_assert_num_queries(0):
        assert rules.may_see(who, found)
    group = campaign_of(person_of("Rose"), audience="group")
    of_a_group = Campaign.objects.select_related("commune").prefetch_related("organisers").get(pk=group.pk)
    with django_assert_num_queries(1):
        assert not rules.may_see(who, of_a_group)
        assert not rules.may_pledge(who, of_a_group, timezone.now())
