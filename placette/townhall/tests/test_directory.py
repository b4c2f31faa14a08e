"""The directory: files as town halls have them, looked at, corrected, carried out as a whole, and taken along again."""

import io
import threading

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.core.tables import Row, read
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.places.models import Commune
from placette.townhall import leaving
from placette.townhall.dashboard.exports import as_csv
from placette.townhall.directory import actions, exports
from placette.townhall.directory.judging import judged
from placette.townhall.directory.kinds import ASSOCIATIONS, FACILITIES, KINDS
from placette.townhall.models import Association, Facility, Import
from placette.trust.models import Line

pytestmark = pytest.mark.django_db
LIST = (
    "Nom de l’association;Objet;Téléphone;Courriel;Site internet\r\n"
    "Tennis Club;Jouer, apprendre;561000001;contact@tennis.example;tennis.example\r\n"
    "Les Amis de l’Été;Chants;+33 5 61 00 00 02;;néant\r\n"
)
# As data.gouv.fr publishes it, « waldec », shortened: an active one, a dissolved one, one of another commune.
RNA = (
    "id;id_ex;siret;titre;titre_court;objet;adrs_numvoie;adrs_libvoie;adrs_codeinsee;adrg_libvoie;siteweb;position\n"
    '"W313000001";"";"";"COMITE DES FETES";"";"fêtes du village";"3";"DES LILAS";"31187";"CHEZ MME X";"";"A"\n'
    '"W313000002";"";"";"ANCIENNE CHORALE";"";"chant";"";"";"31187";"";"";"D"\n'
    '"W313000003";"";"";"CLUB DE SEYSSES";"";"rugby";"";"";"31547";"";"";"A"\n'
)
SCDL = (
    "COLL_NOM,COLL_SIRET,EQUIP_UID,EQUIP_THEME,EQUIP_CODE,EQUIP_TYPE,EQUIP_NOM,ADR_NUMERO,ADR_NOMVOIE,EQUIP_LAT,EQUIP_LONG,"
    "EQUIP_OUVERTURE,EQUIP_TEL,EQUIP_WEB\n"
    "Fonsorbes,21310187800011,31187-001,Sport,BPE-F103,Terrain de tennis,Courts du Bas,,Chemin du Bas,43.531,1.229,Mo-Su 08:00-22:00,,\n"
    "Fonsorbes,21310187800011,31187-002,Sport,BPE-F103,Terrain de tennis,Court perdu,,Chemin du Haut,1.229,43.531,,,\n"
)


def sent(
    client, text: str | bytes, kind: str = "associations", name: str = "liste.csv", encoding: str = "utf-8"
):
    body = text if isinstance(text, bytes) else text.encode(encoding)
    return client.post("/mairie/annuaire/", {"kind": kind, "file": SimpleUploadedFile(name, body)})


def begun(text: str, kind=ASSOCIATIONS, by=None) -> Import:
    return actions.begin(commune_of(), by or officer_of(), kind, io.BytesIO(text.encode()), "liste.csv")


@pytest.mark.parametrize(("encoding", "in_memory"), [("utf-8-sig", 2_000_000), ("cp1252", 0)])
def test_a_list_is_looked_at_then_imported(client, encoding, in_memory):
    client.force_login(officer_of())

    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=in_memory):
        page = client.get(sent(client, LIST, encoding=encoding).url)
    assert Association.objects.count() == 0
    assert "Importer 2 lignes" in page.content.decode()
    done = client.post(f"/mairie/annuaire/import/{Import.objects.get().pk}/faire/", follow=True)

    tennis, friends = Association.objects.order_by("-name")
    assert (tennis.phone, tennis.email, tennis.website) == (
        "05 61 00 00 01",
        "contact@tennis.example",
        "https://tennis.example",
    )
    assert (friends.name, friends.about, friends.phone, friends.website) == (
        "Les Amis de l’Été",
        "Chants",
        "05 61 00 00 02",
        "",
    )
    assert "C’est importé" in done.content.decode()
    assert not Import.objects.exists()
    line = Line.objects.get(verb="directory.imported")
    assert (line.facts["fresh"], line.facts["changed"], line.facts["refused"]) == (2, 0, 0)


