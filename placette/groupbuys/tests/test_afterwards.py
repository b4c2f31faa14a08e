"""Once it is done: savings in the ledger once, and thanks."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.formats import number_format

from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import commune, savings
from placette.groupbuys.collecting import tasks as jobs
from placette.groupbuys.collecting.actions import finishing, thanking
from placette.groupbuys.collecting.profile import thanks_to
from placette.groupbuys.models import Campaign, Thanks
from placette.groupbuys.pricing import Step
from placette.impact.models import Exchange
from placette.impact.publication import refresh
from placette.notices.models import Notice
from placette.people.tests.factories import person_of, standing, touching
from placette.places.models import Commune

from .collected import share_of, succeeded, ticked
from .factories import offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia")


def test_each_counts_for_what_she_really_took_once_whatever_is_retried(nadia):
    touching("31187", "31499")
    luc, odile, karim = person_of("Luc", lives_in="31499"), person_of("Odile"), person_of("Karim")
    lea = person_of("Léa")
    campaign = succeeded(nadia, {nadia: 1, luc: 2, odile: 2, karim: 1, lea: 1})  # 285 € a tonne, alone 300 €
    ticked(share_of(campaign, lea), nadia, "0")
    ticked(share_of(campaign, nadia), nadia)
    ticked(share_of(campaign, luc), nadia)
    ticked(share_of(campaign, odile), nadia, "0.5")

    for _ in range(2):
        finishing.finish(campaign.pk)

    assert Campaign.objects.get(pk=campaign.pk).state == "done"
    entries = {each.source: each for each in Exchange.objects.all()}
    counted = {
        person: entries[f"share:{share_of(campaign, person).pk}"].euros_saved_cents
        for person in (nadia, luc, odile)
    }
    assert counted == {nadia: 1500, luc: 3000, odile: 750}
    assert (
        len(entries) == 3
    )  # Karim and Léa have collected nothing: nothing is saved, and nobody tied to them
    assert not Notice.objects.filter(person=lea, facts__event="done").exists()
    assert savings.of_person(lea) == []
    hers = entries[f"share:{share_of(campaign, nadia).pk}"]
    his = entries[f"share:{share_of(campaign, luc).pk}"]
    assert hers.tie is None
    assert bytes(his.tie) != bytes(entries[f"share:{share_of(campaign, odile).pk}"].tie)
    assert (his.kind, his.commune_id, his.other_commune_id) == ("purchase", "31187", "31499")
    assert savings.of_campaign(campaign) == 5250
    assert [(each, cents) for each, cents in savings.of_person(luc)] == [(campaign, 3000)]
    assert savings.of_person(karim) == []
    assert Notice.objects.get(person=luc, facts__event="done").facts["saved"] == 3000


def test_once_it_is_done_only_what_was_collected_counts_as_saved(nadia, client):
    luc = person_of("Luc")
    campaign = succeeded(nadia, {nadia: 1, luc: 4})
    ticked(share_of(campaign, luc), nadia, "1")
    client.force_login(luc)
    address, told = campaign.get_absolute_url(), f"/api/v1/purchases/{campaign.pk}"
    assert "75\xa0€</strong> d’économies tous ensemble" in client.get(address).content.decode()
    assert client.get(told).json()["saved_cents"] == 7500

    finishing.finish(campaign.pk)

    page = client.get(address).content.decode()
    assert "d’économies tous ensemble" not in page
    assert "d’économies pour vous" not in page
    assert "15\xa0€</span> économisés ensemble" in page
    assert client.get(told).json()["saved_cents"] == 1500


@pytest.mark.parametrize(
    ("alone", "saved"), [(None, 0), (500, 0), (667, 250)]
)  # half a cent up, on both sides: 1.5 × 6.67 € = 10.005 €, 1.5 × 5.00 € = 7.50 €
def test_nothing_is_claimed_without_a_reference_or_below_nothing(nadia, alone, saved):
    tiers = (Step(Decimal(0), 500),)
    campaign = succeeded(nadia, {nadia: "1.5"}, offered(tiers, reference_cents=alone))
    ticked(share_of(campaign, nadia), nadia)
    finishing.finish(campaign.pk)
    assert (
        Exchange.objects.get().euros_saved_cents
        == savings.of_share(share_of(campaign, nadia))
        == (saved + 1 if alone == 667 else saved)
    )


def test_a_day_after_the_last_tick_it_is_done_by_itself(nadia, time_machine):
    luc = person_of("Luc")
    campaign = succeeded(nadia, {nadia: 1, luc: 1})
    at = datetime(2027, 1, 10, 10, tzinfo=UTC)
    time_machine.move_to(at)
    ticked(share_of(campaign, nadia), nadia)
    time_machine.move_to(at + timedelta(days=5))
    jobs.finish(0)
    assert Campaign.objects.get(pk=campaign.pk).state == "succeeded"
    ticked(share_of(campaign, luc), nadia)
    time_machine.move_to(at + timedelta(days=5, hours=23))
    jobs.finish(0)
    assert Campaign.objects.get(pk=campaign.pk).state == "succeeded"
    time_machine.move_to(at + timedelta(days=6, minutes=1))
    jobs.finish(0)
    jobs.finish(0)
    assert Campaign.objects.get(pk=campaign.pk).state == "done"
    assert Exchange.objects.count() == 2


def test_the_commune_reads_a_total_once_enough_neighbours_stand_behind_it(nadia, client):
    next_month = timezone.now() + timedelta(days=31)
    people = [person_of(f"Voisin{n}") for n in range(5)]
    fonsorbes = Commune.objects.get(code="31187")
    few = succeeded(nadia, {**dict.fromkeys(people[:4], 1), nadia: 2}, title="À quatre")
    for person in (*people[:4], nadia):
        ticked(share_of(few, person), nadia)
    finishing.finish(few.pk)
    refresh(next_month)
    # Who organises saves for nobody else, and is not one of those who bought with her.
    assert commune.section(fonsorbes) is None
    more = succeeded(nadia, {people[4]: 6}, title="La cinquième")
    ticked(share_of(more, people[4]), nadia)
    finishing.finish(more.pk)
    refresh(next_month)

    cents = sum(Exchange.objects.values_list("euros_saved_cents", flat=True))
    assert commune.section(fonsorbes)[1]["cents"] == cents > 0
    assert "économisés en achetant ensemble" in client.get(fonsorbes.get_absolute_url()).content.decode()
    client.force_login(people[0])
    assert number_format(cents // 100) in client.get("/achats/mon-compteur/").content.decode()


def test_thanks_are_said_once_it_is_done_and_once(nadia):
    luc = person_of("Luc")
    campaign = succeeded(nadia, {luc: 1})
    with pytest.raises(Refused, match="une fois que"):
        thanking.thank(campaign, luc, "Merci !")
    finishing.finish(campaign.pk)
    campaign.refresh_from_db()
    thanking.thank(campaign, luc, "Merci !")
    thanking.thank(campaign, luc, "Merci !")
    with pytest.raises(Refused, match="sont pour vous"):
        thanking.thank(campaign, nadia, "Bravo à moi !")
    with pytest.raises(Refused, match="déjà dit merci"):
        thanking.thank(campaign, luc, "Autre chose")
    assert Thanks.objects.get().to == nadia
    assert Notice.objects.filter(person=nadia, facts__event="thanked").count() == 1


def test_whom_thanks_are_for_chooses_who_reads_them(nadia):
    luc, near, far = person_of("Luc"), person_of("Rose"), person_of("Zoé", lives_in="75056")
    campaign = succeeded(nadia, {luc: 1})
    finishing.finish(campaign.pk)
    thanks = thanking.thank(Campaign.objects.get(pk=campaign.pk), luc, "Merci !")
    assert [thanks_to(standing(each), nadia) for each in (nadia, near, far)] == [[thanks], [thanks], []]
    thanking.show_on_profile(thanks, False)
    assert [thanks_to(standing(each), nadia) for each in (nadia, near)] == [[thanks], []]
