"""The national base of carpool areas: what is read of it, what is refused and why, and what is found around."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.carpool.areas.loading import load
from placette.carpool.areas.reading import NotTheBase, Refused, Row, read
from placette.carpool.geometry import place, straight
from placette.carpool.models import Area
from placette.carpool.queries.areas import ALONG, ALONG_NEAR, MOST, NEAR, along, near
from placette.carpool.queries.meeting import passed
from placette.core.configuration import PROJECT
from placette.people.tests.factories import commune_of, person_of

from .factories import FONSORBES, PLAISANCE, TOULOUSE, way_of

TODAY = date(2026, 11, 25)
REAL = PROJECT.parent / "shared/data/base-nationale-lieux-covoiturage.csv"
TITLES = (
    "id_lieu,id_local,nom_lieu,ad_lieu,com_lieu,insee,type,date_maj,ouvert,source,Xlong,Ylat,nbre_pl,nbre_pmr,duree,"
    "horaires,proprio,lumiere,comm"
)
GOOD = {
    "id_lieu": "31187-C-001", "id_local": "C-001", "nom_lieu": "Aire du Trépadé", "ad_lieu": "D 632", "insee": "31187",
    "type": "Aire de covoiturage", "date_maj": "2024-05-02", "ouvert": "true", "source": "200068641",
    "Xlong": "1.24", "Ylat": "43.54", "nbre_pl": "40",
}  # fmt: skip


def line(**fields):
    row = GOOD | fields
    return ",".join(row.get(title, "") for title in TITLES.split(","))


def text_of(*lines):
    return "\n".join([TITLES, *lines]) + "\n"


def only(*lines, centres=None):
    return list(read(text_of(*lines), TODAY, centres or {}))


def test_a_good_row_is_read():
    assert only(line()) == [
        Row(
            "31187-C-001",
            "Aire du Trépadé",
            "area",
            "D 632",
            "31187",
            43.54,
            1.24,
            40,
            True,
            date(2024, 5, 2),
        )
    ]


def test_the_newer_layout_has_no_national_number_and_spreadsheets_write_semicolons():
    titles = TITLES.removeprefix("id_lieu,").replace(",", ";")
    values = line(type="Délaissé routier", nbre_pl="").removeprefix("31187-C-001,").replace(",", ";")

    [row] = read(f"\ufeff{titles}\r\n{values}\r\n", TODAY, {})

    assert (row.key, row.kind, row.spaces) == ("200068641:31187:C-001", "roadside", None)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"date_maj": "2026-12-13"}, "date_maj is in the future: 2026-12-13"),
        ({"date_maj": "13/12/2025"}, "date_maj is no date: « 13/12/2025 »"),
        ({"Ylat": "91"}, "Ylat is not on earth: 91"),
        ({"Xlong": "nan"}, "Xlong is not on earth: nan"),
        ({"Xlong": "1°14"}, "Xlong is no number: « 1°14 »"),
        ({"Xlong": "43.54", "Ylat": "1.24"}, "not in the part of France where 31187 is: 1.24, 43.54"),
        ({"insee": "97411"}, "not in the part of France where 97411 is: 43.54, 1.24"),
        ({"Ylat": "48.85", "Xlong": "2.35"}, "598 km from the commune 31187"),
        ({"insee": "3118"}, "no INSEE code: « 3118 »"),
        ({"type": "Gare"}, "unknown type: « Gare »"),
        ({"nom_lieu": ""}, "nom_lieu is missing or too long"),
        ({"id_lieu": "", "id_local": ""}, "no number"),
        ({"nbre_pl": "-1"}, "nbre_pl is no number of spaces: « -1 »"),
        ({"nbre_pl": "une dizaine"}, "nbre_pl is no number of spaces: « une dizaine »"),
        ({"ouvert": "oui"}, "ouvert is neither true nor false: « oui »"),
    ],
)
def test_a_faulty_row_is_named_with_its_reason(fields, reason):
    [refused] = only(line(**fields), centres={"31187": (43.53, 1.23)})

    assert refused == Refused(2, fields.get("nom_lieu", GOOD["nom_lieu"]), reason)


def test_of_two_rows_with_one_number_or_one_name_at_one_place_the_first_is_kept():
    rows = only(
        line(), line(nom_lieu="Autre"), line(id_lieu="31187-C-002"), line(id_lieu="31187-C-003", nom_lieu="B")
    )

    assert [type(each) for each in rows] == [Row, Refused, Refused, Row]
    assert [each.line for each in rows if isinstance(each, Refused)] == [3, 4]


def test_a_file_of_something_else_is_refused_as_a_whole():
    with pytest.raises(NotTheBase, match="Xlong, Ylat"):
        list(read("a,b\n1,2\n", TODAY, {}))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=20)))
def test_whatever_a_cell_holds_the_row_is_read_or_refused(fields):
    cells = {
        title: text.replace('"', "").replace("\n", " ").replace("\r", " ") for title, text in fields.items()
    }
    quoted = {title: f'"{text}"' for title, text in (GOOD | cells).items()}

    [each] = only(line(**quoted))

    assert isinstance(each, Row | Refused)


@pytest.mark.django_db
def test_loading_twice_is_loading_once_and_what_the_file_no_longer_names_goes(tmp_path):
    file = tmp_path / "areas.csv"
    file.write_text(text_of(line(), line(id_lieu="31187-C-002", nom_lieu="B"), line(id_lieu="x", Ylat="91")))
    loaded = load(file, TODAY)
    again = load(file, TODAY)
    first = Area.objects.get(key="31187-C-001")

    file.write_text(text_of(line(nom_lieu="Trépadé nord")))
    last = load(file, TODAY)

    assert (loaded.kept, loaded.gone, len(loaded.refused)) == (2, 0, 1)
    assert again == loaded
    assert (last.kept, last.gone) == (1, 1)
    area = Area.objects.get()
    assert (area.pk, area.name) == (first.pk, "Trépadé nord")


@pytest.mark.django_db
def test_a_file_without_a_readable_row_takes_nothing_away(tmp_path):
    area_at(FONSORBES)
    file = tmp_path / "areas.csv"
    file.write_text(text_of(line(type="Gare")))

    with pytest.raises(NotTheBase, match="no row"):
        load(file, TODAY)

    assert Area.objects.count() == 1


@pytest.mark.django_db
def test_the_command_says_what_it_did(tmp_path, capsys):
    commune_of()
    file = tmp_path / "areas.csv"
    file.write_text(text_of(line(), line(id_lieu="31187-C-002", Ylat="48.85", Xlong="2.35")))

    call_command("load_carpool_areas", str(file))

    said = capsys.readouterr().out
    assert "line 3, « Aire du Trépadé »: 598 km from the commune 31187" in said
    assert "1 areas, 1 rows refused, 0 areas gone. Base nationale des lieux de covoiturage, ODbL." in said
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        call_command("load_carpool_areas", str(tmp_path / "nowhere.csv"))


def area_at(point, number=1, **fields):
    return Area.objects.create(
        key=str(number), name=f"Aire {number}", kind="area", commune_code="31187", latitude=point[0],
        longitude=point[1], updated_on=TODAY, **fields,
    )  # fmt: skip


@pytest.mark.django_db
def test_areas_around_a_point_nearest_first_and_only_open_ones(django_assert_num_queries):
    far = area_at((43.54, 1.24), 1)
    close = area_at((43.534, 1.230), 2)
    area_at((43.534, 1.229), 3, is_open=False)
    area_at(TOULOUSE, 4)

    with django_assert_num_queries(1):
        found = near(FONSORBES, 2_000)

    assert [each.id for each in found] == [close.pk, far.pk]
    assert found[0].metres == pytest.approx(straight(place(FONSORBES), place(close.point)))
    assert near(FONSORBES, 50) == []


@pytest.mark.django_db
def test_areas_along_a_way_are_those_by_which_it_hardly_grows():
    on_the_way = area_at(PLAISANCE, 1)
    area_at((43.30, 1.33), 2)  # south of it
    behind = area_at((43.53, 1.22), 3)

    found = along(FONSORBES, TOULOUSE, 2_000)

    assert [each.id for each in found] == [on_the_way.pk, behind.pk]


@pytest.mark.django_db
def test_many_areas_at_the_other_end_take_no_place_of_one_that_is_near_her():
    for number in range(MOST):
        area_at(TOULOUSE, number)
    hers = area_at((43.545, 1.240), MOST)

    found = passed(way_of(person_of(), FONSORBES, TOULOUSE), FONSORBES)

    assert [each.end.point for each in found] == [hers.point]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", [NEAR, ALONG, ALONG_NEAR])
def test_all_are_read_by_the_index(sql):
    a, b = str(place(FONSORBES)), str(place(TOULOUSE))
    facts = {
        "at": a, "a": a, "b": b, "ab": 19_000.0, "metres": 500.0, "wide": 2_000.0, "far": 400.0, "most": 20,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", facts)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "area_place" in plan


@pytest.mark.django_db
@pytest.mark.parametrize("metres", [0, 500, 3_000, 40_000])
def test_the_index_loses_no_area(metres):
    for number in range(200):
        area_at((43.3 + (number * 37 % 60) / 100, 1.0 + (number * 53 % 70) / 100), number)
    a, b = place(FONSORBES), place(TOULOUSE)

    found = {each.id for each in along(FONSORBES, TOULOUSE, metres, most=1_000)}
    around = {each.id for each in near(FONSORBES, metres, most=1_000)}

    expected = {
        each.pk
        for each in Area.objects.all()
        if straight(a, place(each.point)) + straight(place(each.point), b) <= straight(a, b) + metres
    }
    assert found == expected
    assert around == {each.pk for each in Area.objects.all() if straight(a, place(each.point)) <= metres}


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the real file is not here")
def test_the_real_file_has_one_date_in_the_future_and_loads():
    loaded = load(REAL, TODAY)

    assert [each.reason for each in loaded.refused] == ["date_maj is in the future: 2026-12-13"]
    assert loaded.kept == Area.objects.count() == 2_472
    assert near((45.956, 5.341), 2_000)
