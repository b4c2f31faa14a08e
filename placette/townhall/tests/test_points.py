"""A town hall's own meeting points: who keeps them, and where residents meet them."""

from datetime import date

import pytest
from django.conf import settings as site
from django.db import IntegrityError, transaction

from placette.carpool import ends
from placette.carpool.actions import meeting_points as actions
from placette.carpool.areas.loading import load
from placette.carpool.models import Area
from placette.carpool.tests.test_areas import line, text_of
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of, standing
from placette.places import events, geocoder
from placette.places.models import Boundary, Commune
from placette.places.tests.geocoder_server import geocoder_server

pytestmark = pytest.mark.django_db
LIST = "/mairie/points/"
SQUARE = [[1.2, 43.5], [1.26, 43.5], [1.26, 43.56], [1.2, 43.56], [1.2, 43.5]]
STOP = {"name": "Arrêt du Trépadé", "where": "43,53312 ; 1,22934", "note": "sous l’abribus, 3 places"}
PLACE = (43.53312, 1.22934)


@pytest.fixture(autouse=True)
def _outline():
    """Fonsorbes as a square of five kilometres."""
    Boundary.objects.create(
        commune=commune_of(), geojson={"type": "Polygon", "coordinates": [SQUARE]},
        west=1.2, south=43.5, east=1.26, north=43.56,
    )  # fmt: skip


@pytest.fixture
def officer(client):
    officer = officer_of()
    client.force_login(officer)
    return officer


def point_of(officer, name="Arrêt du Trépadé", place=PLACE, note="sous l’abribus") -> Area:
    return actions.add(commune_of(), officer, name, place, note)


def test_an_officer_opens_a_point_to_the_metre(client, officer):
    page = client.post(LIST, STOP | {"commune": "31187"}, follow=True).content.decode()

    point = Area.objects.get()
    assert (point.point, point.note, point.commune_id, point.officer) == (
        PLACE,
        STOP["note"],
        "31187",
        officer,
    )
    assert "Arrêt du Trépadé" in page
    assert "Carte des points de rencontre" in page


def test_it_is_renamed_moved_and_closed(client, officer):
    point = point_of(officer)
    address = f"{LIST}{point.pk}/"
    typed = client.get(address).content.decode()
    client.post(address, {"name": "Place de l’église", "where": "Ici (43,5300 ; 1,2300)", "note": ""})
    point.refresh_from_db()
    moved = point.name, point.point, point.note

    client.post(f"{address}fin/")

    point.refresh_from_db()
    assert 'value="Fonsorbes (43,53312 ; 1,22934)"' in typed
    assert moved == ("Place de l’église", (43.53, 1.23), "")
    assert not point.is_open
    assert client.get(address).status_code == 404
    point_of(officer, "Place de l’église")  # the name is free again


def test_a_closed_one_is_opened_again_as_it_was(client, officer):
    point = point_of(officer)
    actions.close(point, officer)
    page = client.get(f"{LIST}?commune=31187").content.decode()
    assert "Points fermés" in page

    client.post(f"{LIST}{point.pk}/rouvrir/", {"commune": "31187"})
    client.post(f"{LIST}{point.pk}/rouvrir/", {"commune": "31187"})

    point.refresh_from_db()
    assert (point.is_open, point.name, point.point, point.note) == (
        True,
        "Arrêt du Trépadé",
        PLACE,
        "sous l’abribus",
    )


def test_it_stays_closed_where_its_name_is_another_s_by_now(client, officer):
    point = point_of(officer)
    actions.close(point, officer)
    point_of(officer)

    page = client.post(f"{LIST}{point.pk}/rouvrir/", {"commune": "31187"}, follow=True).content.decode()

    point.refresh_from_db()
    assert not point.is_open
    assert "donnez-lui d’abord un autre nom" in page


def test_what_was_read_before_it_was_closed_or_its_commune_merged_undoes_neither(officer):
    closed, merged = point_of(officer), point_of(officer, "Mairie")
    Area.objects.filter(pk=closed.pk).update(is_open=False)
    actions.move("31187", commune_of("31499").pk)

    with pytest.raises(actions.Closed):
        actions.change(closed, officer, "Lavoir", PLACE)
    actions.change(merged, officer, "Place de la mairie", PLACE)

    assert [(each.name, each.commune_id) for each in Area.objects.filter(is_open=True)] == [
        ("Place de la mairie", "31499")
    ]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("", "touchez la carte"),
        ("43,60 ; 1,44", "n’est pas dans votre commune, Fonsorbes"),
        ("91 ; 1", "va de -90 à 90"),
        ("derrière le lavoir", "Nous ne trouvons pas ce lieu"),
    ],
)
def test_a_place_that_cannot_be_says_why_and_loses_nothing(client, officer, where, said):
    page = client.post(LIST, STOP | {"where": where}).content.decode()

    assert said in page
    assert STOP["note"] in page
    assert not Area.objects.exists()


def test_two_open_points_of_a_commune_have_two_names(client, officer):
    point_of(officer)

    page = client.post(LIST, STOP | {"name": "ARRÊT DU TRÉPADÉ"}).content.decode()

    assert "Un autre point porte déjà ce nom" in page
    assert Area.objects.count() == 1


