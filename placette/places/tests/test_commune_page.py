import json
import re

import pytest
from django.utils import timezone

from placette.places import queries
from placette.places.models import Commune, Space


@pytest.fixture
def opened(places) -> Commune:
    Space.objects.create(commune_id="31187")
    return Commune.objects.get(code="31187")


def test_shows_what_the_open_data_knows(places, client):
    page = client.get("/c/31187-fonsorbes/").content.decode()

    assert "<h1>Fonsorbes</h1>" in page
    assert re.search(r"13\s048\s+habitants", page.replace("&nbsp;", " "))
    assert "Le Muretain Agglo" in page
    assert "Haute-Garonne" in page
    assert "05 61 91 55 10" in page
    assert "Du lundi au jeudi" in page
    assert "8 h 30 – 12 h" in page.replace("\xa0", " ")
    for neighbour in ("Saint-Lys", "Seysses", "Frouzins", "Fontenilles", "Plaisance-du-Touch"):
        assert neighbour in page


def test_draws_the_boundary_with_the_communes_that_touch(places):
    page = queries.commune_page(queries.commune("31187"))
    drawing = page.drawing

    assert [shape.commune.code for shape in drawing.focus] == ["31187"]
    assert len(drawing.around) == 5
    assert {label.text for label in drawing.labels} >= {"Fonsorbes", "Saint-Lys"}
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d", drawing.focus[0].path)]
    assert min(numbers) > 0
    assert max(numbers) < drawing.width


def test_reads_all_it_shows_in_five_queries(places, client, django_assert_num_queries):
    with django_assert_num_queries(5):  # commune; neighbours; quarters; former communes; waiting
        client.get("/c/31187-fonsorbes/")


@pytest.mark.parametrize("path", ["/c/31187/", "/c/31187-nimporte-quoi/", "/c/31187-FONSORBES/"])
def test_an_old_or_wrong_name_leads_to_the_right_one_for_good(places, client, path):
    answer = client.get(path + "?source=lettre")

    assert answer.status_code == 301
    assert answer["Location"] == "/c/31187-fonsorbes/?source=lettre"


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/c/75112-paris-12e-arrondissement/", "/c/75056-paris/"),
        ("/c/01340/", "/c/01015-arboys-en-bugey/"),
        ("/c/2a004-ajaccio/", "/c/2A004-ajaccio/"),
    ],
)
def test_former_communes_and_arrondissements_lead_to_the_current_one(places, client, path, leads_to):
    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (301, leads_to)


@pytest.mark.parametrize("path", ["/c/99999-nulle-part/", "/c/x/", "/communautes/000000000-rien/"])
def test_an_unknown_commune_has_a_page_that_helps(places, client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert 'name="q"' in answer.content.decode()


def test_a_commune_with_a_space_invites_to_join(opened, client):
    page = client.get(opened.get_absolute_url()).content.decode()

    assert 'href="/rejoindre/31187/"' in page
    assert "attend" not in page.split("<main")[1].split("</main>")[0].replace("attente", "")
    assert "mailto:mairie@fonsorbes.fr?subject" not in page


def test_a_closed_space_waits_again(opened, client):
    Space.objects.filter(commune=opened).update(state="grace")
    Space.objects.filter(commune=opened).update(state="closed", ends_on=None, closed_at=timezone.now())

    assert "Pas encore de place à Fonsorbes" in client.get(opened.get_absolute_url()).content.decode()


def test_a_letter_is_ready_for_the_town_hall(places, client):
    page = client.get("/c/31547-seysses/").content.decode()
    letter = client.get("/c/31547-seysses/lettre/").content.decode()

    assert "mailto:" in page
    assert "subject=Ouvrir%20Placette%20%C3%A0%20Seysses" in page
    assert "Madame, Monsieur le Maire" in letter
    assert "/c/31547-seysses/" in letter
    assert client.get("/c/31547/lettre/")["Location"] == "/c/31547-seysses/lettre/"


def test_tells_search_engines_without_a_script_that_runs(places, client):
    page = client.get("/c/31187-fonsorbes/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    facts = json.loads(block[1])

    assert facts["name"] == "Fonsorbes"
    assert facts["subjectOf"]["telephone"] == "05 61 91 55 10"
    assert re.search(r'<link rel="canonical" href="http[^"]+/c/31187-fonsorbes/">', page)


def test_a_hostile_name_stays_text(places, client):
    Commune.objects.filter(code="31187").update(name="</script><script>alert(1)</script>")

    page = client.get("/c/31187-fonsorbes/").content.decode()

    assert "<script>alert" not in page


def test_gives_the_outline_to_the_map_that_moves(places, client, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = client.get("/c/31187/boundary.geojson")

    geojson = answer.json()
    assert answer["Content-Type"] == "application/geo+json"
    assert [feature["properties"]["role"] for feature in geojson["features"]].count("neighbour") == 5
    assert geojson["features"][0]["id"] == "31187"
    assert geojson["features"][0]["properties"]["at"] == [1.23077, 43.53568]
    assert "max-age=86400" in answer["Cache-Control"]
    assert client.get("/c/97502/boundary.geojson").status_code == 404


def test_a_place_without_outline_still_has_its_page(places, client):
    page = client.get("/c/97502-saint-pierre/").content.decode()

    assert "<h1>Saint-Pierre</h1>" in page
    assert '<svg class="outline-map"' not in page


def test_a_community_lists_its_communes_on_a_map(places, client, django_assert_num_queries):
    Space.objects.create(commune_id="31187")
    with django_assert_num_queries(2):
        answer = client.get("/communautes/200068641-le-muretain-agglo/")
    page = answer.content.decode()

    assert "<h1>Le Muretain Agglo</h1>" in page
    assert (
        page.count('class="place-list__item"') == Commune.objects.filter(community="200068641").count() == 26
    )
    assert "1 place ouverte" in page
    assert client.get("/communautes/200068641-x/").status_code == 301


def test_says_the_quarters(places, client):
    assert "12e arrondissement" in client.get("/c/75056-paris/").content.decode()
    assert "Arbignieu" not in client.get("/c/01015-arboys-en-bugey/").content.decode()
    assert "Saint-Bois" in client.get("/c/01015-arboys-en-bugey/").content.decode()
