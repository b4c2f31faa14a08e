"""Rides by the links of their e-mails."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.carpool.actions import steps
from placette.carpool.crews.actions import members
from placette.carpool.crews.tests.factories import crew_of
from placette.carpool.models import Booking, CrewMember
from placette.carpool.tasks import ask_if_done
from placette.conversations.models import Participant
from placette.notices.models import Notice
from placette.notices.tests.links import offered, path_of
from placette.people.tests.factories import person_of

from .factories import way_of
from .rides import ride_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _long_before():
    with time_machine.travel("2026-11-26T08:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ride() -> Booking:
    karim, jeanne = person_of("Karim"), person_of("Jeanne")
    booking = ride_of(way_of(karim), jeanne, state="asked")
    for person in (karim, jeanne):
        Participant.objects.create(conversation=booking.contact.conversation, person=person)
    steps.tell(booking, "asked", jeanne)
    return booking


def test_a_seat_is_given_and_the_ride_told_by_e_mail(client, ride):
    karim, jeanne = ride.way.trip.author, ride.passenger
    links = offered(karim, "ride")
    assert list(links) == ["D’accord", "Je ne peux pas", "Répondre"]
    assert "Jeanne M. demande une place" in client.get(links["D’accord"]).text
    assert client.post(links["D’accord"]).status_code == 200
    assert client.post(links["D’accord"]).status_code == 409
    ride.refresh_from_db()
    assert ride.state == "accepted"
    assert list(offered(jeanne, "ride")) == ["Annuler ce trajet", "Répondre"]

    with time_machine.travel(ride.drop_off_at + timedelta(hours=5), tick=False):
        ask_if_done(timestamp=0)
        ask_if_done(timestamp=0)
        empty = client.post(offered(jeanne, "ride_past")["Dire si c’est fait"])
        assert "auriez-vous pris votre voiture" in empty.text
        said = {"took_place": "yes", "would_have_driven": "no"}
        client.post(offered(jeanne, "ride_past")["Dire si c’est fait"], said)
        page = client.get(offered(karim, "ride_past")["Dire si c’est fait"])
        assert "auriez-vous" not in page.text
        client.post(offered(karim, "ride_past")["Dire si c’est fait"], {"took_place": "yes"})

    ride.refresh_from_db()
    assert (ride.state, ride.would_have_driven) == ("done", False)
    assert Notice.objects.filter(kind="ride_past").count() == 2


def test_a_ride_is_declined_or_cancelled_with_a_word(client, ride):
    karim = ride.way.trip.author
    client.post(path_of(karim, "ride.decline", ride.pk), {"reason": "Je suis malade"})
    ride.refresh_from_db()
    assert (ride.state, ride.reason) == ("declined", "Je suis malade")

    Booking.objects.update(state="accepted")
    client.post(path_of(ride.passenger, "ride.cancel", ride.pk), {"reason": ""})
    ride.refresh_from_db()
    assert ride.state == "cancelled"


def test_nobody_else_decides_of_a_ride(client, ride):
    rose = person_of("Rose")
    for act in ("accept", "decline", "cancel", "report"):
        assert client.post(path_of(rose, f"ride.{act}", ride.pk)).status_code == 410
    # Who asked does not say yes to herself.
    assert client.post(path_of(ride.passenger, "ride.accept", ride.pk)).status_code == 409
    ride.refresh_from_db()
    assert ride.state == "asked"


def test_a_ride_that_has_left_is_not_accepted_any_more(client, ride):
    link = path_of(ride.way.trip.author, "ride.accept", ride.pk)
    with time_machine.travel(ride.pick_up_at + timedelta(minutes=1), tick=False):
        assert client.post(link).status_code == 409
    ride.refresh_from_db()
    assert ride.state == "asked"


def test_a_crew_is_joined_or_declined_by_its_invitation(client):
    jeanne, karim, rose = person_of(), person_of("Karim"), person_of("Rose")
    crew = crew_of(jeanne, now=datetime.now(UTC))
    for person in (karim, rose):
        members.invite(crew, jeanne, person)

    links = offered(karim, "crew")
    mine = {"needs": "1", "seats": "3", "out_days": ["0", "1"]}
    said = client.post(links["Je rejoins l’équipage"], mine)
    again = client.post(links["Je rejoins l’équipage"], mine)
    client.post(offered(rose, "crew")["Non merci"])

    assert "Bienvenue à bord" in said.text
    assert again.status_code == 409
    assert CrewMember.objects.get(person=karim).joined_at == timezone.now()
    assert CrewMember.objects.get(person=karim).seats == 3
    assert CrewMember.objects.get(person=rose).left_at is not None
    assert client.post(path_of(rose, "crew.join", CrewMember.objects.get(person=karim).pk)).status_code == 410
