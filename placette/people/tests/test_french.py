"""Pages name a commune as the French do, and speak of nobody as of a man or a woman only."""

import pytest

from placette.people.actions import trust
from placette.people.models import Membership
from placette.people.position_form import PositionForm
from placette.places import queries
from placette.places.models import Boundary

from .factories import commune_of, person_of
from .test_position import EAST, NORTH, SOUTH, SQUARE, WEST

pytestmark = pytest.mark.django_db


@pytest.fixture(
    params=[
        ("Le Havre", "du Havre", "au Havre"),
        ("Auch", "d’Auch", "à Auch"),
        ("Les Angles", "des Angles", "aux Angles"),
    ],
    ids=lambda names: names[0],
)
def named(request):
    """The commune of these tests takes another name; gives « de » and « à »."""
    name, of_name, here = request.param
    commune = commune_of()
    commune.name, commune.of_name = name, of_name
    commune.save()
    Boundary.objects.create(commune=commune, geojson=SQUARE, west=WEST, south=SOUTH, east=EAST, north=NORTH)
    return of_name, here


def test_pages_of_neighbours_name_their_commune(client, named):
    of_name, _ = named
    client.force_login(person_of())

    assert f"<h1>Les voisins {of_name}</h1>" in client.get("/habitants/").content.decode()
    assert f"<title>La place {of_name}" in client.get("/place/").content.decode()
    assert f"Carte {of_name}" in client.get("/moi/position/31187/").content.decode()


def test_pages_of_trust_name_their_commune(client, named):
    of_name, here = named
    newcomer = person_of("Rose", verified=False)
    token = trust.ask_for_vouches(Membership.objects.get())
    commune_of().space.delete()
    client.force_login(newcomer)
    page = client.get("/confiance/31187/").content.decode()

    assert f"Montrer que vous êtes {of_name}" in page
    assert f"La place n’est pas encore ouverte {here}." in page
    client.force_login(person_of("Paul"))
    assert f"Connaissez-vous Rose M., {here} ?" in client.get(f"/garant/{token}/").content.decode()


def test_a_point_elsewhere_is_said_to_be_far_from_it(named):
    of_name, _ = named
    drawn = queries.drawing("31187")
    form = PositionForm({"latitude": "48", "longitude": "2"}, commune=drawn.focus[0].commune, drawn=drawn)

    assert f"à plus de 2 km {of_name}." in str(form.errors)


def test_nobody_is_taken_for_a_woman_or_a_man(client):
    person_of("Rose", verified=False)
    token = trust.ask_for_vouches(Membership.objects.get())
    client.force_login(person_of("Paul"))

    assert "je connais cette personne" in client.get(f"/garant/{token}/").content.decode()
