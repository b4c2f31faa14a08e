"""What a trip's form takes besides its ends: places on the way, a return on another day or in the night after."""

from datetime import date, timedelta

import pytest

from placette.carpool.models import Trip, Way

from .test_journey import FRIDAY, _communes, _thursday_morning, as_, drive, jeanne, karim, search

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db


def test_places_on_the_way_are_passed_in_their_order_and_back_in_the_other(as_, karim, jeanne):
    posted = drive(stop_2="Plaisance-du-Touch", back_clock="18:00", start="Toulouse", end="Fonsorbes")

    answer = as_(karim).post("/trajets/nouveau/", posted)

    out, back = Way.objects.order_by("pk")
    assert [name for name, _point in out.stops] == ["Plaisance-du-Touch"]
    assert back.stops == out.stops[::-1]
    assert out.road == back.road
    assert "en passant par Plaisance-du-Touch" in as_(jeanne).get(answer["Location"]).content.decode()
    there = search(as_(jeanne), start="Plaisance-du-Touch", end="Fonsorbes")
    assert "Karim M." in there
    assert "sans détour" in there
    form = as_(karim).get(f"{answer['Location']}modifier/").context["form"]
    assert form["stop_1"].value() == "Plaisance-du-Touch"
    as_(karim).post(f"{answer['Location']}modifier/", posted | {"stop_2": ""})
    out.refresh_from_db()
    assert out.stops == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"stop_1": "zzqxzzqx"}, "stop_1"),
        ({"stop_1": "Fonsorbes"}, "stop_1"),
        ({"stop_1": "Plaisance-du-Touch", "stop_2": "Plaisance-du-Touch"}, "stop_2"),
        ({"stop_3": "Toulouse"}, "end"),
        ({"stop_5": "x" * 121}, "stop_5"),
        ({"back_on": "2026-11-28"}, "back_clock"),
        ({"back_on": "2026-11-26", "back_clock": "18:00"}, "back_on"),
        ({"back_on": "2028-11-26", "back_clock": "18:00"}, "back_on"),
        ({"back_on": "2026-11-27", "back_clock": "08:00"}, "back_clock"),
        ({"rhythm": "weekly", "weekdays": ["0"], "back_clock": "08:00"}, "back_clock"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(as_, karim, typed, field):
    answer = as_(karim).post("/trajets/nouveau/", drive(**typed))

    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert all(str(form[name].value()) == str(value) for name, value in typed.items())
    assert not Trip.objects.exists()


def test_a_passenger_passes_nowhere(as_, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", stop_1="Plaisance-du-Touch"))

    assert Way.objects.get().stops == []


def test_a_return_has_a_day_of_its_own(as_, karim):
    as_(karim).post("/trajets/nouveau/", drive(back_clock="07:00", back_on="2026-11-29"))

    out, back = Way.objects.order_by("pk")
    assert (out.on, back.on, back.clock) == (FRIDAY, FRIDAY + timedelta(days=2), 7 * 3600)
    form = as_(karim).get(f"/trajets/{out.trip_id}/modifier/").context["form"]
    assert form["back_on"].value() == FRIDAY + timedelta(days=2)


def test_who_works_at_night_comes_back_on_the_day_after(as_, karim):
    nights = drive(
        rhythm="weekly", weekdays=["4", "6"], clock="21:00", back_clock="05:30", last_day="2026-12-06"
    )
    answer = as_(karim).post("/trajets/nouveau/", nights)

    out, back = Way.objects.order_by("pk")
    assert (out.weekdays, back.weekdays) == (0b1010000, 0b0100001)
    assert (back.first_day, back.last_day) == (FRIDAY + timedelta(days=1), date(2026, 12, 7))
    assert "le lendemain de l’aller" in as_(karim).get(answer["Location"]).content.decode()
    form = as_(karim).get(f"{answer['Location']}modifier/").context["form"]
    assert (form["weekdays"].value(), form["last_day"].value()) == (["4", "6"], date(2026, 12, 6))
