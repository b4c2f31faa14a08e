"""A bank statement, however a bank writes it: each line is read, or named with its reason; nothing else comes of it."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.groupbuys.statements.figures import cents_of, day_of, exact_cents
from placette.groupbuys.statements.lines import Entry, Reason, Statement, Unreadable
from placette.groupbuys.statements.reading import MOST_BYTES, read

from .statements import camt_of, csv_of, entry_of, ofx_of

DAY = date(2026, 11, 26)
REFERENCE = "RF42000012300001"
OTHER = "RF15000012300002"
TABLE = csv_of(("26/11/2026", f"VIR SEPA Bergès {REFERENCE}", "", "1 013,50"))


def came(statement):
    return [(each.day, each.cents) for each in statement.entries]


def left(statement):
    return [(each.number, each.reason) for each in statement.left]


# --- Figures


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1 234,56", 123_456), ("1\u202f234,56 €", 123_456), ("1.234,56", 123_456), ("1,234.56", 123_456),
        ("+13,5", 1350), ("-13,50", -1350), ("−13,50", -1350), ("13,50-", -1350), ("(13,50)", -1350), ("12", 1200),
        ("1.234", 123_400), ("12,00 EUR", 1200), ("0,01", 1),
    ],
)  # fmt: skip
def test_amounts_as_banks_write_them(written, cents):
    assert cents_of(written) == cents


@pytest.mark.parametrize("written", ["", "douze", "1,2,3", "12,345,6", "1e5", "99999999999", "١٢"])
def test_what_is_no_amount_is_none(written):
    with pytest.raises(ValueError, match=r"amount|pays"):
        cents_of(written)


@pytest.mark.parametrize(
    "written", ["", "x", "NaN", "inf", "1_0", "٣", ".", "+", "9e999999", "1e999990", "1" * 13]
)
def test_what_is_no_exact_amount_is_none_at_once(written):
    with pytest.raises(ValueError, match="no amount"):
        exact_cents(written)


@pytest.mark.parametrize(
    ("written", "cents"), [("+13.50", 1350), ("-.5", -50), ("13,", 1300), (" 4.50000 ", 450)]
)
def test_an_exact_amount_is_read_in_its_few_writings(written, cents):
    assert exact_cents(written) == cents


@settings(deadline=None)
@given(st.integers(0, 99_999_999))
def test_any_amount_is_read_as_it_was_written(cents):
    euros, rest = divmod(cents, 100)
    assert cents_of(f"{euros:,},{rest:02d}".replace(",", "\u202f", f"{euros:,}".count(","))) == cents
    assert exact_cents(f"{euros}.{rest:02d}") == cents


@pytest.mark.parametrize(
    "written", ["26/11/2026", "26.11.26", "26-11-2026", "2026-11-26", "2026-11-26T10:00:00+01:00", "20261126120000[+1]", " 26/11/2026 "]
)  # fmt: skip
def test_days_as_banks_write_them(written):
    assert day_of(written) == DAY


@pytest.mark.parametrize("written", ["", "31/02/2026", "hier", "26/11", "0001-01-01"])
def test_what_is_no_day_is_none(written):
    with pytest.raises(ValueError, match=r"day|month|range|year"):
        day_of(written)


# --- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_and_encoding(encoding, separator):
    quoted = TABLE.replace(";1 013,50", ';"1 013,50"').replace(";", separator)
    assert came(read(quoted.encode(encoding))) == [(DAY, 101_350)]


@pytest.mark.parametrize(
    "head",
    [
        "Date;Date de valeur;Libellé;Débit;Crédit\n26/11/2026;27/11/2026;VIR;;13,50",
        "Date opération;Date valeur;libellé;Débit;Crédit\n26/11/2026;27/11/2026;VIR;;+13,50",
        "dateOp;dateVal;label;category;amount\n",
        "Date de l’opération;Libellé;Montant(EUROS)\n26/11/2026;VIR;13,50",
        "Date comptable;Référence;Libellé;Sens;Montant\n26/11/2026;12;VIR;C;13,50",
        "Date;Libellé;Crédit (€);Débit (€)\n26/11/2026;VIR;13,50;",
    ],
)
def test_columns_are_found_by_the_names_of_banks(head):
    if "amount" in head:
        with pytest.raises(Unreadable, match="colonnes"):
            read(head.encode())
    else:
        assert came(read(head.encode())) == [(DAY, 1350)]


def test_what_stands_before_the_table_is_passed_over():
    before = "Compte;00012345678\r\nTitulaire;Mme Ferrand\r\nSolde au 26/11/2026;1 234,56\r\n\r\n"
    assert came(read((before + TABLE).encode())) == [(DAY, 101_350)]


def test_each_line_that_cannot_be_read_is_named_and_the_rest_is_kept():
    table = csv_of(
        ("26/11/2026", "Boulangerie", "3,20", ""),
        ("31/02/2026", "VIR", "", "10,00"),
        ("26/11/2026", "VIR", "", "dix"),
        ("26/11/2026", "VIR", "", "13,50"),
    ) + "26/11/2026;26/11"  # fmt: skip
    statement = read(table.encode())
    assert came(statement) == [(DAY, 1350)]
    assert left(statement) == [(2, Reason.DEBIT), (3, Reason.DAY), (4, Reason.AMOUNT), (6, Reason.CUT)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_label_of_several_lines_is_one_and_a_lone_quotation_mark_swallows_nothing(end):
    several = csv_of(("26/11/2026", "VIR\nde Luc\nmerci", "", "13,50"), ("26/11/2026", "VIR", "", "4,50"))
    assert came(read(several.encode())) == [(DAY, 1350), (DAY, 450)]
    lone = "Date;Libellé;Crédit\n" + '26/11/2026;"VIR de Luc;13,50\n' + "26/11/2026;VIR;4,50\n" * 30
    assert len(read(lone.replace("\n", end).encode()).entries) == 31


def test_a_debit_written_with_its_sign_or_side_is_a_debit():
    table = "Date;Libellé;Sens;Montant\n26/11/2026;A;D;5,00\n26/11/2026;B;C;6,00\n26/11/2026;C;C;-7,00"
    assert came(read(table.encode())) == [(DAY, 600)]


# --- OFX and CAMT.053


@pytest.mark.parametrize("xml", [False, True])
def test_ofx_in_both_writings(xml):
    statement = read(ofx_of((DAY, "13.50", REFERENCE), (DAY, "-3,20", "CB"), (DAY, "4,5", "é"), xml=xml))
    assert came(statement) == [(DAY, 1350), (DAY, 450)]
    assert left(statement) == [(2, Reason.DEBIT)]
    assert REFERENCE in statement.entries[0].text


def test_one_operation_beyond_all_reckoning_leaves_the_others():
    statement = read(ofx_of((DAY, "9e999999", "x"), (DAY, "4.50", OTHER)))
    assert (came(statement), left(statement)) == ([(DAY, 450)], [(1, Reason.AMOUNT)])


def test_of_an_ofx_that_was_cut_off_the_whole_operations_are_kept():
    statement = read(ofx_of((DAY, "13.50", REFERENCE), (DAY, "4.50", OTHER), ends=False))
    assert came(statement) == [(DAY, 1350), (DAY, 450)]
    assert left(statement) == [(3, Reason.END)]


def test_camt_entries_with_their_structured_reference():
    statement = read(
        camt_of(
            entry_of(DAY, "13.50", REFERENCE),
            entry_of(DAY, "3.20", "", side="DBIT"),
            entry_of(DAY, "5.00", "", currency="CHF"),
            entry_of(DAY, "5.00", REFERENCE, status="PDNG"),
        )
    )
    assert came(statement) == [(DAY, 1350)]
    assert left(statement) == [(2, Reason.DEBIT), (3, Reason.CURRENCY), (4, Reason.PENDING)]
    assert REFERENCE in statement.entries[0].text


def test_a_camt_entry_of_several_transfers_is_several():
    part = '<TxDtls><Amt Ccy="EUR">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>'
    entry = (
        '<Ntry><Amt Ccy="EUR">18.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-11-26T08:00:00</DtTm>'
        f"</BookgDt><NtryDtls>{part.format('13.50', REFERENCE)}{part.format('4.50', OTHER)}</NtryDtls></Ntry>"
    )
    assert [(each.cents, each.text.split()[-1]) for each in read(camt_of(entry)).entries] == [
        (1350, REFERENCE),
        (450, OTHER),
    ]


def test_of_a_camt_that_was_cut_off_the_whole_entries_are_kept():
    statement = read(camt_of(entry_of(DAY, "13.50", REFERENCE), ends=False))
    assert (came(statement), left(statement)) == ([(DAY, 1350)], [(2, Reason.END)])


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"   \n", "vide"),
        (b"PK\x03\x04....", "Excel ou PDF"),
        (b"%PDF-1.7", "Excel ou PDF"),
        (b"bonjour\nla banque\n", "colonnes"),
        (b"<html><body>Connexion</body></html>", "aucune op"),
        (camt_of(ends=False), "aucune op"),
        (camt_of(entry_of(DAY, "1.00", "&b;"), before=LAUGHS), "aucune op"),
        (b"OFXHEADER:100\n\n<OFX><BROKEN", "OFX ne se lit pas"),
        (b"Date;Credit\n" + b"x" * MOST_BYTES, "5 Mo"),
        (b"Date;Credit\n" + b"\n" * 60_000, "trop de lignes"),
        (b"Date;Credit\n" + b"\r" * 60_000, "trop de lignes"),
        (("Date;Credit\n" + "\u2028" * 60_000).encode(), "trop de lignes"),
    ],
)
def test_a_file_that_is_no_statement_is_refused_in_words(content, said):
    with pytest.raises(Unreadable, match=said):
        read(content)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda text: f"Date;Crédit\n{text}".encode())
    )
)
def test_whatever_is_sent_is_read_or_refused(content):
    for file in (content, b"<OFX>" + content, b"<?xml version='1.0'?><a>" + content):
        with contextlib.suppress(Unreadable):
            assert all(each.cents > 0 and each.number > 0 for each in read(file).entries)


def test_a_line_does_not_show_what_it_holds():
    assert "Boulangerie" not in repr(Statement([Entry(1, DAY, 1, "Boulangerie")], []))