def test_only_the_officers_of_that_town_hall_keep_them(client, officer):
    point = point_of(officer)
    for other in (person_of(), officer_of("31499")):
        client.force_login(other)
        for path in (LIST, f"{LIST}{point.pk}/", f"{LIST}{point.pk}/fin/", f"{LIST}carte/", f"{LIST}lieu/"):
            assert client.post(path, STOP | {"commune": "31187"}).status_code == 404
    point.refresh_from_db()
    assert point.is_open


def test_an_officer_of_two_town_halls_sees_those_of_one_desk(client, officer):
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of("31499"))
    point = point_of(officer)

    assert client.get(f"{LIST}{point.pk}/?commune=31187").status_code == 200
    assert client.get(f"{LIST}{point.pk}/?commune=31499").status_code == 404
    assert point.name not in client.get(f"{LIST}?commune=31499").content.decode()


def test_the_map_gives_a_place_of_the_commune_to_the_metre(client, officer):
    point_of(officer)

    shown = client.post(f"{LIST}carte/?commune=31187", {"text": "43,53 ; 1,23"}).content.decode()
    inside = client.post(f"{LIST}lieu/?commune=31187", {"latitude": "43.53312", "longitude": "1.22934"})
    outside = client.post(f"{LIST}lieu/?commune=31187", {"latitude": "43.6", "longitude": "1.44"})

    assert "Arrêt du Trépadé" in shown
    assert "hexagone" not in shown
    assert inside.json() == {"name": "Fonsorbes (43,53312 ; 1,22934)"}
    assert outside.status_code == 422


def test_who_changes_without_end_is_asked_to_go_on_tomorrow(client, officer, monkeypatch):
    monkeypatch.setattr("placette.townhall.point_views.CHANGES_A_DAY", 1)
    client.post(LIST, STOP)

    page = client.post(LIST, STOP | {"name": "Mairie"}).content.decode()

    assert "continuez demain" in page
    assert Area.objects.count() == 1


def test_an_address_that_is_typed_again_and_again_is_asked_no_more_even_on_forms_that_are_refused(
    client, officer, settings, monkeypatch
):
    monkeypatch.setattr(geocoder, "ADDRESSES_A_MINUTE", 2)
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})
        for number in range(4):
            client.post(LIST, STOP | {"name": "", "where": f"{number} rue du Stade"})

        assert len(server.asked) == 2


def test_a_town_hall_with_very_many_open_points_closes_one_first(client, officer, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    there = point_of(officer)

    page = client.post(LIST, STOP | {"name": "Mairie"}).content.decode()
    actions.close(there, officer)
    client.post(LIST, STOP | {"name": "Lavoir"})

    assert "fermez-en un d’abord" in page
    assert [each.name for each in Area.objects.filter(is_open=True)] == ["Lavoir"]


def test_the_list_costs_as_much_however_many_there_are(client, officer, django_assert_num_queries):
    client.get(LIST)
    for number in range(8):
        point_of(officer, f"Point {number}")

    # session, person, memberships, roles; notices; points, closed ones, communes drawn
    with django_assert_num_queries(4 + 1 + 3):
        client.get(LIST)


def test_a_resident_types_its_name_touches_it_and_is_suggested_it(client, officer):
    point_of(officer)
    jeanne = person_of()
    client.force_login(jeanne)

    end = ends.found("arret du trepade", standing(jeanne), PLACE)
    touched = client.post("/trajets/lieu/", {"latitude": "43.533", "longitude": "1.229"}).json()
    options = client.get("/trajets/noms/?q=trepa").content.decode()

    assert end.point == PLACE
    assert touched == {"name": end.name}
    assert f'data-exact="{end.name}"' in options
    assert "sous l’abribus" in options
    assert "Arrêt du Trépadé" in client.post("/trajets/carte/", {"text": ""}).content.decode()


def test_the_suggestions_ask_the_database_as_often_however_many_there_are(
    client, officer, django_assert_max_num_queries
):
    for number in range(8):
        point_of(officer, f"Point {number}")
    client.force_login(person_of())
    client.get("/trajets/noms/?q=point")

    with django_assert_max_num_queries(
        4 + 1 + 1 + 4
    ):  # as above; the limit; points; communes as places.search asks
        client.get("/trajets/noms/?q=point")


def test_the_national_base_is_loaded_beside_it(officer, tmp_path):
    point = point_of(officer)
    file = tmp_path / "areas.csv"
    file.write_text(text_of(line()))

    load(file, date(2026, 11, 25))

    assert Area.objects.filter(pk=point.pk, is_open=True).exists()
    assert Area.objects.count() == 2


def test_a_merged_commune_keeps_the_points_of_both(officer):
    point_of(officer)
    old = commune_of("31499")
    actions.add(old, officer, "Arrêt du trépadé", (43.515, 1.176))
    actions.add(old, officer, "Mairie", (43.516, 1.177))

    for tell in events.merged:
        tell("31499", "31187")

    names = set(Area.objects.filter(commune="31187", commune_code="31187").values_list("name", flat=True))
    assert names == {"Arrêt du Trépadé", "Arrêt du trépadé, Saint-Lys", "Mairie"}


def test_a_point_has_a_town_hall_and_an_area_of_the_base_none(officer):
    point = point_of(officer)

    with pytest.raises(IntegrityError, match="a_meeting_point_is_of_a_town_hall"), transaction.atomic():
        Area.objects.filter(pk=point.pk).update(commune=None)
    assert Commune.objects.filter(pk=point.commune_id).exists()
