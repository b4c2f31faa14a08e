"""Both sides are told of each other by the worker, once a pair, whatever crashes; and nobody who may not see it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from placette.carpool.actions import telling
from placette.carpool.models import Trip, Woman
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .jobs import tell_all
from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    notices = Notice.objects.filter(kind="ride_match").order_by("pk")
    return [(each.person.first_name, each.facts["role"]) for each in notices.select_related("person")]


def test_a_pair_is_told_once_though_the_job_runs_twice(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", start="plaisance-du-touch", seats="1"))

    for _ in range(2):
        tell_all()

    # The worker was late: Karim's job runs after Jeanne's trip was posted as well.
    assert told() == [("Karim", "passenger")]


def test_those_told_before_take_no_place_of_who_is_new(as_, karim, jeanne, monkeypatch):
    monkeypatch.setattr(telling, "TOLD_AT_MOST", 1)
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    as_(person_of("Ana")).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    as_(karim).post("/trajets/nouveau/", drive())
    trip = Trip.objects.select_related("author").get(author=karim)

    counts = [telling.tell_those_who_match(trip, timezone.now() + timedelta(days=1)) for _ in range(3)]

    assert counts == [1, 1, 0]


def test_posting_asks_for_no_search(as_, karim, django_assert_max_num_queries):
    client = as_(karim)
    client.get("/trajets/nouveau/")

    with django_assert_max_num_queries(36) as asked:
        client.post("/trajets/nouveau/", drive(back_clock="18:00"))

    assert not [each for each in asked.captured_queries if "carpool_passengers(" in each["sql"]]
    assert ProcrastinateJob.objects.get().args["trip"] == Trip.objects.get().pk


def test_what_was_taken_back_is_told_of_when_it_is_back(as_, karim, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    as_(karim).post("/trajets/nouveau/", drive())
    pk = Trip.objects.get(author=karim).pk
    as_(karim).post(f"/trajets/{pk}/pause/")
    tell_all()
    assert told() == []

    as_(karim).post(f"/trajets/{pk}/reprise/")
    tell_all()
    assert told() == [("Jeanne", "driver")]


def test_who_passes_by_her_own_stops_is_told_as_well(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(stop_1="Plaisance-du-Touch", detour="0"))
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", start="plaisance-du-touch", seats="1"))
    tell_all()

    assert told() == [("Karim", "passenger")]


def test_of_rides_among_women_only_women_are_told(as_, karim, jeanne):
    lea = person_of("Léa")
    Woman.objects.create(person=lea)
    for driver in (karim, lea):
        as_(driver).post("/trajets/nouveau/", drive())
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    Trip.objects.filter(author=jeanne).update(women_only=True)
    tell_all()

    assert told() == [("Léa", "passenger")]
