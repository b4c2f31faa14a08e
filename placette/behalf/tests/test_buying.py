"""Grouped purchases in her name: up to her price, and without a word of who else takes part."""

from decimal import Decimal

import pytest
from django.utils import timezone

from placette.behalf.actions import buying
from placette.behalf.actions.acting import Refusal
from placette.groupbuys.actions import campaigns
from placette.groupbuys.actions.extending import extend
from placette.groupbuys.forms.campaigns import held_of
from placette.groupbuys.models import Line, Pledge, PledgeDeed
from placette.groupbuys.tests.factories import campaign_of, offered, product_of, takes, wish
from placette.notices.models import Notice
from placette.people.models import Consent, Deed
from placette.people.tests.factories import ambassador_of, person_of
from placette.trust.models import Line as TrailLine

from .factories import carried_by
from .purchases import bought, ordered, page_of, text_of

pytestmark = pytest.mark.django_db


def test_she_takes_part_changes_and_withdraws_and_each_act_is_a_deed(client, officer, consent, campaign):
    pledge = bought(client, officer, consent, campaign)
    bought(client, officer, consent, campaign)  # sent twice
    assert (pledge.deed.by, pledge.deed.scope, pledge.deed.consent) == (officer, "buys", consent)
    bought(client, officer, consent, campaign, "2,5")
    line = Line.objects.get(pledge=pledge)
    assert (line.quantity, line.accepted_cents) == (Decimal("2.5"), 30_000)

    gone = client.post(page_of(consent, campaign) + "fin/", follow=True)

    assert "ne participe plus, et ne doit rien" in text_of(gone)
    assert not Line.objects.filter(pledge=pledge).exists()
    assert [each.what for each in PledgeDeed.objects.order_by("pk")] == ["takes", "takes", "withdraws"]
    assert Deed.objects.count() == 3
    assert TrailLine.objects.filter(verb="carried.bought").count() == 3


def test_the_town_hall_reads_what_is_sold_and_nothing_of_who_takes_part(client, officer, consent, campaign):
    takes(person_of("Karim", "Benali"), campaign, 3)
    client.force_login(officer)

    listed = text_of(client.get(f"/pour/{consent.pk}/achats/"))
    page = text_of(client.get(page_of(consent, campaign)))

    assert "Granulés de bois ensemble" in listed
    for said in ("Granulés en sac", "300 €", "Clôture"):
        assert said in page
    for each in (listed, page):
        for kept in ("Karim", "Nadia", "participant", "3 t", "2 t"):
            assert kept not in each, kept
    assert client.get(campaign.get_absolute_url()).status_code in {302, 403, 404}


def test_what_is_not_shown_to_town_halls_is_not_there_for_an_officer(client, officer, consent, nadia):
    hidden = campaign_of(nadia, title="Des vins rares")
    grouped = campaign_of(nadia, title="La chorale", audience="group", shown_to_town_hall=True)
    draft = campaign_of(nadia, title="Encore un brouillon", shown_to_town_hall=True, published=False)
    client.force_login(officer)

    listed = text_of(client.get(f"/pour/{consent.pk}/achats/"))

    assert "Aucun achat à lui proposer" in listed
    for each in (hidden, grouped, draft):
        assert each.title not in listed
        assert client.get(page_of(consent, each)).status_code == 404
        assert client.post(page_of(consent, each), ordered(each, "1")).status_code == 404
    assert not Pledge.objects.exists()


def test_an_ambassador_offers_what_both_may_read(client, nadia):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    campaign = campaign_of(nadia)
    client.force_login(lucien)

    assert campaign.title in text_of(client.get(f"/pour/{consent.pk}/achats/"))
    pledge = bought(client, lucien, consent, campaign)

    assert pledge.whose == "Odette M., par Odette S., ambassadeur·rice"


def test_without_this_consent_nothing_is_bought_nor_read(client, officer, campaign):
    consent = carried_by(officer, scopes=["posts", "writes", "agrees"])
    client.force_login(officer)

    for answer in (
        client.get(f"/pour/{consent.pk}/achats/", follow=True),
        client.get(page_of(consent, campaign), follow=True),
        client.post(page_of(consent, campaign), ordered(campaign, "1"), follow=True),
    ):
        assert "Son accord ne va pas jusque-là" in text_of(answer)
    with pytest.raises(Refusal):
        buying.pledge(consent, officer, campaign.pk, [wish(product_of(campaign), 1)])
    assert not Pledge.objects.exists()
    assert not Deed.objects.exists()


def test_buying_is_asked_by_itself_and_never_ticked_beforehand(client, officer):
    client.force_login(officer)
    form = text_of(client.get("/pour/nouveau/"))
    assert 'name="buys"' in form
    assert not [each for each in form.split("<input") if 'name="buys"' in each and "checked" in each]
    said = {"first_name": "Odette", "last_name": "Marty", "how": "signed", "seen": "on", "buys": "on"}

    client.post("/pour/nouveau/", said | {"commune": "31187"})

    consent = Consent.objects.get()
    assert (consent.buys, consent.posts, consent.how) == (True, False, "signed")
    anew = text_of(client.get(f"/pour/{consent.pk}/accord/"))
    assert 'name="buys"' in anew
    assert not [each for each in anew.split("<input") if 'name="buys"' in each and "checked" in each]
    client.post(f"/pour/{consent.pk}/accord/", {"how": "oral", "scopes": ["posts"]})
    assert [each.buys for each in Consent.objects.filter(ended_at=None)] == [False]


