"""Partners on residents' own pages: a box to tick where there is a partner, their journeys beside our own."""

import pytest
from django.test import Client

from placette.carpool.models import Trip
from placette.carpool.standard import partners
from placette.carpool.tests.factories import FONSORBES, TOULOUSE, shown_way_of
from placette.people.tests.factories import commune_of, person_of
from placette.places.models import Spelling

from .asking import PartnerClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("november")]
ASKED = {"start": "Fonsorbes", "end": "Toulouse", "on": "2026-11-30", "clock": "08:00", "seats": "1"}
DRIVE = {
    "role": "driver", "rhythm": "once", "flexibility": "900", "detour": "", "audience": "community", **ASKED,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _communes():
    for code, name, point in (("31187", "Fonsorbes", FONSORBES), ("31555", "Toulouse", TOULOUSE)):
        commune = commune_of(code)
        commune.name, (commune.latitude, commune.longitude) = name, point
        commune.save()
        plain = name.lower()
        Spelling.objects.create(
            commune=commune, kind="name", label=name, key=plain, plain=plain, population=1000
        )


@pytest.fixture
def neighbour() -> Client:
    client = Client()
    client.force_login(person_of("Léa"))
    return client


def test_without_a_partner_nothing_is_said_of_partners(neighbour):
    assert "partenaires" not in neighbour.get("/trajets/nouveau/").content.decode()
    assert "partenaires" not in neighbour.get("/trajets/", ASKED).content.decode()


def test_a_trip_is_shown_to_partners_where_its_author_ticks_it(neighbour):
    partner = PartnerClient()
    assert "services de covoiturage partenaires" in neighbour.get("/trajets/nouveau/").content.decode()

    neighbour.post("/trajets/nouveau/", DRIVE)
    assert partner.journeys("driver_journeys") == []
    neighbour.post("/trajets/nouveau/", DRIVE | {"shown_to_partners": "on", "seats": "2"})

    assert [each["availableSeats"] for each in partner.journeys("driver_journeys")] == [2]
    assert Trip.objects.filter(shown_to_partners=True).count() == 1


def test_without_an_open_key_a_box_that_is_sent_all_the_same_shows_nothing(neighbour):
    neighbour.post("/trajets/nouveau/", DRIVE | {"shown_to_partners": "on"})

    assert not Trip.objects.get().shown_to_partners


def test_partners_journeys_come_after_our_own(neighbour, settings, live_server):
    partners._resting.clear()
    url = f"{live_server.url}/standard-covoiturage/v1"
    settings.CARPOOL_PARTNERS = [{"name": "Voisins", "url": url, "key": PartnerClient().key}]
    shown_way_of(person_of("Apolline", "Quéré"))

    page = neighbour.get("/trajets/", ASKED).content.decode()
    part = neighbour.get("/trajets/partenaires/", ASKED, headers={"HX-Request": "true"}).content.decode()
    whole = neighbour.get("/trajets/partenaires/", ASKED).content.decode()

    assert 'hx-get="/trajets/partenaires/?start=Fonsorbes' in page
    assert "Voisins" not in page
    assert "A.Q." in part
    assert "<h1" not in part
    assert "Fonsorbes → Toulouse</h1>" in whole
    assert "A.Q." in whole


def test_a_search_that_cannot_be_read_finds_nothing_with_partners(neighbour, settings):
    settings.CARPOOL_PARTNERS = [{"name": "Voisins", "url": "http://127.0.0.1:9/v1", "key": "k"}]

    answer = neighbour.get("/trajets/partenaires/", {"start": "Fonsorbes", "end": "Nulle-Part-sur-Rien"})

    assert answer.status_code == 200
    assert "n’ont rien pour ce trajet" in answer.content.decode()


def test_partners_are_asked_for_neighbours_only(client):
    assert client.get("/trajets/partenaires/", ASKED)["Location"].startswith("/compte/login/")
