"""What is sent to the supplier and handed to neighbours: it agrees to the cent and names whom it should."""

import csv
import io
import subprocess
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from placette.core import press
from placette.groupbuys.actions import payments
from placette.groupbuys.collecting.actions import choosing
from placette.groupbuys.models import PaymentTerms
from placette.groupbuys.papers import pdf, sheets_csv, sheets_xlsx
from placette.groupbuys.queries.order import order_of, slips_of
from placette.people.tests.factories import person_of

from .collected import slot_of
from .orders import HONEY, IBAN, SACKS, paid_to, share_of, succeeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def honey(nadia):
    """Three lines of half a cent and more, so that the sum of lines is not the price of the sum."""
    luc, zoe = person_of("Luc", "Bergès"), person_of("Zoé", "Élie")
    return succeeded(nadia, {nadia: ["0.35", "2"], luc: ["0.35", None], zoe: ["0.65", "1"]}, HONEY, SACKS)


def text_of(paper):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def rows_of(table):
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))


# --- It agrees to the cent


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(0, 5)), min_size=1, max_size=4))
def test_sheet_slips_and_closing_agree_to_the_cent(db, taken):
    takers = {
        person_of(f"Voisin{n}"): [str(Decimal(grams) / 1000), str(sacks) if sacks else None]
        for n, (grams, sacks) in enumerate(taken)
    }
    campaign = succeeded(person_of("Nadia"), takers, HONEY, SACKS)

    order, slips = order_of(campaign), slips_of(campaign)

    assert order.cents == campaign.closing.total_cents
    assert order.cents == sum(each.cents for each in order.items) == sum(each.cents for each in slips)
    assert all(slip.cents == sum(item.cents for item in slip.items) for slip in slips)
    assert order.takers == campaign.closing.takers == len(slips)


def test_the_workbook_adds_up_to_the_closing(honey):
    for made in (
        sheets_xlsx.order(honey, order_of(honey)),
        sheets_xlsx.slips(honey, slips_of(honey)),
    ):
        kept = openpyxl.load_workbook(io.BytesIO(made), data_only=True).active
        written = openpyxl.load_workbook(io.BytesIO(made)).active
        titles = [cell.value for cell in kept[4]]
        column = titles.index("Montant (€)")
        rows = list(kept.iter_rows(min_row=5, values_only=True))
        end = next(index for index, row in enumerate(rows) if row[0] == "Total")
        again = sum(round(row[column] * 100) for row in rows[:end])
        assert again == round(rows[end][column] * 100) == honey.closing.total_cents
        letter = "ABCDEFGH"[column]
        assert written.cell(5 + end, column + 1).value == f"=SUM({letter}5:{letter}{4 + end})"
        assert any("arrondie au centime" in str(row[0]) for row in rows[end:])


def test_the_table_is_what_a_french_excel_opens(honey):
    table = sheets_csv.order(order_of(honey))

    assert table.startswith(b"\xef\xbb\xbfProduit;Quantit")
    assert rows_of(table)[1:4] == [
        ["Miel, pot de 500 g", "1,35", "kg", "3", "12,99", "17,54"],
        ["Sacs", "3", "sac", "2", "4,50", "13,50"],
        ["Total", "", "", "3", "", "31,04"],
    ]
    slips = rows_of(sheets_csv.slips(slips_of(honey)))
    assert [row[0] for row in slips[1:7]] == ["Luc B.", "Nadia F.", "Nadia F.", "Zoé É.", "Zoé É.", "Total"]
    assert slips[6][6] == "31,04"


def test_the_order_says_how_it_is_rounded(honey):
    text = text_of(pdf.order(honey, order_of(honey)))

    assert "31,04 €" in text
    assert "est arrondie au centime" in text
    # 1.35 kg at 12.99 € are 17.54 €; the lines 4.55, 4.55 and 8.44.
    assert ("Ici, ces arrondis font" in text) == (sum(each.rounding for each in order_of(honey).items) != 0)


# --- Whom it names


