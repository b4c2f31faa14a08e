"""Rides among women: on her word, for those who said so as well, and nobody else can tell."""

import pytest

from placette.carpool.models import Trip, Woman
from placette.carpool.standard.keys import issue
from placette.people.tests.factories import person_of

from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim, search

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db
PAGE, SAY, TAKE_BACK = "/covoiturage/voiture/", "/covoiturage/entre-femmes/", "/covoiturage/entre-femmes/fin/"


def test_only_who_has_said_so_may_mark_a_trip_and_find_it(as_, jeanne, karim):
    assert 'name="women_only"' not in as_(jeanne).get("/trajets/nouveau/").content.decode()
    as_(jeanne).post("/trajets/nouveau/", drive(women_only="on"))
    assert not Trip.objects.get().women_only
    Trip.objects.all().delete()

    for _ in range(2):
        as_(jeanne).post(SAY)
    assert 'name="women_only"' in as_(jeanne).get("/trajets/nouveau/").content.decode()
    as_(jeanne).post("/trajets/nouveau/", drive(women_only="on"))
    trip = Trip.objects.get()
    lea = person_of("Léa")
    Woman.objects.create(person=lea)

    found = search(as_(lea))
    assert "Jeanne M." in found
    assert "Entre femmes" in found
    assert "Jeanne M." not in search(as_(karim))
    assert as_(karim).get(f"/trajets/{trip.pk}/").status_code == 404
    asked = {"on": "2026-11-27", "start": "Fonsorbes", "end": "Toulouse"}
    assert as_(karim).post(f"/trajets/aller/{trip.ways.get().pk}/place/", asked).status_code == 404


def test_her_word_is_on_her_own_page_only_and_goes_when_she_takes_it_back(as_, jeanne, karim):
    as_(jeanne).post(SAY)
    as_(jeanne).post("/trajets/nouveau/", drive(women_only="on"))
    trip = Trip.objects.get()
    assert "Vous l’avez dit" in as_(jeanne).get(PAGE).content.decode()
    assert "Vous l’avez dit" not in as_(karim).get(PAGE).content.decode()
    assert "femme" not in as_(karim).get(jeanne.get_absolute_url()).content.decode()

    as_(jeanne).post(TAKE_BACK)

    assert not Woman.objects.exists()
    # Hers stays among women until she opens it.
    form = as_(jeanne).get(f"/trajets/{trip.pk}/modifier/").context["form"]
    assert form["women_only"].value() is True
    as_(jeanne).post(f"/trajets/{trip.pk}/modifier/", drive())
    trip.refresh_from_db()
    assert not trip.women_only


def test_no_partner_is_shown_it(as_, jeanne):
    issue("partner.example", "Partenaire", ["search"])
    as_(jeanne).post(SAY)

    answer = as_(jeanne).post("/trajets/nouveau/", drive(women_only="on", shown_to_partners="on"))

    assert list(answer.context["form"].errors) == ["shown_to_partners"]
    assert not Trip.objects.exists()


def test_a_trip_once_shown_to_partners_becomes_one_among_women(as_, jeanne):
    Woman.objects.create(person=jeanne)
    client = as_(jeanne)
    client.post("/trajets/nouveau/", drive())
    trip = Trip.objects.get()
    Trip.objects.update(shown_to_partners=True)  # and the last key is closed by now

    client.post(f"/trajets/{trip.pk}/modifier/", drive(women_only="on"))

    trip.refresh_from_db()
    assert (trip.women_only, trip.shown_to_partners) == (True, False)


@pytest.mark.parametrize("address", [SAY, TAKE_BACK])
def test_it_takes_a_neighbour_and_a_press(client, as_, address):
    assert client.post(address).status_code == 302
    assert as_(person_of(verified=False)).post(address).status_code in {302, 403}
    assert as_(person_of()).get(address).status_code == 405
    assert not Woman.objects.exists()
