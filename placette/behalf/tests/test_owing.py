"""What she owes for a grouped purchase, how she collects it, and what its organisers read."""

import pytest
from django.utils import translation

from placette.behalf import queries
from placette.behalf.actions import ending
from placette.behalf.papers.sheet import sheet
from placette.behalf.papers.slip import slip
from placette.behalf.purchases import purchase_of
from placette.groupbuys.models import Pledge, PledgeDeed
from placette.groupbuys.queries.order import slips_of
from placette.groupbuys.tests.collected import slot_of, succeeded
from placette.groupbuys.tests.factories import campaign_of
from placette.people.models import Consent
from placette.people.standing import standing_of
from placette.people.tests.factories import ambassador_of

from .factories import carried_by
from .purchases import bought, page_of, plain, text_of

pytestmark = pytest.mark.django_db


def test_she_is_told_what_she_owes_and_collects(client, officer, consent, owing):
    slot = slot_of(owing)
    page = text_of(client.get(page_of(consent, owing)))
    for said in ("600,00 €", "FR76 3000", "15 janvier 2027", "RF", "Salle des fêtes", "elle dit son nom"):
        assert said in page
    assert "votre part est de 600,00 €" in text_of(client.get(f"/pour/{consent.pk}/")), "among what is new"

    client.post(page_of(consent, owing) + f"retrait/{slot.pk}/")
    client.post(page_of(consent, owing) + "remplacant/", {"name": "Karim"})
    page = text_of(client.get(page_of(consent, owing)))
    paper = client.get(page_of(consent, owing) + "part.pdf")

    assert "Karim passe prendre à sa place" in page
    assert "Elle vient" in page
    assert paper.content.startswith(b"%PDF")
    said = [each[3].split("\n")[0] for each in sheet(consent, queries.said(consent))["said"]]
    assert said[0] == "Karim passe prendre votre commande à votre place."
    assert said[1].startswith("Vous venez chercher votre commande")
    assert said[2].replace("\u00a0", " ") == "Vous participez :"


def test_her_slip_says_what_to_pay_to_whom_by_when_and_how_to_collect(client, officer, consent, owing):
    found = purchase_of(standing_of(officer), consent, owing.pk)
    paper = slip(consent, found)

    assert [plain(each) for each in paper["rows"][0]] == ["Granulés en sac", "2 t", "300 € / t", "600,00 €"]
    assert plain(paper["owes"]) == "Reste à payer : 600,00 €, au plus tard le 15 janvier 2027."
    assert [way[0] for way in paper["ways"]] == ["Par virement, à", "IBAN", "En espèces", "Référence"]
    assert plain(paper["collects"][-1]) == "À la table, dites votre nom : il est sur la liste."


def test_whoever_prints_it_she_reads_her_slip_and_her_sheet_in_french(officer, consent, owing):
    slot_of(owing)
    with translation.override("en"):
        found = purchase_of(standing_of(officer), consent, owing.pk)
        said = queries.said(consent)
        papers = [slip(consent, found), sheet(consent, said)]
    in_french = [slip(consent, purchase_of(standing_of(officer), consent, owing.pk)), sheet(consent, said)]

    assert papers == in_french
    assert all(paper["language"] == "fr" for paper in papers)
    assert papers[0]["owes"].startswith("Reste à payer")
    assert papers[1]["title"] == "Ce qui a été dit en votre nom"


def test_the_organisers_read_by_whom_she_takes_part(client, consent, owing, nadia):
    assert [each.name for each in slips_of(owing)] == ["Odette M., par la mairie"]
    client.force_login(nadia)
    for page in ("paiements/", "retrait/remise/"):
        assert "Odette M., par la mairie" in text_of(client.get(f"/achats/{owing.pk}/{page}")), page


def test_on_a_slot_of_another_purchase_she_is_not_expected(client, officer, consent, owing, nadia):
    elsewhere = slot_of(succeeded(nadia, {nadia: 1}, title="Autre chose"))

    answer = client.post(page_of(consent, owing) + f"retrait/{elsewhere.pk}/", follow=True)

    assert "Ce créneau n’existe plus" in text_of(answer)
    assert not PledgeDeed.objects.filter(what="comes").exists()


def test_before_the_closing_there_is_neither_slip_nor_slot(client, officer, consent, campaign):
    bought(client, officer, consent, campaign)
    page = page_of(consent, campaign)

    assert client.get(page + "part.pdf").status_code == 404
    assert client.post(page + "retrait/1/").status_code == 404
    assert client.post(page + "remplacant/", {"name": "Karim"}).status_code == 404
    assert client.get(page + "fin/").status_code == 405


def test_before_a_consent_ends_one_prints_what_is_owed(client, consent, owing):
    page = text_of(client.get(f"/pour/{consent.pk}/fin/"))

    assert page_of(consent, owing) + "part.pdf" in page


def test_who_lets_nothing_be_bought_any_more_keeps_her_slips(client, consent, owing):
    page = text_of(client.get(f"/pour/{consent.pk}/accord/"))
    assert "Ce qui est clos reste à payer" in page
    assert page_of(consent, owing) + "part.pdf" in page

    client.post(f"/pour/{consent.pk}/accord/", {"how": "oral", "scopes": ["posts"]})

    anew = Consent.objects.get(ended_at=None)
    slip_of = page_of(anew, owing) + "part.pdf"
    for each in ("", "fin/", "accord/"):
        assert slip_of in text_of(client.get(f"/pour/{anew.pk}/{each}")), each
    assert client.get(slip_of).content.startswith(b"%PDF")
    refused = text_of(client.get(page_of(anew, owing), follow=True))
    assert "Son accord ne va pas jusque-là" in refused


def test_before_an_open_order_is_given_back_the_page_says_so(client, officer, consent, campaign, nadia):
    page = f"/pour/{consent.pk}/accord/"
    client.force_login(officer)
    assert "sont rendues" not in text_of(client.get(page))
    bought(client, officer, consent, campaign)
    campaign_of(nadia, title="Du miel", shown_to_town_hall=True)

    for said in (text_of(client.get(page)), text_of(client.post(page, {"how": "oral"}))):
        assert "Ses commandes encore ouvertes sont rendues" in said
        assert campaign.title in said
        assert "Du miel" not in said


def test_without_leave_to_buy_no_other_slip_is_opened(client, officer, owing, nadia):
    lucien = ambassador_of()
    other = carried_by(lucien, "ambassador", first_name="Simone", scopes=["posts"])
    client.force_login(lucien)

    assert client.get(page_of(other, owing) + "part.pdf").status_code == 404


def test_what_is_closed_stays_owed_when_she_leaves(client, officer, consent, owing):
    ending.leave(consent, officer)

    pledge = Pledge.objects.get()
    assert (pledge.person, pledge.deed, pledge.share.amount_cents) == (None, None, 60_000)
