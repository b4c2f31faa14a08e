"""What becomes of each row of a list, and of the list as a whole."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.core.tables import Row, folded, read
from placette.core.tests.racing import at_once
from placette.people.tests.factories import commune_of, officer_of
from placette.places.models import Commune
from placette.townhall import leaving
from placette.townhall.dashboard.exports import as_csv
from placette.townhall.directory import actions, exports, judging
from placette.townhall.directory.judging import judged
from placette.townhall.directory.kinds import ASSOCIATIONS, FACILITIES, KINDS
from placette.townhall.models import Association, Facility, Import

from .lists import LIST, RNA, SCDL, begun, imported

pytestmark = pytest.mark.django_db


def test_every_refused_row_is_named_with_its_reason():
    rows = [
        ";Rien\n", "=HYPERLINK(1);x\n", "Club;;pas un numéro\n", "Tennis;;;tennis@\n", "Danse;;;;pas de site\n",
        "Échecs;a;b;c;d;e;f\n", "Judo;;;;\n", "JUDO;;;;\n", "#REF!;\n", f"{'x' * 251};\n",
    ]  # fmt: skip
    found = actions.look(begun("Nom;Objet;Téléphone;E-mail;Site web\n" + "".join(rows)))

    assert [each.name for each in found.fresh] == ["Judo"]
    assert [(each.number, each.refusal.replace("\xa0", " ")) for each in found.refused] == [
        (2, "Le nom manque."),
        (3, "« =HYPERLINK(1) » est une formule : écrivez sa valeur."),
        (4, "« pas un numéro » n’est pas un numéro de téléphone."),
        (5, "« tennis@ » n’est pas une adresse e-mail."),
        (6, "« pas de site » n’est pas une adresse de site."),
        (7, "Cette ligne a plus de cases que de colonnes : un séparateur de trop ?"),
        (9, "C’est la même que la ligne 8."),
        (10, "« #REF! » est une erreur du tableur."),
        (11, "Le nom est trop long : 250 signes au plus."),
    ]


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
    assert kept.address == "12 bis Chemin du Bas"
    assert "inversées" in found.refused[0].refusal


def test_a_place_without_a_number_has_none():
    found = actions.look(begun(SCDL.replace("12 bis", "99999"), FACILITIES))

    assert [each.values["address"] for each in found.fresh] == ["Chemin du Bas"]


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


def test_a_name_is_looked_up_and_not_compared_with_every_entry(monkeypatch):
    """Ten thousand entries of the national directory, and a table of five thousand without numbers."""
    commune = Commune(code="31187")
    kept = [
        Association(pk=n, name=f"Club {n}", identifier=f"W31300{n:04}", key=f"id:W31300{n:04}")
        for n in range(60)
    ]
    rows = [Row(n, (f"Amicale {n}",)) for n in range(40)] + [Row(50, ("CLUB 7",))]
    counted: list[str] = []
    monkeypatch.setattr(judging, "folded", lambda name: counted.append(name) or folded(name))

    found = judged(ASSOCIATIONS, commune, rows, {"name": 0}, kept, None)

    assert [each.entry.pk for each in found.changed] == [7]
    assert len(counted) <= 3 * (len(kept) + len(rows))


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_of_the_button_one_imports():
    officer, commune = officer_of(), commune_of()
    draft = begun(LIST, by=officer)

    found = at_once(lambda _: actions.carry_out(draft.pk, commune, officer), range(2))

    assert sorted(each is None for each in found) == [False, True]
    assert Association.objects.count() == 2


def test_nothing_is_imported_where_something_breaks(monkeypatch):
    officer = officer_of()
    draft = begun(LIST, by=officer)
    monkeypatch.setattr(actions.trail, "record", lambda *_args, **_facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.carry_out(draft.pk, commune_of(), officer)

    assert (Association.objects.count(), Import.objects.count()) == (0, 1)


TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=25, deadline=None)
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
