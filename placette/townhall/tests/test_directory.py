"""The directory: files are sent, looked at, corrected, carried out; everybody reads what there is, and takes it along."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.places.models import Boundary
from placette.townhall.directory import actions
from placette.townhall.directory.kinds import KINDS
from placette.townhall.models import Association, Facility, Import
from placette.trust.models import Line

from .lists import LIST, RNA, begun, imported

pytestmark = pytest.mark.django_db


def sent(
    client, text: str | bytes, kind: str = "associations", name: str = "liste.csv", encoding: str = "utf-8"
):
    body = text if isinstance(text, bytes) else text.encode(encoding)
    return client.post("/mairie/annuaire/", {"list": kind, "file": SimpleUploadedFile(name, body)})


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


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"%PDF-1.7", "tableur"),
        (b"", "vide"),
        (b"Nom;Objet\n", "ligne des titres"),
        (RNA.replace("31187", "31499").encode(), "Aucune des 3 lignes"),
        (b"Nom\n" + b"Club\n" * 4, "3 lignes"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(client, monkeypatch, text, says):
    monkeypatch.setattr(actions, "MOST", 3)
    client.force_login(officer_of())

    answer = sent(client, text)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_or_no_kind_is_told(client):
    client.force_login(officer_of())

    assert client.post("/mairie/annuaire/", {"list": "associations"}).status_code == 422
    assert sent(client, LIST, kind="autre").status_code == 422


def test_giving_up_forgets_the_file_and_a_day_does_too(client):
    officer = officer_of()
    client.force_login(officer)
    draft = begun(LIST, by=officer)
    client.post(f"/mairie/annuaire/import/{draft.pk}/abandon/")
    assert not Import.objects.exists()

    draft = begun(LIST, by=officer)
    Import.objects.filter(pk=draft.pk).update(at="2020-01-01T00:00Z")
    for page in ("", "faire/"):
        address = f"/mairie/annuaire/import/{draft.pk}/{page}"
        late = client.post(address, follow=True) if page else client.get(address, follow=True)
        assert "a attendu plus d’un jour" in late.content.decode(), "also before the night's job"
    assert not Association.objects.exists()
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


def test_places_stand_on_the_map_of_the_commune(client, django_assert_num_queries):
    imported()
    ground = {
        "type": "Polygon",
        "coordinates": [[[1.2, 43.5], [1.26, 43.5], [1.26, 43.56], [1.2, 43.56], [1.2, 43.5]]],
    }
    Boundary.objects.create(
        commune=commune_of(), west=1.2, south=43.5, east=1.26, north=43.56, geojson=ground
    )

    with django_assert_num_queries(4):
        page = client.get("/c/31187-fonsorbes/lieux/").content.decode()

    place = Facility.objects.get()
    assert f'"url": "#place-{place.pk}"' in page
    assert f'id="place-{place.pk}"' in page
    assert "<title>Courts du Bas</title>" in page
    assert "place-map" not in client.get("/c/31187-fonsorbes/associations/").content.decode()


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


def test_the_lists_are_open_data_that_keep_their_schema(client):
    imported()
    Association.objects.create(
        commune=commune_of(), key="name:x", name="@musiciens <script>alert(1)</script>"
    )

    for name in KINDS:
        schema = client.get(f"/donnees/{name}.schema.json").json()
        lines = list(csv.reader(io.StringIO(client.get(f"/donnees/31187/{name}.csv").content.decode())))
        assert lines[0] == [field["name"] for field in schema["fields"]]
        assert len(lines) == KINDS[name].model.objects.count() + 1
        assert {line[0] for line in lines[1:]} == {"31187"}
        assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    page = client.get("/c/31187-fonsorbes/associations/").content.decode()
    assert "<script>alert(1)" not in page
    assert "@musiciens" in page
    assert client.get("/donnees/31499/lieux.csv").status_code == 404
