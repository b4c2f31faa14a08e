import pytest
import shapely
from django.core.management import CommandError, call_command
from django.utils import timezone
from shapely.geometry import Point
from shapely.geometry import shape as read_geojson

from placette.places import loader, reach
from placette.places.loader import rows, sources
from placette.places.models import (
    Adjacency,
    Boundary,
    Commune,
    Community,
    FormerCommune,
    Quarter,
    Space,
    Waiting,
)


def test_knows_fonsorbes_as_its_town_hall_does(places):
    fonsorbes = Commune.objects.select_related("community").get(code="31187")

    assert fonsorbes.name == "Fonsorbes"
    assert fonsorbes.population == 13048
    assert fonsorbes.postcodes == ["31470"]
    assert fonsorbes.siren == "213101876"
    assert (fonsorbes.community_id, fonsorbes.community.name) == ("200068641", "Le Muretain Agglo")
    assert (fonsorbes.department_name, fonsorbes.region_name) == ("Haute-Garonne", "Occitanie")
    assert fonsorbes.town_hall_email == "mairie@fonsorbes.fr"
    assert fonsorbes.town_hall_hours[0][0] == "lundi"
    assert fonsorbes.get_absolute_url() == "/c/31187-fonsorbes/"


def test_finds_the_communes_that_touch(places):
    touching = set(Commune.objects.filter(code__in=reach.around("31187")).values_list("name", flat=True))

    assert touching == {"Saint-Lys", "Seysses", "Frouzins", "Fontenilles", "Plaisance-du-Touch"}


def test_touching_goes_both_ways_over_plausible_distances(places):
    pairs = {(each.commune_id, each.neighbour_id): each.distance for each in Adjacency.objects.all()}

    assert len(pairs) > 4000
    assert all(pairs[theirs, ours] == metres for (ours, theirs), metres in pairs.items())
    assert 3000 < pairs["31187", "31499"] < 7000
    assert list(reach.around("31187").values()) == sorted(
        metres for (ours, _), metres in pairs.items() if ours == "31187"
    )


def test_places_each_commune_inside_its_outline(places):
    for boundary in Boundary.objects.select_related("commune"):
        commune = boundary.commune
        outline = shapely.make_valid(read_geojson(boundary.geojson))
        assert outline.distance(Point(commune.longitude, commune.latitude)) < 1e-4, commune.code


def test_neighbours_share_their_borders_exactly(places):
    outlines = dict(Boundary.objects.filter(commune__in=["31187", "31499"]).values_list("commune", "geojson"))
    fonsorbes, saint_lys = (shapely.get_coordinates(read_geojson(geojson)) for geojson in outlines.values())

    assert len({tuple(point) for point in fonsorbes} & {tuple(point) for point in saint_lys}) > 2


def test_writes_names_with_their_article_and_typographic_apostrophe(places):
    assert Commune.objects.get(code="31561").name == "L’Union"
    assert Commune.objects.get(code="31561").of_name == "de L’Union"
    assert Commune.objects.get(code="31561").slug == "l-union"


def test_paris_is_one_commune_with_its_arrondissements_as_quarters(places):
    quarters = Quarter.objects.filter(commune="75056")

    assert Commune.objects.filter(department_code="75").count() == 1
    assert quarters.count() == 20
    assert quarters.get(slug="12e-arrondissement").latitude == pytest.approx(48.84, abs=0.03)
    assert FormerCommune.objects.get(code="75112").current_id == "75056"


def test_overseas_and_corsican_communes_are_there(places):
    assert Commune.objects.get(code="97502").name == "Saint-Pierre"
    assert Commune.objects.get(code="2A004").name == "Ajaccio"


def test_delegated_and_merged_communes_lead_to_the_current_one(places):
    assert FormerCommune.objects.get(code="01340").current_id == "01015"
    assert FormerCommune.objects.get(code="01033", kind="delegated").current_id == "01033"


def test_loading_again_changes_nothing_and_keeps_what_people_made(places, gathered):
    fonsorbes = Commune.objects.get(code="31187")
    Space.objects.create(commune=fonsorbes, opened_at=timezone.now())
    Waiting.objects.create(commune_id="31547", email="a@example.org")
    Quarter.objects.create(commune=fonsorbes, name="Le Trépadé", slug="le-trepade")
    tables = (Commune, Community, Adjacency, Boundary, FormerCommune, Quarter, Space, Waiting)
    before = [table.objects.count() for table in tables]

    loader.store(gathered)

    assert [table.objects.count() for table in tables] == before


def test_loading_again_corrects_what_changed(places, gathered):
    Commune.objects.filter(code="31187").update(name="Fonsorbe", population=1)

    loader.store(gathered)

    assert Commune.objects.get(code="31187").population == 13048


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("CA Le Muretain Agglo", "Le Muretain Agglo"),
        ("CC du Pays d'Apt-Luberon", "Communauté de communes du Pays d’Apt-Luberon"),
        ("Toulouse Métropole", "Toulouse Métropole"),
    ],
)
def test_names_communities_as_people_do(published, name):
    assert rows.community_name(published) == name


@pytest.mark.django_db
def test_departments_loaded_one_after_the_other_touch_as_if_loaded_together():
    def across() -> set[tuple[str, str]]:
        pairs = Adjacency.objects.values_list("commune_id", "neighbour_id")
        return {pair for pair in pairs if {code[:2] for code in pair} == {"31", "32"}}

    haute_garonne, gers = loader.gather({"31"}), loader.gather({"32"})
    loader.store(loader.gather({"31", "32"}))
    together = across()

    loader.store(haute_garonne)
    assert across() == together
    Adjacency.objects.all().delete()
    Commune.objects.filter(department_code="32").delete()
    loader.store(haute_garonne)
    loader.store(gers)

    assert len(together) > 100
    assert across() == together


@pytest.mark.django_db
def test_says_what_to_install_when_the_data_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(sources, "NATIONAL", tmp_path)

    with pytest.raises(CommandError, match="decoupage-administratif is missing"):
        call_command("load_places")
