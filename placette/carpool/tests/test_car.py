"""« Ma voiture »."""

import pytest

from placette.carpool.models import Car
from placette.people.tests.factories import person_of

pytestmark = pytest.mark.django_db
PAGE = "/covoiturage/voiture/"


def shown(client):
    return client.get(PAGE).content.decode().replace("\u00a0", " ")


def test_who_says_nothing_is_counted_with_the_smallest_car(client):
    client.force_login(person_of())

    page = shown(client)

    assert "20,0 km × 0,529 €/km (3 CV, thermique ou hybride)" in page
    assert "5,29 €" in page


def test_what_she_says_changes_the_calculation_until_it_is_forgotten(client):
    person = person_of()
    client.force_login(person)

    client.post(PAGE, {"power": "5", "electric": "on"})

    assert (person.car.power, person.car.electric) == (5, True)
    page = shown(client)
    assert "0,763 €/km (5 CV, électrique)" in page
    assert "lu le 23 novembre 2026" in page

    client.post(f"{PAGE}oubli/")

    assert not Car.objects.exists()


@pytest.mark.parametrize("power", ["", "2", "12", "cinq"])
def test_a_power_that_the_scale_does_not_know_is_refused(client, power):
    client.force_login(person_of())

    response = client.post(PAGE, {"power": power})

    assert response.status_code == 422
    assert not Car.objects.exists()


def test_only_neighbours_have_a_car_here(client):
    assert client.get(PAGE).status_code == 302
    client.force_login(person_of(verified=False))
    assert client.post(PAGE, {"power": "5"}).status_code == 403
