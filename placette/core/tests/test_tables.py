"""Tables as people send them: from French spreadsheets, other programs, and files that are none."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.core import tables, workbooks
from placette.core.tables import Unreadable, folded, read
from placette.core.text import one_line

LIST = "Nom;Téléphone;Objet\r\nLes Amis de l’Été;05 61 00 00 00;Chants, danses\r\nPétanque;;«Boules»\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_way_a_spreadsheet_writes_is_read(encoding, delimiter):
    table = read(io.BytesIO(LIST.replace(";", delimiter).encode(encoding)))

    assert table.names == ("Nom", "Téléphone", "Objet")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Les Amis de l’Été", "05 61 00 00 00", "Chants, danses")),
        (3, ("Pétanque", "", "«Boules»")),
    ]


def test_commas_of_sentences_part_nothing():
    written = "Nom;Objet\n" + "".join(f"Club {at};danse, chant, théâtre, cartes\n" for at in range(5))

    assert read(io.BytesIO(written.encode())).names == ("Nom", "Objet")


# No sign that only changes the letter before it: alone it is no text.
CELLS = st.text(st.characters(exclude_categories=["Cs", "Mn", "Me"], exclude_characters="\0"), max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(";,\t|"))
def test_what_a_program_writes_is_read_cell_by_cell(cells, delimiter):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("nom", "objet"), *cells])

    table = read(io.BytesIO(file.getvalue().encode()), {"nom", "objet"})

    cleaned = [tuple(map(one_line, pair)) for pair in cells]
    assert [row.cells for row in table.rows] == [pair for pair in cleaned if any(pair)]


def test_a_title_above_the_names_is_passed_by():
    above = "Associations de la commune;;\n;;\nNom;Objet;Site\nTennis;Jouer;tennis.fr\n"

    assert read(io.BytesIO(above.encode())).names == ("Nom", "Objet", "Site")
    assert read(io.BytesIO(above.encode()), {"objet"}).names == ("Nom", "Objet", "Site")


def test_a_list_without_names_loses_no_line():
    table = read(io.BytesIO(b"Jeanne Martin;jeanne@exemple.fr\nKarim;karim@exemple.fr\n"))

    assert table.names == ("Colonne 1", "Colonne 2")
    assert [row.number for row in table.rows] == [1, 2]


def test_odd_lines_are_kept_and_marked():
    table = read(io.BytesIO(b"Nom;Nom;\nA;B;C;D\nE\n"))

    assert table.names == ("Nom", "Nom (2)", "Colonne 3")
    assert [(row.cells, row.overflows) for row in table.rows] == [
        (("A", "B", "C"), True),
        (("E", "", ""), False),
    ]


def test_a_workbook_is_read_by_its_values():
    book = openpyxl.Workbook()
    book.active.title = "Vide"
    sheet = book.create_sheet("Liste")
    sheet.append(["Nom", "Code", "Depuis"])
    sheet.append(["Pétanque\u202e", 31470.0, date(2020, 5, 1)])
    sheet.append(["=1+1", 2.5, None])
    file = io.BytesIO()
    book.save(file)

    table = read(file)

    assert table.names == ("Nom", "Code", "Depuis")
    # Of a formula only what was computed counts; here nothing was.
    assert [row.cells for row in table.rows] == [("Pétanque", "31470", "2020-05-01"), ("", "2.5", "")]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "vide"),
        (b"\n\n;;\n", "vide"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        (b"%PDF-1.7", ".xlsx ou en .csv"),
        (b"PK\x03\x04 torn", "abîmé"),
        (b"a;b\n\x00\x01;\x00", "lettres"),
        (b"a;b\n\x81\xff;x", "lettres"),
        (b'Nom;Objet\nA;"jamais ferm\xc3\xa9\nB;c\n', "guillemet"),
        (";".join("abc" * 70).encode(), "colonnes"),
        (b"Nom;Objet\nA;B\n" + b";" * 201 + b"x", "colonnes"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(body, says):
    with pytest.raises(Unreadable, match=says):
        list(read(io.BytesIO(body)).rows)


@pytest.mark.parametrize("row", ["x;" * 60, "x" * 120, '"\n";' * 40])
def test_a_row_without_end_is_refused_before_its_cells_are_held(monkeypatch, row):
    """60 MB of « ; » are sixty million cells; quoted line ends make many lines one row."""
    monkeypatch.setattr(tables, "MAX_SIGNS", 100)
    held: list[int] = []
    monkeypatch.setattr(tables, "_line", lambda cell: held.append(len(cell)) or cell)
    file = io.BytesIO(f"Nom;Objet\nTennis;Jouer\n{row}".encode())

    with pytest.raises(Unreadable, match="million de signes"):
        list(read(file).rows)

    assert sum(held) == len("NomObjetTennisJouer")


def test_other_archives_are_told_by_their_names():
    for name, says in (("content.xml", "LibreOffice"), ("rna_dpt_31.csv", "dossier compressé")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr(name, "x")
        with pytest.raises(Unreadable, match=says):
            read(file)


def test_a_workbook_as_wide_as_it_can_be_is_refused_at_its_first_line():
    book = openpyxl.Workbook()
    book.active.append(["Nom"])
    book.active["XFD2"] = "loin"
    file = io.BytesIO()
    book.save(file)

    with pytest.raises(Unreadable, match="200 colonnes"):
        read(file)


def test_limits_are_said(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    with pytest.raises(Unreadable, match="plus de 3 lignes"):
        list(read(io.BytesIO(b"Nom\nA\nB\nC\nD\n")).rows)
    monkeypatch.setattr(workbooks, "MAX_LINES", 1)
    book = openpyxl.Workbook()
    book.active.append(["Nom"])
    book.active.append(["A"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(Unreadable, match=r"enregistrez-le en \.csv"):
        list(read(file).rows)
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(Unreadable, match="trop lourd"):
        read(file)


def test_names_are_compared_by_letters():
    assert folded("Nom de l’Association") == folded("NOM_DE_L_ASSOCIATION") == "nomdelassociation"