def test_a_workbook_is_read_as_well(client):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Nom", "Objet"])
    book.active.append(["Pétanque", "Boules"])
    book.save(file)
    client.force_login(officer_of())

    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=0):
        page = client.get(sent(client, file.getvalue(), name="liste.xlsx").url).content.decode()

    assert "Pétanque" in page
    assert "Importer 1 ligne" in page


def test_every_refused_row_is_named_with_its_reason():
    rows = [
        ";Rien\n", "=HYPERLINK(1);x\n", "Club;;pas un numéro\n", "Tennis;;;tennis@\n", "Danse;;;;pas de site\n",
        "Échecs;a;b;c;d;e;f\n", "Judo;;;;\n", "JUDO;;;;\n", "#REF!;\n", f"{'x' * 121};\n",
    ]  # fmt: skip
    found = actions.look(begun("Nom;Objet;Téléphone;E-mail;Site web\n" + "".join(rows)))

    assert [each.name for each in found.fresh] == ["Judo"]
    assert [(each.number, each.refusal) for each in found.refused] == [
        (2, "Le nom manque."),
        (3, "« =HYPERLINK(1) » est une formule : écrivez sa valeur."),
        (4, "« pas un numéro » n’est pas un numéro de téléphone."),
        (5, "« tennis@ » n’est pas une adresse e-mail."),
        (6, "« pas de site » n’est pas une adresse de site."),
        (7, "Cette ligne a plus de cases que de colonnes : un séparateur de trop ?"),
        (9, "C’est la même que la ligne 8."),
        (10, "« #REF! » est une erreur du tableur."),
        (11, "Le nom est trop long : 120 signes au plus."),
    ]


def test_columns_are_guessed_and_corrected(client):
    client.force_login(officer_of())
    sent(client, "Truc;Machin\nTennis;Jouer\n")
    draft = Import.objects.get()
    before = client.get(f"/mairie/annuaire/import/{draft.pk}/").content.decode()

    client.post(
        f"/mairie/annuaire/import/{draft.pk}/colonnes/",
        {"name": "0", "about": "1", "phone": "99", "email": "0"},
    )

    after = client.get(f"/mairie/annuaire/import/{draft.pk}/").content.decode()
    assert "colonne du nom" in before
    assert "Importer 1 ligne" in after
    draft.refresh_from_db()
    assert draft.columns == {"name": 0, "about": 1}


def test_of_the_national_directory_only_what_is_of_the_commune_and_public_is_taken():
    officer = officer_of()
    draft = begun(RNA, by=officer)
    found = actions.carry_out(draft.pk, commune_of(), officer)

    kept = Association.objects.get()
    assert (kept.name, kept.identifier, kept.about) == ("COMITE DES FETES", "W313000001", "fêtes du village")
    assert draft.elsewhere == 1
    assert [each.refusal for each in found.refused] == ["L’association est dissoute."]
    assert "LILAS" not in str(
        [getattr(kept, field.name) for field in Association._meta.fields]
    )  # the seat is often a home


def test_facilities_as_the_scdl_has_them():
    officer = officer_of()
    found = actions.carry_out(begun(SCDL, FACILITIES, officer).pk, commune_of(), officer)

    kept = Facility.objects.get()
    assert (kept.name, kept.identifier, kept.theme) == ("Courts du Bas", "31187-001", "Terrain de tennis")
    assert (kept.latitude, kept.longitude, kept.opening) == (43.531, 1.229, "Mo-Su 08:00-22:00")
    assert "inversées" in found.refused[0].refusal


