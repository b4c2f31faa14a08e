"""What a page of results says of each ride, in which order, and what it offers where few go."""

import re
from datetime import date

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placette.carpool.models import Area, Booking, Way
from placette.carpool.queries import matches
from placette.carpool.queries.exact import drivers_by_road
from placette.carpool.queries.matches import passengers_for
from placette.carpool.queries.trust import Trust, trust_in
from placette.carpool.riding import End, Gone, legs_of, lies_on, terms_on
from placette.carpool.views import bookings
from placette.people.tests.factories import person_of, standing
from placette.places.models import Commune
from placette.places.spots import written

from .factories import way_of
from .rides import ride_of
from .router_server import router_server
from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim, search

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db


def area(name: str, latitude: float, longitude: float) -> Area:
    return Area.objects.create(
        key=name, name=name, kind="area", commune_code="31187", latitude=latitude, longitude=longitude,
        updated_on=date(2026, 1, 1),
    )  # fmt: skip


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.split("<main")[1].split("</main>")[0]))


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("Fonsorbes", "Part du même endroit que vous à 8 h, sans détour."),
        ("43,560 ; 1,300", "Passe à environ 300 m de votre départ vers 8 h 13, sans détour."),
        ("Plaisance-du-Touch", "Passe à environ 1 km de votre départ vers 8 h 13, sans détour."),
        ("43,560 ; 1,210", "Vient vous prendre à votre départ vers 8 h 08, environ 5 min de détour."),
    ],
)
def test_each_ride_says_why(as_, karim, jeanne, start, said):
    as_(karim).post("/trajets/nouveau/", drive())

    assert said in words(search(as_(jeanne), start=start, clock="08:00"))


def test_with_a_router_it_says_where_the_road_passes_and_asks_for_a_road_once(as_, karim, jeanne, settings):
    as_(karim).post("/trajets/nouveau/", drive())
    caches["process"].clear()
    with router_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"router_url": server.address})
        first = words(search(as_(jeanne), clock="08:10"))
        asked = server.asked
        search(as_(jeanne), clock="08:10")
    caches["process"].clear()

    assert re.search(r"Passe à 1 km de votre départ à 8 h \d+, (sans|environ \d+ min de) détour", first)
    assert server.asked - asked == asked - 1  # the tables of a search again, and no line