def test_the_supplier_learns_nobodys_name_unless_slips_are_asked_for(honey):
    names = ("Luc", "Zoé", "Nadia")
    papers = (
        text_of(pdf.order(honey, order_of(honey))),
        sheets_csv.order(order_of(honey)).decode(),
        str(
            list(openpyxl.load_workbook(io.BytesIO(sheets_xlsx.order(honey, order_of(honey)))).active.values)
        ),
    )
    assert not any(name in paper for name in names for paper in papers)

    named = text_of(pdf.order(honey, order_of(honey), slips_of(honey)))

    assert all(name in named for name in ("Luc B.", "Zoé É.", "Nadia F."))
    assert "Bergès" not in named


@pytest.mark.usefixtures("november")
def test_a_slip_says_what_how_much_and_when(honey, nadia):
    share = share_of(honey, nadia)
    slot = slot_of(honey, datetime(2027, 2, 6, 9, tzinfo=UTC))
    choosing.choose(share, slot.pk)
    paid_to(honey, nadia)
    payments.note(honey.pk, nadia, share.pk, "cash", share.amount_cents, share.pledge.at.date())

    text = text_of(pdf.slips(honey, slips_of(honey), PaymentTerms.objects.get()))

    assert "Nadia F." in text
    assert text.count("samedi 6 février") == 1
    assert "de 10 h à 12 h, Salle des fêtes" in text
    assert text.count("Payé") == 1
    assert "4,55 € à payer au plus tard le 15 janvier 2027" in text
    assert "FR76 3000 6000 0112 3456 7890 189" in text


def test_somebody_who_has_left_placette_is_still_ordered_for(honey):
    luc = next(each for each in slips_of(honey) if each.name == "Luc B.")
    share = honey.pledges.get(share__reference=luc.reference)
    share.person.delete()
    assert "Une personne qui a quitté Placette" in [each.name for each in slips_of(honey)]
    assert order_of(honey).cents == honey.closing.total_cents


# --- The code of the transfer


def test_an_independent_reader_reads_the_code_of_a_slip(honey, nadia, tmp_path):
    paid_to(honey, nadia, bic="AGRIFRPPXXX")
    share = share_of(honey, nadia)
    payments.note(honey.pk, nadia, share.pk, "cash", 200, share.pledge.at.date())
    mine = [each for each in slips_of(honey) if each.reference == share.reference]

    drawn = typst.compile(
        pdf.SLIPS,
        sys_inputs=press.inputs(pdf.slips_paper(honey, mine, PaymentTerms.objects.get())),
        ignore_system_fonts=True,
        format="png",
        ppi=144.0,
    )

    (tmp_path / "slip.png").write_bytes(drawn)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", tmp_path / "slip.png"], capture_output=True, check=True, timeout=30
    ).stdout.decode()
    assert read.rstrip("\n").split("\n") == [
        "BCD", "002", "1", "SCT", "AGRIFRPPXXX", "Nadia Ferrand-Lagarde (achats de l'ete)", IBAN,
        f"EUR{(share.amount_cents - 200) / 100:.2f}", "", share.reference,
    ]  # fmt: skip


# --- The page of the order


def test_the_order_is_read_on_a_page_and_taken_away_in_three_forms(
    client, honey, nadia, django_assert_num_queries
):
    client.force_login(nadia)
    client.get(f"/achats/{honey.pk}/commande/")
    with django_assert_num_queries(12):
        page = client.get(f"/achats/{honey.pk}/commande/").content.decode()
    assert "31,04" in page
    assert "arrondie au centime" in page
    for name in ("fournisseur", "fiches"):
        for suffix, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
            response = client.get(f"/achats/{honey.pk}/commande/{name}.{suffix}")
            assert response.content.startswith(begins)
            assert f".{suffix}" in response.headers["Content-Disposition"]
            assert response.headers["Cache-Control"] == "private, no-store"
    assert "Luc B." in text_of(client.get(f"/achats/{honey.pk}/commande/fournisseur.pdf?noms").content)


@pytest.mark.parametrize(
    "asked", ["fiches.pdf?partie=2", "fiches.pdf?partie=x", "fiches.pdf?partie=0", "fiches.exe"]
)
def test_there_is_no_other_paper(client, honey, nadia, asked):
    client.force_login(nadia)
    assert client.get(f"/achats/{honey.pk}/commande/{asked}").status_code == 404