def test_a_file_that_comes_again_updates_by_key_and_doubles_nothing():
    officer, commune = officer_of(), commune_of()
    for text in (LIST, LIST.replace("Jouer, apprendre", "Jouer")):
        found = actions.carry_out(begun(text, by=officer).pk, commune, officer)

    assert (len(found.fresh), len(found.changed), len(found.same)) == (0, 1, 1)
    assert Association.objects.get(name="Tennis Club").about == "Jouer"
    # It is found by its name when a file knows its number, and by that ever after.
    numbered = "Nom;Numéro RNA\nTENNIS CLUB;W313000009\n"
    actions.carry_out(begun(numbered, by=officer).pk, commune, officer)
    again = actions.look(begun("Nom;Numéro RNA\nTennis de Fonsorbes;W313000009\n", by=officer))
    known = actions.look(begun("Nom;Objet\nTennis club;Jouer\n", by=officer))

    assert Association.objects.count() == 2
    assert [each.entry.identifier for each in again.changed] == ["W313000009"]
    assert (len(known.fresh), len(known.changed) + len(known.same)) == (0, 1)
    assert (
        Association.objects.get(identifier="W313000009").phone == "05 61 00 00 01"
    )  # what a file does not say stays


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_of_the_button_one_imports():
    officer, commune = officer_of(), commune_of()
    draft, together, found = begun(LIST, by=officer), threading.Barrier(2), []

    def press() -> None:
        together.wait()
        found.append(actions.carry_out(draft.pk, commune, officer))
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()

    assert sorted(each is None for each in found) == [False, True]
    assert Association.objects.count() == 2