def test_a_price_that_rises_is_read_to_her_again(client, officer, consent, campaign, nadia):
    takes(nadia, campaign, 5)
    client.force_login(officer)
    client.post(page_of(consent, campaign), ordered(campaign, "1", 28_500))
    takes(nadia, campaign, 1)

    page = text_of(client.get(page_of(consent, campaign)))
    told = Notice.objects.get(person=officer, kind="for_carried")
    assert "elle avait dit oui jusqu’à 285 €" in page
    assert told.url == f"/pour/{consent.pk}/"
    product = product_of(campaign)
    client.post(page_of(consent, campaign) + "prix/", {f"price-{product.pk}": "30000"})

    line = Line.objects.get(pledge__person=consent.person)
    assert line.accepted_cents == 30_000
    assert PledgeDeed.objects.latest("pk").what == "accepts"


def test_a_price_that_rose_meanwhile_keeps_what_was_typed(client, officer, consent, campaign, nadia):
    client.force_login(officer)

    answer = client.post(page_of(consent, campaign), ordered(campaign, "2,5", 28_500))

    page = text_of(answer)
    assert answer.status_code == 409
    assert "Demandez-lui si cela lui va" in page
    assert 'value="2,5"' in page
    assert not Deed.objects.exists()


def test_what_is_out_is_said_without_a_waiting_list(client, officer, consent, nadia):
    campaign = campaign_of(nadia, offered(stock=Decimal(1)), shown_to_town_hall=True)
    client.force_login(officer)

    page = text_of(client.post(page_of(consent, campaign), ordered(campaign, "2")))

    assert "demandez-lui si elle en prend moins" in page
    assert "liste d’attente" not in page
    for wrong in ("-1", "0,3", "beaucoup", "9" * 30, ""):
        assert client.post(page_of(consent, campaign), ordered(campaign, wrong)).status_code in {409, 422}
    assert not Pledge.objects.exists()


def test_she_stays_when_more_time_is_asked_for(client, officer, consent, campaign, nadia):
    pledge = bought(client, officer, consent, campaign)
    extend(campaign.pk, nadia, campaign.deadline + timezone.timedelta(days=5))

    assert "Reste-t-elle" in text_of(client.get(page_of(consent, campaign)))
    client.post(page_of(consent, campaign) + "rester/")

    pledge.refresh_from_db()
    assert pledge.stays_at is not None
    assert "Reste-t-elle" not in text_of(client.get(page_of(consent, campaign)))


def test_who_says_the_same_again_after_more_time_was_asked_for_stays(
    client, officer, consent, campaign, nadia
):
    pledge = bought(client, officer, consent, campaign)
    extend(campaign.pk, nadia, campaign.deadline + timezone.timedelta(days=5))

    for _twice in range(2):
        answer = client.post(page_of(consent, campaign), ordered(campaign, "2", whatever="on"), follow=True)

    pledge.refresh_from_db()
    assert "elle participe" in text_of(answer)
    assert pledge.stays_at is not None
    assert "Reste-t-elle" not in text_of(answer)
    assert [each.what for each in PledgeDeed.objects.order_by("pk")] == ["takes", "takes"]


def test_too_many_acts_wait(client, officer, consent, campaign, monkeypatch):
    monkeypatch.setattr("placette.behalf.views.guard.ACTS_AN_HOUR", 0)
    client.force_login(officer)

    page = text_of(client.post(page_of(consent, campaign), ordered(campaign, "2,5")))

    assert "attendez un peu" in page
    assert 'value="2,5"' in page
    assert not Pledge.objects.exists()


def test_her_purchases_cost_the_same_whatever_there_is(
    client, officer, consent, nadia, django_assert_max_num_queries
):
    for number in range(4):
        campaign = campaign_of(nadia, title=f"Achat {number}", shown_to_town_hall=True)
    takes(nadia, campaign, 2)
    client.force_login(officer)

    with django_assert_max_num_queries(17):
        client.get(f"/pour/{consent.pk}/achats/")
    with django_assert_max_num_queries(25):
        client.get(page_of(consent, campaign))


def test_its_organiser_lets_town_halls_take_part_by_a_tick_that_is_hers(client, nadia):
    campaign = campaign_of(nadia)
    client.force_login(nadia)
    page = f"/achats/{campaign.pk}/modifier/"
    said = held_of(campaign)
    assert said["shown_to_town_hall"] is False
    shown = text_of(client.get(page))
    assert "La mairie peut y participer" in shown
    assert "elle lit aussi où retirer la commande et comment vous payer : l’IBAN" in shown
    campaigns.change(campaign.pk, shown_to_town_hall=True)

    campaign.refresh_from_db()
    again = campaigns.run_again(campaign, nadia, nadia.memberships.get())

    assert (campaign.shown_to_town_hall, again.shown_to_town_hall) == (True, True)
