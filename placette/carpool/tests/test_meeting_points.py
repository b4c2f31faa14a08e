"""Where a resident meets the points that her town hall has opened."""

import pytest

from placette.carpool.actions.meeting_points import add
from placette.carpool.models import Way
from placette.people.tests.factories import commune_of, officer_of

from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim, search
from .test_offered import words

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def by_the_road():
    """Near the road of Karim, who drives from Fonsorbes to Toulouse."""
    return add(commune_of(), officer_of(), "Arrêt du Lac", (43.562, 1.306), "sous l’abribus, 3 places")


def test_a_search_offers_it_as_it_is_found_there_and_names_no_national_base(as_, karim, jeanne, by_the_road):
    as_(karim).post("/trajets/nouveau/", drive())

    page = search(as_(jeanne), start="43,571 ; 1,300")

    assert "Arrêt du Lac, sous l’abribus, 3 places à 1 km, environ 18 min à pied" in words(page)
    assert 'value="Arrêt du Lac (43,562 ; 1,306)"' in page
    assert "licence ODbL" not in page
    assert page.count("<title>Arrêt du Lac</title>") == 1  # on the map


def test_who_starts_elsewhere_is_offered_it_some_kilometres_away(as_, karim, jeanne):
    add(commune_of(), officer_of(), "Place du marché", (43.535, 1.235), "sous l’abribus, 3 places")
    as_(karim).post("/trajets/nouveau/", drive(detour="0"))

    page = words(search(as_(jeanne), start="43,500 ; 1,180", clock="08:00"))

    assert "Depuis un lieu de rendez-vous" in page
    assert "sous l’abribus, 3 places" in page


def test_many_points_around_her_take_no_place_of_one_some_kilometres_away(as_, karim, jeanne):
    for number in range(3):
        add(commune_of(), officer_of(), f"Place {number}", (43.501 + number / 1000, 1.181))
    add(commune_of(), officer_of(), "Place du marché", (43.535, 1.235), "sous l’abribus, 3 places")
    as_(karim).post("/trajets/nouveau/", drive(detour="0"))

    page = words(search(as_(jeanne), start="43,500 ; 1,180", clock="08:00"))

    assert "sous l’abribus, 3 places" in page


def test_the_page_that_asks_for_a_seat_offers_it(as_, karim, jeanne, by_the_road):
    as_(karim).post("/trajets/nouveau/", drive())

    page = as_(jeanne).get(f"/trajets/aller/{Way.objects.get().pk}/place/").content.decode()

    assert "Arrêt du Lac, sous l’abribus, 3 places, à 7 km de Fonsorbes" in page.replace("\xa0", " ")
    assert "licence ODbL" not in page
