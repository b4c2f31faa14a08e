"""Whatever people typed stays text on the papers."""

import csv
import io

import openpyxl
import pytest
from pypdf import PdfReader

from placette.groupbuys.papers import pdf, sheets_csv, sheets_xlsx, words
from placette.groupbuys.queries.order import order_of, slips_of
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered
from .orders import SACKS, succeeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


def text_of(paper):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def rows_of(table):
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))


HOSTILE = ["=1+1", "+33", "-2", "@SUM(A1)", "\tx"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_text_becomes_a_formula(nadia, typed):
    campaign = succeeded(
        nadia,
        {person_of(typed, "X"): ["1"]},
        offered(SACKS.tiers, name=typed, unit="sac"),
        title=typed,
    )
    slips = slips_of(campaign)

    cells = [cell for row in rows_of(sheets_csv.slips(slips)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    for made in (sheets_xlsx.slips(campaign, slips), sheets_xlsx.order(campaign, order_of(campaign))):
        formulas = [
            cell.value
            for row in openpyxl.load_workbook(io.BytesIO(made)).active
            for cell in row
            if cell.data_type == "f"
        ]
        assert all(each.startswith("=SUM(") and each.endswith(")") for each in formulas)
        assert len(formulas) == 1


def test_markup_on_a_paper_is_words(nadia):
    evil = "*gras* #panic() $x$ <a> @b \\ ]"
    campaign = succeeded(nadia, {nadia: ["1"]}, offered(SACKS.tiers, name=evil[:40], unit="#sac"), title=evil)
    for paper in (pdf.order(campaign, order_of(campaign)), pdf.slips(campaign, slips_of(campaign), None)):
        assert "*gras* #panic() $x$ <a>" in text_of(paper)
        read = PdfReader(io.BytesIO(paper))
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert read.trailer["/Root"]["/Lang"] == "fr"


def test_letters_that_no_font_has_keep_nobody_from_the_papers(client, nadia):
    tamil, luc = person_of("தமிழ்", "X"), person_of("Luc", "Bergès")
    campaign = succeeded(nadia, {tamil: ["1"], luc: ["1"]}, title="🪵 Granulés")
    client.force_login(nadia)
    for name in ("commande/fournisseur.pdf?noms", "commande/fiches.pdf"):
        read = text_of(client.get(f"/achats/{campaign.pk}/{name}").content)
        assert "Granulés" in read
        assert "Luc B." in read
    assert (
        client.get(f"{campaign_of(nadia, title='🥕 Légumes').get_absolute_url()}affiche/").content[:4]
        == b"%PDF"
    )


def test_a_harmless_text_is_left_alone():
    assert words.harmless("Sacs = 15 kg") == "Sacs = 15 kg"