def test_nothing_is_imported_where_something_breaks(monkeypatch):
    officer = officer_of()
    draft = begun(LIST, by=officer)
    monkeypatch.setattr(actions.trail, "record", lambda *_args, **_facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.carry_out(draft.pk, commune_of(), officer)

    assert (Association.objects.count(), Import.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"%PDF-1.7", "tableur"),
        (b"", "vide"),
        (b"Nom;Objet\n", "ligne des titres"),
        (RNA.replace("31187", "31499").encode(), "Aucune des 3 lignes"),
        (b"Nom\n" + b"Club\n" * 10_001, "10000 lignes"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(client, text, says):
    client.force_login(officer_of())

    answer = sent(client, text)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_or_no_kind_is_told(client):
    client.force_login(officer_of())

    assert client.post("/mairie/annuaire/", {"kind": "associations"}).status_code == 422
    assert sent(client, LIST, kind="autre").status_code == 422


def test_giving_up_forgets_the_file_and_a_day_does_too(client):
    officer = officer_of()
    client.force_login(officer)
    draft = begun(LIST, by=officer)
    client.post(f"/mairie/annuaire/import/{draft.pk}/abandon/")
    assert not Import.objects.exists()

    Import.objects.filter(pk=begun(LIST, by=officer).pk).update(at="2020-01-01T00:00Z")
    assert actions.forget_old() == 1
    late = client.post(f"/mairie/annuaire/import/{draft.pk}/faire/", follow=True)
    assert "a attendu plus d’un jour" in late.content.decode()


def test_the_wrong_people_find_no_door(client):
    officer = officer_of()
    draft = begun(LIST, by=officer)
    other = officer_of()
    pages = ("/mairie/annuaire/", f"/mairie/annuaire/import/{draft.pk}/", "/mairie/annuaire/associations.csv")
    for stranger in (
        person_of(),
        ambassador_of(),
        officer_of("31499"),
        person_of("Camille", lives_in=None, is_operator=True),
    ):
        client.force_login(stranger)
        for page in pages:
            assert client.get(page, {"commune": "31187"}).status_code == 404
    client.force_login(other)
    assert client.get(pages[1]).status_code == 302  # the draft of a colleague
    assert client.post(f"/mairie/annuaire/import/{draft.pk}/faire/").status_code == 302
    assert (Import.objects.count(), Association.objects.count()) == (1, 0)
    client.logout()
    assert client.get(pages[0]).status_code == 302


def imported() -> None:
    officer = officer_of()
    actions.carry_out(begun(LIST, by=officer).pk, commune_of(), officer)
    actions.carry_out(begun(SCDL, FACILITIES, officer).pk, commune_of(), officer)


def test_everybody_reads_the_lists_on_the_page_of_the_commune(client, django_assert_num_queries):
    imported()

    here = client.get("/c/31187-fonsorbes/").content.decode()
    with django_assert_num_queries(4):  # the commune, the two counts, how many are asked for, they
        page = client.get("/c/31187-fonsorbes/associations/").content.decode()

    assert "2 associations" in here
    assert "1 lieu" in here
    assert 'href="tel:0561000001"' in page
    assert "Chants" in page
    assert "Courts du Bas" in client.get("/c/31187-fonsorbes/lieux/").content.decode()
    found = client.get("/c/31187-fonsorbes/associations/", {"q": "ete chant"}).content.decode()
    assert "Les Amis" in found
    assert "Tennis Club" not in found
    assert "Rien de tel" in client.get("/c/31187-fonsorbes/associations/", {"q": "curling"}).content.decode()
    assert client.get("/c/31187-fonsorbe/lieux/").status_code == 301
    commune_of("31499", open=False)
    assert client.get("/c/31499-saint-lys/lieux/").status_code == 404


def test_the_officer_searches_removes_and_takes_along(client, django_assert_num_queries):
    imported()
    client.force_login(officer_of())
    client.get("/mairie/annuaire/")
    with django_assert_num_queries(5 + 3):  # the frame; the two counts, how many are asked for, they
        page = client.get("/mairie/annuaire/").content.decode()
    tennis = Association.objects.get(name="Tennis Club")

    removed = client.post(
        f"/mairie/annuaire/associations/{tennis.pk}/retirer/", {"commune": "31187"}, follow=True
    )

    assert "Tennis Club" in page
    assert "est retiré" in removed.content.decode()
    assert list(Association.objects.values_list("name", flat=True)) == ["Les Amis de l’Été"]
    assert client.get("/mairie/annuaire/autre.csv").status_code == 404
    book = openpyxl.load_workbook(io.BytesIO(client.get("/mairie/annuaire/lieux.xlsx").content))
    assert book.active["A2"].value == "Courts du Bas"


def test_the_preview_costs_as_many_queries_however_long_the_list(client, django_assert_num_queries):
    client.force_login(officer_of())
    sent(client, "Nom\n" + "".join(f"Club {number}\n" for number in range(300)))
    address = f"/mairie/annuaire/import/{Import.objects.get().pk}/"

    with django_assert_num_queries(5 + 2):  # the frame; the draft, the entries
        client.get(address)


TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TEXTS.filter(lambda text: any(map(str.isalnum, text))), TEXTS), min_size=1, max_size=5)
)
def test_what_is_taken_along_comes_back_as_it_went(pairs):
    commune, columns = Commune(code="31187"), [column.name for column in ASSOCIATIONS.columns]
    rows = [Row(number, pair) for number, pair in enumerate(pairs)]
    found = judged(ASSOCIATIONS, commune, rows, {"name": 0, "about": 1}, [], None)
    kept = [Association(pk=each.number, **each.values) for each in found.fresh]

    written = as_csv(
        exports.lines(ASSOCIATIONS, [[getattr(each, name) for name in columns] for each in kept])
    )
    table = read(io.BytesIO(written), ASSOCIATIONS.known)
    again = judged(ASSOCIATIONS, commune, table.rows, ASSOCIATIONS.guessed(table.names), kept, None)

    assert (len(again.same), again.accepted, again.refused) == (len(kept), 0, [])
    for line in written.decode("utf-8-sig").splitlines()[1:]:
        assert not line.lstrip('"').startswith(("=", "+", "-", "@"))


def test_it_goes_along_and_is_erased_with_the_space_and_moves_with_the_commune():
    imported()
    tables = {each.name: list(each.rows) for each in leaving.tables(commune_of())}
    assert [row[0] for row in tables["associations"]] == ["Les Amis de l’Été", "Tennis Club"]
    assert tables["lieux"][0][0] == "Courts du Bas"
    Association.objects.create(commune=commune_of("31499"), name="Tennis club", key="name:tennisclub")

    actions.move("31187", "31499")
    assert set(Association.objects.values_list("name", "commune")) == {
        ("Tennis club", "31499"),
        ("Les Amis de l’Été", "31499"),
    }
    begun(LIST)
    for code in ("31187", "31499"):
        leaving.erase(code)
    assert sum(model.objects.count() for model in (Association, Facility, Import)) == 0


def test_both_lists_have_columns_that_fit_their_model():
    for kind in KINDS.values():
        fields = {field.name for field in kind.model._meta.fields}
        assert {column.name for column in kind.columns} <= fields
        assert len(kind.known) > 20
