"""« Votre part »: what one owes, to whom, by when, and a code that her bank's application reads."""

import re
import subprocess
from datetime import timedelta

import pytest
import typst
from django.utils import timezone

from placette.groupbuys import shares
from placette.groupbuys.actions import payments
from placette.groupbuys.models import Campaign, PaymentTerms, Pledge
from placette.notices.models import Notice
from placette.people.tests.factories import person_of, standing

from .orders import IBAN, paid_to, share_of, succeeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Bergès")


@pytest.fixture
def campaign(nadia, luc):
    return succeeded(nadia, {luc: ["3"], nadia: ["1"]})


def address(campaign):
    return f"/achats/{campaign.pk}/ma-part/"


def page_of(client, campaign):
    return client.get(address(campaign)).content.decode().replace("\u00a0", " ")


def test_she_reads_how_much_to_whom_by_when_and_her_reference(
    client, campaign, nadia, luc, django_assert_num_queries
):
    paid_to(campaign, nadia)
    client.force_login(luc)
    client.get(address(campaign))

    with django_assert_num_queries(13):
        page = page_of(client, campaign)

    assert "13,50 €" in page
    assert "À payer au plus tard le 15 janvier 2027." in page
    assert "FR76 3000 6000 0112 3456 7890 189" in page
    assert "Nadia, 3 rue des Lilas" in page
    reference = share_of(campaign, luc).reference
    assert f"{reference[:4]} {reference[4:8]} {reference[8:12]} {reference[12:]}" in page
    assert "Aucun argent ne passe par Placette" in page
    assert share_of(campaign, nadia).reference not in page.replace(" ", "")


def test_an_independent_reader_reads_the_code_of_the_page(client, campaign, nadia, luc, tmp_path):
    paid_to(campaign, nadia)
    client.force_login(luc)

    drawings = re.findall(r"<svg.*?</svg>", page_of(client, campaign), re.DOTALL)
    (drawn,) = (each for each in drawings if "stroke=" in each)
    if "xmlns" not in drawn:  # a page does without it, a file does not
        drawn = drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)

    (tmp_path / "code.svg").write_text(drawn)
    source = b'#set page(width: 60mm, height: 60mm, margin: 4mm)\n#image("code.svg", width: 100%)'
    (tmp_path / "page.typ").write_bytes(source)
    (tmp_path / "page.png").write_bytes(typst.compile(tmp_path / "page.typ", format="png", ppi=200.0))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", tmp_path / "page.png"], capture_output=True, check=True, timeout=30
    ).stdout.decode()
    assert read.rstrip("\n").split("\n") == [
        "BCD", "002", "1", "SCT", "", "Nadia Ferrand-Lagarde (achats de l'ete)", IBAN, "EUR13.5", "",
        share_of(campaign, luc).reference,
    ]  # fmt: skip


def test_what_has_come_is_taken_off_and_the_code_asks_for_the_rest(client, campaign, nadia, luc):
    paid_to(campaign, nadia)
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "cash", 350, timezone.localdate())
    client.force_login(luc)

    page = page_of(client, campaign)

    assert "10,00 €" in page
    assert "votre part est de 13,50 €, 3,50 € sont arrivés" in page
    assert "Nadia F." not in page.split("Ce qui est arrivé")[1].split("</section>")[0]


@pytest.mark.parametrize(("more", "said"), [(0, "est payée. Merci"), (500, "Vous avez payé 5,00 € de trop")])
def test_who_has_paid_is_thanked_and_asked_for_nothing(client, campaign, nadia, luc, more, said):
    paid_to(campaign, nadia)
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "cash", 1350 + more, timezone.localdate())
    client.force_login(luc)

    page = page_of(client, campaign)

    assert said in page
    assert "IBAN" not in page


def test_before_the_organiser_has_said_how_there_is_nothing_to_do(client, campaign, luc):
    client.force_login(luc)
    assert "Vous recevrez un avis" in page_of(client, campaign)


def test_reading_it_settles_the_notice(client, campaign, nadia, luc):
    paid_to(campaign, nadia)
    client.force_login(luc)
    client.get(address(campaign))
    assert Notice.objects.get(person=luc, facts__event="terms").seen_at


def test_a_share_is_hers_alone(client, campaign):
    assert client.get(address(campaign)).status_code == 302
    client.force_login(person_of("Zoé"))
    assert client.get(address(campaign)).status_code == 404
    assert client.get("/achats/999999/ma-part/").status_code == 404


def test_each_is_shown_what_is_hers(campaign, nadia, luc):
    fetched = Campaign.objects.select_related("closing").prefetch_related("organisers").get(pk=campaign.pk)
    hers = Pledge.objects.get(campaign=campaign, person=luc)

    assert shares.mine(standing(luc), fetched, hers).rest == 1350
    assert shares.order_panel(standing(luc), fetched, hers) is None
    assert shares.mine(standing(person_of("Zoé")), fetched, None) is None
    template, shown = shares.order_panel(standing(nadia), fetched, None)
    assert (template, shown["totals"].missing) == ("groupbuys/payments/_order_panel.html", 1800)


def test_the_page_of_the_purchase_says_her_share_once_with_what_is_left_of_it(client, campaign, nadia, luc):
    client.force_login(luc)
    page = " ".join(client.get(campaign.get_absolute_url()).content.decode().replace("\u00a0", " ").split())
    assert page.count("Votre part") == page.count("13,50 €") == 1
    assert page.index("Votre part") < page.index("Seul, on paie")  # before what has become of the prices
    payments.note(campaign.pk, nadia, share_of(campaign, luc).pk, "cash", 350, timezone.localdate())

    page = client.get(campaign.get_absolute_url()).content.decode().replace("\u00a0", " ")

    assert "Déjà reçu : 3,50 €. Il reste 10,00 € à payer." in page


def test_a_reminder_says_by_when(client, campaign, nadia, luc):
    paid_to(campaign, nadia, pay_by=timezone.localdate() + timedelta(3))
    assert PaymentTerms.objects.get().pay_by
    assert payments.remind(campaign.pk) == 2
    client.force_login(luc)
    assert "Petit rappel : 13,50 € à payer" in client.get("/avis/").content.decode().replace("\u00a0", " ")
