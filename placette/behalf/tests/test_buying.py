"""Grouped purchases in her name: by her consent alone, up to her price, and without a word of who else takes part."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.behalf import queries
from placette.behalf.actions import buying, consents, ending
from placette.behalf.actions.acting import Refusal
from placette.behalf.papers.sheet import sheet
from placette.behalf.papers.slip import slip
from placette.behalf.purchases import purchase_of
from placette.groupbuys.actions.closing import close
from placette.groupbuys.actions.extending import extend
from placette.groupbuys.models import Campaign, Line, Pledge, PledgeDeed
from placette.groupbuys.queries.order import slips_of
from placette.groupbuys.tests.collected import slot_of
from placette.groupbuys.tests.factories import campaign_of, offered, product_of, takes, wish
from placette.groupbuys.tests.orders import paid_to
from placette.notices.models import Notice
from placette.people.models import Consent, Deed
from placette.people.standing import standing_of
from placette.people.tests.factories import ambassador_of, officer_of, person_of
from placette.trust.models import Line as TrailLine

from .factories import carried_by, trusted_as_well

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return officer_of()


@pytest.fixture
def consent(officer):
    return carried_by(officer)


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def campaign(nadia):
    return campaign_of(nadia, shown_to_town_hall=True)


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def page_of(consent: Consent, campaign: Campaign) -> str:
    return f"/pour/{consent.pk}/achats/{campaign.pk}/"


def ordered(campaign: Campaign, quantity: object, price: int = 30_000, **more: object) -> dict[str, object]:
    product = product_of(campaign)
    return {f"quantity-{product.pk}": quantity, f"price-{product.pk}": price, **more}


def bought(client, officer, consent, campaign, quantity: object = "2") -> Pledge:
    client.force_login(officer)
    client.post(page_of(consent, campaign), ordered(campaign, quantity, whatever="on"))
    return Pledge.objects.get(campaign=campaign, person=consent.person)


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
    client.post(f"/pour/{consent.pk}/accord/", {"how": "oral", "scopes": ["posts"]})
    assert [each.buys for each in Consent.objects.filter(ended_at=None)] == [False]


def test_the_database_lets_nobody_take_part_for_her_without_consent(client, officer, consent, campaign):
    pledge = bought(client, officer, consent, campaign)
    other = campaign_of(person_of("Karim"), title="Des pommes")
    facts = {"consent": consent, "by": officer, "holder": "town_hall"}
    posting = Deed.objects.create(scope="posts", **facts)
    unused = Deed.objects.create(scope="buys", **facts)
    karim = person_of("Karim", "Benali")
    now = timezone.now()

    def refused(act, name: str):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()

    refused(lambda: Pledge.objects.create(campaign=other, person=consent.person), "nothing_without_consent")
    refused(
        lambda: Pledge.objects.create(campaign=other, person=consent.person, deed=posting),
        "nothing_without_consent",
    )
    refused(
        lambda: Pledge.objects.create(campaign=other, person=karim, deed=unused), "a_deed_is_its_author_s"
    )
    hers = Pledge.objects.filter(pk=pledge.pk)
    refused(lambda: hers.update(deed=None, changed_at=now), "nothing_without_consent")
    refused(
        lambda: PledgeDeed.objects.create(deed=posting, pledge=pledge, what="takes"), "a_deed_is_its_author_s"
    )
    refused(lambda: PledgeDeed.objects.update(what="withdraws"), "a_closed_campaign_never_changes")
    ending.end(consent, officer)
    refused(lambda: hers.update(deed=unused, changed_at=now), "nothing_without_consent")


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


@pytest.fixture
def owing(client, officer, consent, campaign, nadia) -> Campaign:
    """Closed well; she takes two tonnes at 300 €."""
    bought(client, officer, consent, campaign)
    close(campaign.pk, campaign.deadline)
    paid_to(campaign, nadia)
    return Campaign.objects.get(pk=campaign.pk)


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

    def plain(text: str) -> str:
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    assert [plain(each) for each in paper["rows"][0]] == ["Granulés en sac", "2 t", "300 € / t", "600,00 €"]
    assert plain(paper["owes"]) == "Reste à payer : 600,00 €, au plus tard le 15 janvier 2027."
    assert [way[0] for way in paper["ways"]] == ["Par virement, à", "IBAN", "En espèces", "Référence"]
    assert plain(paper["collects"][-1]) == "À la table, dites votre nom : il est sur la liste."


def test_the_organisers_read_by_whom_she_takes_part(client, consent, owing, nadia):
    assert [each.name for each in slips_of(owing)] == ["Odette M., par la mairie"]
    client.force_login(nadia)
    for page in ("paiements/", "retrait/remise/"):
        assert "Odette M., par la mairie" in text_of(client.get(f"/achats/{owing.pk}/{page}")), page


def test_what_an_ambassador_took_for_her_no_officer_reads(client, officer, nadia):
    lucien = ambassador_of()
    his = carried_by(lucien, "ambassador")
    theirs = trusted_as_well(his, officer)
    campaign = campaign_of(nadia, title="Du miel", shown_to_town_hall=True)
    bought(client, lucien, his, campaign)
    close(campaign.pk, campaign.deadline)

    client.force_login(officer)
    pages = [text_of(client.get(f"/pour/{theirs.pk}/{page}")) for page in ("", "achats/")]

    assert all("Du miel" not in page for page in pages)
    assert client.get(page_of(theirs, campaign)).status_code == 404
    assert client.get(page_of(theirs, campaign) + "part.pdf").status_code == 404
    assert not Notice.objects.filter(person=officer, kind="for_carried").exists()
    assert Notice.objects.filter(person=lucien, kind="for_carried").exists()


@pytest.mark.parametrize("end", ["taken back", "no longer to buy", "erased"])
def test_an_open_order_is_given_back_when_nobody_may_say_yes_again(client, officer, consent, campaign, end):
    bought(client, officer, consent, campaign)

    if end == "taken back":
        ending.end(consent, officer)
    elif end == "erased":
        ending.leave(consent, officer)
    else:
        consents.give(consent, officer, how="oral", scopes=["posts"])

    campaign.refresh_from_db()
    assert campaign.takers == 0
    assert not Line.objects.exists()


def test_a_consent_said_anew_keeps_what_she_takes(client, officer, consent, campaign):
    bought(client, officer, consent, campaign)

    again = consents.give(consent, officer, how="signed", scopes=["buys"])

    assert "Elle participe" in text_of(client.get(page_of(again, campaign)))
    assert Campaign.objects.get().takers == 1


def test_what_is_closed_stays_owed_when_she_leaves(client, officer, consent, owing):
    ending.leave(consent, officer)

    pledge = Pledge.objects.get()
    assert (pledge.person, pledge.deed, pledge.share.amount_cents) == (None, None, 60_000)


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
