"""A passenger finds a driver along the road, they agree, ride, and it counts; as their browsers ask for it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.carpool import sharing
from placette.carpool.actions import seats
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.sentences import facts_of, told_of_step
from placette.carpool.tasks import remind, settle
from placette.impact.models import Exchange
from placette.notices.models import Notice
from placette.people.models import Person
from placette.people.tests.factories import commune_of, person_of
from placette.places.models import Spelling

from .jobs import tell_all

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)
PLACES = {
    "31187": ("Fonsorbes", 43.533, 1.229),
    "31555": ("Toulouse", 43.604, 1.444),
    "31424": ("Plaisance-du-Touch", 43.565, 1.296),
}


@pytest.fixture(autouse=True)
def _thursday_morning():
    with time_machine.travel("2026-11-26T08:00:00+00:00", tick=True):
        yield


@pytest.fixture(autouse=True)
def _communes():
    for code, (name, latitude, longitude) in PLACES.items():
        commune = commune_of(code)
        commune.name, commune.latitude, commune.longitude = name, latitude, longitude
        commune.save()
        key = name.lower().replace("-", "")
        Spelling.objects.create(
            commune=commune,
            kind="name",
            label=name,
            key=key,
            plain=name.lower().replace("-", " "),
            population=1000,
        )


@pytest.fixture
def karim() -> Person:
    return person_of("Karim")


@pytest.fixture
def jeanne() -> Person:
    return person_of("Jeanne")


@pytest.fixture
def as_(client):
    def sign_in(person: Person):
        client.force_login(person)
        return client

    return sign_in


def drive(**typed) -> dict:
    """A form as Karim fills it in: Friday at 8, Fonsorbes to Toulouse, three seats."""
    usual = {
        "role": "driver", "start": "Fonsorbes", "end": "toulouse", "rhythm": "once", "on": "2026-11-27",
        "clock": "08:00", "seats": "3", "flexibility": "900", "detour": "", "audience": "community",
    }  # fmt: skip
    return usual | typed


def search(client, **asked):
    usual = {"start": "plaisance du touch", "end": "Toulouse", "on": "2026-11-27", "clock": "08:15"}
    return client.get("/trajets/", usual | asked).content.decode()


def booking_made(client, karim, jeanne) -> Booking:
    as_karim = client
    as_karim.force_login(karim)
    as_karim.post("/trajets/nouveau/", drive())
    way = Trip.objects.get().ways.get()
    client.force_login(jeanne)
    client.post(
        f"/trajets/aller/{way.pk}/place/",
        {"on": "2026-11-27", "start": "Plaisance-du-Touch", "end": "Toulouse", "text": "Bonjour Karim"},
    )
    return Booking.objects.get()


def test_from_a_search_to_a_ride_that_counts(as_, karim, jeanne):
    assert as_(karim).post("/trajets/nouveau/", drive()).status_code == 302
    trip = Trip.objects.get()
    (way,) = trip.ways.all()
    assert (way.start_name, way.end_name, way.clock, way.on) == ("Fonsorbes", "Toulouse", 8 * 3600, FRIDAY)

    page = search(as_(jeanne))
    assert "1 trajet possible" in page
    assert "Karim M." in page
    asked = as_(jeanne).post(
        f"/trajets/aller/{way.pk}/place/",
        {"on": "2026-11-27", "start": "Plaisance-du-Touch", "end": "Toulouse", "text": "Bonjour"},
    )
    booking = Booking.objects.get()
    assert asked["Location"] == f"/messages/{booking.contact.conversation_id}/"
    assert Notice.objects.get(person=karim).kind == "ride"
    assert seats.taken_on(way, FRIDAY) == []

    assert "D’accord" in as_(karim).get(asked["Location"]).content.decode()
    as_(karim).post(f"/places/{booking.pk}/accepter/")
    booking.refresh_from_db()
    assert booking.state == "accepted"
    assert [each.holder for each in seats.taken_on(way, FRIDAY)] == [f"booking:{booking.pk}"]

    with time_machine.travel("2026-11-26T18:00:00+00:00"):
        remind(0)
        remind(0)
    assert Notice.objects.filter(kind="ride_tomorrow").count() == 2

    with time_machine.travel("2026-11-27T09:30:00+00:00"):
        assert "Le trajet a été fait" in as_(jeanne).get(asked["Location"]).content.decode()
        as_(jeanne).post(f"/places/{booking.pk}/bilan/", {"took_place": "yes", "would_have_driven": "yes"})
        assert not Exchange.objects.exists()
        as_(karim).post(f"/places/{booking.pk}/bilan/", {"took_place": "yes"})
        as_(karim).post(f"/places/{booking.pk}/bilan/", {"took_place": "yes"})

    booking.refresh_from_db()
    assert (booking.state, booking.would_have_driven) == ("done", True)
    assert Exchange.objects.get().kind == "ride"


def test_the_word_of_one_stands_when_the_other_is_silent_for_two_weeks(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    client.force_login(karim)
    client.post(f"/places/{booking.pk}/accepter/")
    with time_machine.travel("2026-11-27T09:30:00+00:00"):
        client.post(f"/places/{booking.pk}/bilan/", {"took_place": "yes"})

    with time_machine.travel("2026-12-10T09:30:00+00:00"):
        settle(0)
        assert not Exchange.objects.exists()
    with time_machine.travel("2026-12-12T09:30:00+00:00"):
        settle(0)
        settle(0)
    assert Exchange.objects.count() == 1


def test_a_request_tells_who_drives_past_and_one_tap_answers_it(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(rhythm="weekly", weekdays=["0", "4"]))
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", start="plaisance-du-touch", seats="1"))
    assert not Notice.objects.filter(kind="ride_match").exists()
    tell_all()
    told = Notice.objects.get(person=karim)
    assert told.kind == "ride_match"
    wish = Trip.objects.get(author=jeanne).ways.get()

    page = as_(karim).get(told.url).content.decode()
    assert f"/trajets/aller/{wish.pk}/emmener/" in page
    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})
    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})

    booking = Booking.objects.get()
    assert (booking.passenger, booking.asked_by, booking.way.trip.author) == (jeanne, karim, karim)
    assert booking.way.weekdays  # his usual drive, not one made for it
    as_(jeanne).post(f"/places/{booking.pk}/accepter/")
    booking.refresh_from_db()
    assert booking.state == "accepted"


def test_who_drives_nowhere_near_can_still_offer(as_, karim, jeanne):
    as_(jeanne).post("/trajets/nouveau/", drive(role="passenger", start="plaisance-du-touch", seats="1"))
    wish = Trip.objects.get().ways.get()

    as_(karim).post(f"/trajets/aller/{wish.pk}/emmener/", {"on": "2026-11-27"})

    booking = Booking.objects.get()
    assert (booking.detour, booking.way.is_open) == (0, False)


def test_leaving_frees_the_seat_and_says_why(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    client.force_login(karim)
    client.post(f"/places/{booking.pk}/accepter/")
    client.force_login(jeanne)
    client.post(f"/places/{booking.pk}/annuler/", {"reason": "Je suis malade"})

    booking.refresh_from_db()
    assert (booking.state, booking.reason) == ("cancelled", "Je suis malade")
    assert seats.taken_on(booking.way, FRIDAY) == []
    assert "Je suis malade" in client.get(f"/messages/{booking.contact.conversation_id}/").content.decode()


def test_a_driver_who_is_late_says_it_on_the_day_only(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    client.force_login(karim)
    client.post(f"/places/{booking.pk}/accepter/")
    client.post(f"/places/{booking.pk}/retard/", {"minutes": "10"})
    assert not Notice.objects.filter(person=jeanne, facts__step="late").exists()

    with time_machine.travel("2026-11-27T06:30:00+00:00"):
        client.post(f"/places/{booking.pk}/retard/", {"minutes": "10"})
    assert Notice.objects.get(person=jeanne, facts__step="late").facts["minutes"] == 10


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"end": "Fonsorbes"}, "au même endroit"),
        ({"end": "zzqxzzqx"}, "Nous ne trouvons pas ce lieu"),
        ({"start": ""}, "D’où partez-vous"),
        ({"on": "2026-11-25"}, "déjà passé"),
        ({"on": "2028-11-25"}, "un an au plus"),
        ({"on": "2026-11-26", "clock": "07:00"}, "Cette heure est déjà passée"),
        ({"clock": ""}, "à quelle heure"),
        ({"clock": "25:61"}, "heure"),
        ({"seats": "-1"}, "supérieur"),
        ({"seats": "NaN"}, "nombre"),
        ({"back_clock": "07:00"}, "Le retour part avant"),
        ({"rhythm": "weekly"}, "au moins un jour"),
        ({"rhythm": "weekly", "weekdays": ["0"], "last_day": "2026-11-26"}, "après le début"),
        ({"role": "pilot"}, "choix"),
        ({"note": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(as_, karim, typed, said):
    page = as_(karim).post("/trajets/nouveau/", drive(note="Je pars à l’heure") | typed).content.decode()

    assert said in page
    assert typed.get("note", "Je pars à l’heure")[:20] in page
    assert not Trip.objects.exists()


def test_a_form_sent_twice_is_one_trip(as_, karim):
    key = "3f6c2d1e-7a45-4c9b-9d02-5b1f0e8a6c11"
    for _ in range(2):
        as_(karim).post("/trajets/nouveau/", drive(key=key))
    as_(karim).post("/trajets/nouveau/", drive(key=key, clock="09:00"))

    assert Trip.objects.count() == 2


def test_nobody_who_is_not_reached_learns_of_a_trip(as_, karim):
    as_(karim).post("/trajets/nouveau/", drive(audience="commune"))
    trip = Trip.objects.get()
    way = trip.ways.get()
    stranger, unverified = person_of("Ana", lives_in="75056"), person_of("Lou", verified=False)
    commune_of("75056", community="200054781")

    for who in (stranger, unverified):
        assert as_(who).get(f"/trajets/{trip.pk}/").status_code == 404
        assert as_(who).post(f"/trajets/aller/{way.pk}/place/", {"on": "2026-11-27"}).status_code in {
            403,
            404,
        }
        assert as_(who).post(f"/trajets/{trip.pk}/fin/").status_code == 404
    assert "Karim" not in search(as_(stranger))


def test_another_s_booking_is_nobody_s_business(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    client.force_login(person_of("Odette"))

    for verb in ("accepter", "decliner", "annuler", "retard", "bilan"):
        assert client.post(f"/places/{booking.pk}/{verb}/").status_code == 404
    client.force_login(jeanne)
    client.post(f"/places/{booking.pk}/accepter/")
    booking.refresh_from_db()
    assert booking.state == "asked"


def test_the_pages_ask_few_questions(as_, karim, jeanne, django_assert_max_num_queries):
    as_(karim).post("/trajets/nouveau/", drive())
    for number in range(5):
        as_(person_of(f"Voisin{number}")).post("/trajets/nouveau/", drive())
    client = as_(jeanne)
    client.get("/trajets/")

    with django_assert_max_num_queries(20):
        assert "6 trajets possibles" in search(client)
    with django_assert_max_num_queries(14):
        client.get(f"/trajets/{Trip.objects.first().pk}/")
    assert timezone.localdate() < FRIDAY + timedelta(days=1)


def test_a_weekly_drive_is_booked_by_days_all_or_none(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive(rhythm="weekly", weekdays=["0", "4"], seats="1"))
    way = Trip.objects.get().ways.get()
    asked = {"on": ["2026-11-27", "2026-11-30"], "start": "Fonsorbes", "end": "Toulouse"}

    refused = as_(jeanne).post(
        f"/trajets/aller/{way.pk}/place/", asked | {"on": ["2026-11-27", "2026-11-28"]}
    )
    assert "ce trajet ne se fait pas" in refused.content.decode()
    assert not Booking.objects.exists()

    as_(jeanne).post(f"/trajets/aller/{way.pk}/place/", asked)
    as_(jeanne).post(f"/trajets/aller/{way.pk}/place/", asked)
    assert [each.day.isoformat() for each in Booking.objects.order_by("day")] == asked["on"]

    seats.claim(way, date(2026, 12, 4), seats.Taken("somebody", 0, 10_000_000))
    full = as_(person_of("Odette")).post(
        f"/trajets/aller/{way.pk}/place/", asked | {"on": ["2026-11-30", "2026-12-04"]}
    )
    assert (full.status_code, Booking.objects.filter(passenger__first_name="Odette").count()) == (409, 0)


def test_who_follows_a_ride_by_its_link_reads_towns_and_no_door(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    Booking.objects.update(
        pick_up_name="Fonsorbes (43,540 ; 1,236)", state="accepted", decided_at=timezone.now()
    )

    page = client.get(sharing.address_of(booking, jeanne.pk)).content.decode()

    assert "Fonsorbes → Toulouse" in page
    assert "43,540" not in page


def test_the_numbers_of_a_point_are_for_fields_and_not_for_people(client, karim, jeanne):
    door = "Fonsorbes (43,540 ; 1,236)"
    booking = booking_made(client, karim, jeanne)
    as_asked = {"on": "2026-11-27", "start": door, "end": "Toulouse", "stop_1": "43,566 ; 1,298"}
    client.force_login(karim)
    client.post("/trajets/nouveau/", drive(**as_asked))
    way = Way.objects.get(start_name=door)
    client.force_login(jeanne)
    client.post(f"/trajets/aller/{way.pk}/place/", as_asked)
    booking = Booking.objects.get(way=way)

    assert "Fonsorbes → Toulouse" in booking.contact.conversation.title
    for pages, person in (
        (["/trajets/", f"/messages/{booking.contact.conversation_id}/", f"/trajets/{way.trip_id}/"], jeanne),
        ([f"/places/{booking.pk}/a-bord/", "/avis/"], karim),
    ):
        client.force_login(person)
        for page in pages:
            assert "43,5" not in words(client.get(page).content.decode()), page
    said = told_of_step(facts_of(booking) | {"step": "asked", "name": "Jeanne"})
    assert "Fonsorbes → Toulouse" in said


def words(page: str) -> str:
    return re.sub("<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])


def test_a_relative_follows_a_ride_by_a_link_until_it_ends(client, karim, jeanne):
    booking = booking_made(client, karim, jeanne)
    client.force_login(karim)
    client.post(f"/places/{booking.pk}/accepter/")
    client.force_login(jeanne)
    thread = client.get(f"/messages/{booking.contact.conversation_id}/").content.decode()
    address = re.search(r"/suivi/[^\"<]+/", thread)[0]
    client.logout()

    page = client.get(address).content.decode()
    assert "Le trajet de Jeanne" in page
    assert "Karim" in page
    assert "M." not in re.sub("<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
    assert client.get(address.replace("/suivi/", "/suivi/x")).status_code == 404
    with time_machine.travel("2026-11-27T12:00:00+00:00"):
        assert client.get(address).status_code == 404
    client.force_login(jeanne)
    client.post(f"/places/{booking.pk}/annuler/")
    assert client.get(address).status_code == 404


def test_a_search_that_finds_nobody_asks_for_nobodys_rides(as_, jeanne, django_assert_num_queries):
    client = as_(jeanne)
    search(client)

    # Who reads, from where to where, three days, the areas around; nothing of drives, bookings or trust.
    with django_assert_num_queries(15) as asked:
        assert "Personne n’y va ce jour-là" in search(client)

    assert not any("carpool_booking" in each["sql"] for each in asked.captured_queries)
