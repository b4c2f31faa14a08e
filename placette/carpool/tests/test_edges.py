"""What happens when people press twice, press late, ask for what is not there, or live somewhere."""

import pytest

from placette.carpool.models import Booking, Trip, Way
from placette.places import cells

from . import test_journey
from .test_journey import _communes, _thursday_morning, as_, booking_made, drive, jeanne, karim, search

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db
KEY = "3f6c2d1e-7a45-4c9b-9d02-5b1f0e8a6c11"
HERE = {"start": "Fonsorbes", "end": "Toulouse"}


def test_the_same_page_asks_again_after_a_no(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    asked = {"on": "2026-11-27", "key": KEY} | HERE
    address = f"/trajets/aller/{booking.way_id}/place/"
    client.post(f"/places/{booking.pk}/annuler/")

    for _ in range(2):
        assert client.post(address, asked)["Location"] == f"/messages/{booking.contact.conversation_id}/"
    again = Booking.objects.get(state="asked")
    client.post(f"/places/{again.pk}/annuler/")
    client.post(address, asked)
    assert list(Booking.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "cancelled",
        "asked",
    ]


def test_another_page_for_the_same_ride_says_that_it_is_asked_already(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)

    answer = client.post(
        f"/trajets/aller/{booking.way_id}/place/", {"on": "2026-11-27", "key": KEY, "seats": "2"} | HERE
    )

    assert answer.status_code == 409
    assert "déjà en cours" in answer.content.decode()


@pytest.mark.parametrize(
    "ends", [{"start": "Toulouse", "end": "Fonsorbes"}, {"start": "Fonsorbes", "end": "Fort-de-France"}]
)
def test_what_does_not_lie_on_the_road_is_refused(as_, karim, jeanne, ends):
    as_(karim).post("/trajets/nouveau/", drive())
    way = Way.objects.get()

    answer = as_(jeanne).post(f"/trajets/aller/{way.pk}/place/", {"on": "2026-11-27"} | ends)

    page = answer.content.decode()
    assert "pas sur la route" in page or "Nous ne trouvons pas" in page
    assert not Booking.objects.exists()


def test_a_full_car_takes_nobody_more_and_becomes_no_second_car(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(seats="1"))
    way = Way.objects.get()
    as_(jeanne).post(f"/trajets/aller/{way.pk}/place/", {"on": "2026-11-27"} | HERE)
    as_(karim).post(f"/places/{Booking.objects.get().pk}/accepter/")
    odette = test_journey.person_of("Odette")
    as_(odette).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    wish = Way.objects.get(role="passenger")

    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})

    assert Booking.objects.count() == 1
    assert Trip.objects.filter(author=karim).count() == 1
    assert "Je peux l’emmener" not in as_(karim).get(way.trip.get_absolute_url()).content.decode()


def test_who_said_no_is_not_offered_the_same_again(as_, karim, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    wish = Way.objects.get()
    for _ in range(2):
        as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})
    as_(jeanne).post(f"/places/{Booking.objects.get().pk}/decliner/")
    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})

    assert Booking.objects.get().state == "declined"


def test_nothing_that_has_left_is_shown(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(rhythm="weekly", weekdays=["2", "3", "4"]))

    today = search(as_(jeanne), on="2026-11-26", clock="08:15", start="Fonsorbes")

    # It is nine o'clock: of Wednesday, Thursday and Friday only Friday's is to come.
    assert "Personne n’y va ce jour-là" in today
    assert today.count("Demander une place") == 1


def test_home_is_the_commune_and_no_hexagon(as_, karim):
    membership = karim.memberships.get()
    membership.cell = cells.cell_at(43.541, 1.237)
    membership.save()

    as_(karim).post("/trajets/nouveau/", drive(start="chez moi"))

    way = Way.objects.get()
    assert (way.start_name, way.start) == ("Fonsorbes", (43.533, 1.229))


@pytest.mark.parametrize("on", ["2090-01-02", "9999-12-31", "2026-02-30", "x" * 10, "2026-11-25"])
def test_no_lift_is_offered_on_a_day_that_is_not_asked(as_, karim, jeanne, on):
    as_(jeanne).post(
        "/trajets/nouveau/", drive(role="passenger", rhythm="weekly", weekdays=["0", "4"], seats="1")
    )
    wish = Way.objects.get()

    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": on})
    as_(karim).post(f"/trajets/aller/{wish.pk}/place/", {"on": on} | HERE)

    assert not Booking.objects.exists()


def test_a_lift_is_offered_on_days_to_come_only(as_, karim, jeanne):
    as_(jeanne).post(
        "/trajets/nouveau/", drive(role="passenger", rhythm="weekly", weekdays=["3", "4"], seats="1")
    )

    page = as_(karim).get(Trip.objects.get().get_absolute_url()).content.decode()

    # It is Thursday, nine o'clock.
    assert "Je peux aujourd’hui" not in page
    assert 'value="2026-11-27"' in page


def test_a_no_may_say_why_and_a_refusal_keeps_the_words(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    thread = f"/messages/{booking.contact.conversation_id}/"
    client.force_login(karim)
    assert f'id="no-{booking.pk}" name="reason"' in client.get(thread).content.decode()
    too_long = "Je suis en congé " * 20

    page = client.post(f"/places/{booking.pk}/decliner/", {"reason": too_long}, follow=True).content.decode()
    assert too_long.strip() in page
    assert Booking.objects.get().state == "asked"
    client.post(f"/places/{booking.pk}/decliner/", {"reason": "Je suis en congé"})
    page = client.post(f"/places/{booking.pk}/annuler/", {"reason": "Désolé"}, follow=True).content.decode()

    assert (Booking.objects.get().state, Booking.objects.get().reason) == ("declined", "Je suis en congé")
    assert "Désolé" in page
