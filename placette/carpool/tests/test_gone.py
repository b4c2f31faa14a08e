"""A trip that its author deletes in the very instant in which somebody books it: a sentence, never an error page."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from placette.carpool.actions import bookings, offering
from placette.carpool.actions.changing import change
from placette.carpool.actions.steps import Refusal
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.riding import GONE, End, terms
from placette.carpool.views import bookings as views
from placette.people.models import Person
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of
from .rides import ride_of
from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
TYPED = {"on": "2026-11-27", "start": "Plaisance-du-Touch", "end": "Toulouse", "text": "Bonjour Karim"}


def asked(way: Way, passenger: Person) -> Booking:
    agreed = terms(way, way.on or MONDAY, End("Ici", way.start), End("Là-bas", way.end))
    return bookings.ask(way.trip, way, passenger, passenger, agreed)


@pytest.mark.django_db
def test_who_taps_on_a_page_from_before_reads_so_and_keeps_her_words(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())
    way = Way.objects.get()
    Trip.objects.all().delete()

    for verb in ("place", "emmener"):
        page = as_(jeanne).post(f"/trajets/aller/{way.pk}/{verb}/", TYPED, follow=True)

        assert page.redirect_chain == [("/trajets/", 302)]
        said = page.content.decode()
        assert "Ce trajet vient d’être retiré" in said
        assert "Bonjour Karim" in said
    assert as_(jeanne).get(f"/trajets/aller/{way.pk}/place/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [Trip, Way], ids=["the trip", "its way"])
def test_between_the_question_to_the_router_and_the_lock(as_, karim, jeanne, monkeypatch, gone):
    as_(karim).post("/trajets/nouveau/", drive())
    way = Way.objects.get()
    terms_on = views.terms_on

    def then_deleted(*facts):
        agreed = terms_on(*facts)
        gone.objects.all().delete()
        return agreed

    monkeypatch.setattr(views, "terms_on", then_deleted)
    answer = as_(jeanne).post(f"/trajets/aller/{way.pk}/place/", TYPED)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ce trajet vient d’être retiré" in page
    assert "Bonjour Karim" in page
    assert 'value="Plaisance-du-Touch"' in page


@pytest.mark.django_db
def test_a_request_that_is_gone_is_offered_nothing(as_, karim, jeanne, monkeypatch):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", seats="1"))
    wish = Way.objects.get()
    road_of = offering.road_of

    def then_deleted(along):
        road = road_of(along)
        Trip.objects.all().delete()
        return road

    monkeypatch.setattr(offering, "road_of", then_deleted)
    page = as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"}, follow=True)

    assert "Ce trajet vient d’être retiré" in page.content.decode()
    assert not Trip.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("step", [bookings.accept, bookings.decline, bookings.cancel])
def test_every_step_of_a_booking_that_has_gone_with_its_trip_is_refused(karim, jeanne, step):
    booking = ride_of(way_of(karim), jeanne, state="asked")
    Booking.objects.select_related("way__trip").get(pk=booking.pk)
    Trip.objects.filter(author=karim).delete()

    with pytest.raises(Refusal, match="retiré"):
        step(booking, karim, *(() if step is bookings.accept else ("",)))


@pytest.mark.django_db
def test_a_trip_that_is_gone_is_not_changed(karim):
    way = way_of(karim)
    Trip.objects.all().delete()

    with pytest.raises(Refusal, match="retiré"):
        change(way.trip, [], seats=3, detour=None)


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_lock_of_a_trip_that_is_being_deleted_reads_so():
    way = way_of(person_of("Karim"), on=date(2036, 11, 26))
    way.trip.author  # noqa: B018 - read before the thread, which has a connection of its own
    passenger, said = person_of(), []

    def ask() -> None:
        try:
            asked(way, passenger)
        except Refusal as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    thread = Thread(target=ask)
    with transaction.atomic():
        Trip.objects.filter(pk=way.trip_id).delete()
        thread.start()
        for _ in range(1_000):
            thread.join(0.01)
            if _somebody_waits() or not thread.is_alive():
                break
    thread.join(20)

    assert said == [str(GONE)]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]