def test_who_looks_from_the_wheel_reads_how_far_somebody_waits(as_, karim, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", start="plaisance du touch", seats="1"))
    as_(karim).post("/trajets/nouveau/", drive())

    page = as_(karim).get(Way.objects.get(role="driver").trip.get_absolute_url()).content.decode()

    assert "Attend à environ 1 km de votre route" in words(page)


def test_of_two_alike_the_one_who_is_known_comes_first(as_, karim, jeanne):
    ana = person_of("Ana", last_name="Costa")
    for each in (ana, karim):
        as_(each).post("/trajets/nouveau/", drive())
    assert words(search(as_(jeanne))).index("Ana") < words(search(as_(jeanne))).index("Karim")

    ride_of(Way.objects.get(trip__author=karim), jeanne, day=date(2026, 11, 20))
    page = words(search(as_(jeanne)))

    assert page.index("Karim") < page.index("Ana")
    assert "vous avez déjà voyagé ensemble" in page
    assert "dont l’adresse est confirmée" not in page  # as everybody's whom a search finds


def test_trust_counts_rides_of_both_roles(karim, jeanne):
    ana = person_of("Ana", lives_in="31424")
    way = way_of(karim, on=date(2026, 11, 20))
    for who, state in ((jeanne, "done"), (ana, "done"), (person_of("Lou"), "cancelled")):
        ride_of(way, who, day=date(2026, 11, 20), state=state)
    others = {karim.pk: "31187", ana.pk: "31424"}

    hers = trust_in(standing(jeanne), others)

    assert hers == {karim.pk: Trust(True, 1, 2), ana.pk: Trust(False, 0, 1)}
    assert trust_in(standing(karim), {jeanne.pk: "31187"}) == {jeanne.pk: Trust(True, 1, 1)}
    assert hers[karim.pk].seconds > hers[ana.pk].seconds


def test_rides_made_are_looked_up_by_two_indexes_one_after_the_other(karim, jeanne):
    ride_of(way_of(karim, on=date(2026, 11, 20)), jeanne, day=date(2026, 11, 20))
    both = {karim.pk: "31187", jeanne.pk: "31187"}

    with CaptureQueriesContext(connection) as asked:
        assert {each.rides for each in trust_in(standing(person_of("Ana")), both).values()} == {1}

    assert "UNION" in asked.captured_queries[-1]["sql"].split()
    assert " OR " not in asked.captured_queries[-1]["sql"]
    assert " OR " not in str(Booking.objects.of(karim).query)


def test_trust_never_outweighs_a_real_detour():
    assert Trust(True, 100, 100).seconds <= 180


def test_an_area_within_a_walk_is_offered_and_asked_for(as_, karim, jeanne, django_assert_max_num_queries):
    as_(karim).post("/trajets/nouveau/", drive())
    near = area("Aire de covoiturage du Lac", 43.562, 1.306)
    area("Aire de covoiturage du Moulin", 43.570, 1.280)  # behind her
    client = as_(jeanne)
    with django_assert_max_num_queries(35):  # few go: the days beside and the areas are looked at too
        page = search(client, start="43,571 ; 1,300")

    text = words(page)
    assert "Où vous retrouver ?" in text
    assert "Aire de covoiturage du Lac à 1 km, environ 18 min à pied" in text
    assert "Moulin" not in text
    assert "licence ODbL" in text
    chosen = re.search(r'name="start" value="(Aire[^"]+)"', page)[1]
    way = Way.objects.get()
    as_(jeanne).post(
        f"/trajets/aller/{way.pk}/place/", {"on": "2026-11-27", "start": chosen, "end": "Toulouse"}
    )
    booking = Booking.objects.get()
    assert (booking.pick_up_latitude, booking.pick_up_longitude) == near.point
    assert booking.pick_up_name == written("Aire de covoiturage du Lac", near.point)


def test_where_nobody_passes_an_area_some_kilometres_away_is_found(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(detour="0"))
    area("Aire de covoiturage de la Gare", 43.535, 1.235)

    page = words(search(as_(jeanne), start="43,500 ; 1,180", clock="08:00"))

    assert "Personne n’y va ce jour-là" in page
    assert "Depuis un lieu de rendez-vous" in page
    assert "rendez-vous à 6 km" in page
    assert "Vous prend à ce lieu de rendez-vous à 8 h" in page


def test_who_only_drives_out_is_marked_where_she_wants_to_come_home(as_, karim, jeanne):
    ana = person_of("Ana", last_name="Costa")
    as_(ana).post("/trajets/nouveau/", drive())
    as_(karim).post("/trajets/nouveau/", drive(back_clock="17:30"))

    page = words(search(as_(jeanne), start="Fonsorbes", clock="08:00", back_clock="17:30"))

    assert page.index("Karim") < page.index("Ana")
    rides = page.split("Changer la recherche")[0]
    assert (rides.count("aller et retour"), rides.count("aller seulement")) == (1, 1)
    home = page.split("Pour rentrer")[1]
    assert "Toulouse → Fonsorbes" in home
    assert "Karim" in home
    one_way = words(search(as_(jeanne), start="Fonsorbes", clock="08:00"))
    assert "aller seulement" not in one_way.split("Changer la recherche")[0]


def test_who_goes_on_another_day_is_not_said_to_drive_out_only(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(on="2026-11-28", back_clock="17:30"))

    page = words(search(as_(jeanne), start="Fonsorbes", clock="08:00", back_clock="17:30"))

    assert "Karim" in page.split("La veille ou le lendemain")[1]
    assert "aller seulement" not in page.split("Changer la recherche")[0]


def test_a_drive_deleted_after_the_search_is_left_out(as_, karim, jeanne, monkeypatch):
    as_(karim).post("/trajets/nouveau/", drive())

    def then_deleted(*asked):
        found = drivers_by_road(*asked)
        Way.objects.all().delete()
        return found

    monkeypatch.setattr(matches, "drivers_by_road", then_deleted)

    assert "Personne n’y va ce jour-là" in words(search(as_(jeanne), start="Fonsorbes", clock="08:00"))


def test_a_drive_that_is_gone_takes_nobody(karim, jeanne):
    way = way_of(karim)
    Way.objects.all().delete()

    assert passengers_for(standing(karim), way, date(2026, 11, 30)) == []
    with pytest.raises(Gone):
        terms_on(way, [date(2026, 11, 30)], End("Ici", way.start), End("Là-bas", way.end))
    with pytest.raises(Gone):
        legs_of(way, date(2026, 11, 30), way.start, way.end)


def test_who_asks_for_a_seat_in_a_drive_that_was_just_deleted_reads_so(as_, karim, jeanne, monkeypatch):
    as_(karim).post("/trajets/nouveau/", drive())
    way = Way.objects.get()

    def then_deleted(*asked):
        Way.objects.all().delete()
        return lies_on(*asked)

    monkeypatch.setattr(bookings, "lies_on", then_deleted)
    typed = {"on": "2026-11-27", "start": "Plaisance-du-Touch", "end": "Toulouse"}

    answer = as_(jeanne).post(f"/trajets/aller/{way.pk}/place/", typed)

    assert answer.status_code == 409
    assert "Ce trajet vient d’être retiré" in answer.content.decode()


def test_nobody_drives_home_and_it_is_said(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())

    page = words(search(as_(jeanne), start="Fonsorbes", clock="08:00", back_clock="17:30"))

    assert "Personne ne rentre à cette heure-là" in page


def test_a_return_before_the_start_is_refused_beside_its_field(as_, jeanne):
    page = search(as_(jeanne), back_clock="07:00")

    assert "Le retour part avant l’aller" in page
    assert 'value="07:00"' in page


def test_the_map_shows_the_areas_and_the_drivers_road(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())
    area("Aire de covoiturage du Lac", 43.562, 1.306)
    Commune.objects.filter(code="31424").update(latitude=43.571, longitude=1.300)

    page = search(as_(jeanne))

    assert page.count('class="ride-map__stop"') == 3
    assert page.count('class="ride-map__line"') == 1


def test_the_page_that_asks_for_a_seat_offers_areas_on_the_drivers_way(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())
    way = Way.objects.get()
    address = f"/trajets/aller/{way.pk}/place/"
    assert "Ou retrouvez-vous" not in as_(jeanne).get(address).content.decode()
    near = area("Aire de covoiturage du Lac", 43.562, 1.306)
    area("Aire de covoiturage de Pibrac", 43.62, 1.28)  # aside
    area("Aire de covoiturage des Minimes", 43.598, 1.425)  # on the way, and far from her

    page = as_(jeanne).get(address).content.decode()
    as_(jeanne).post(
        address,
        {"on": "2026-11-27", "start": "", "end": "Toulouse", "meeting": written(near.name, near.point)},
    )

    assert "Aire de covoiturage du Lac, à 7\u00a0km de Fonsorbes" in page
    assert "Pibrac" not in page
    assert "Minimes" not in page
    assert "licence ODbL" in page
    assert Booking.objects.get().pick_up_name.startswith("Aire de covoiturage du Lac (")


def test_an_area_that_is_not_offered_is_no_choice(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())
    area("Aire de covoiturage du Lac", 43.562, 1.306)
    way = Way.objects.get()

    page = as_(jeanne).post(
        f"/trajets/aller/{way.pk}/place/",
        {"on": "2026-11-27", "start": "Fonsorbes", "end": "Toulouse", "meeting": "Paris"},
    )

    assert "aria-invalid" in page.content.decode()
    assert not Booking.objects.exists()
