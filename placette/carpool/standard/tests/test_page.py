"""The page on which a resident says yes or no to a partner's user; and that the partner is told."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import translation

from placette.carpool.models import PartnerBooking, Seat
from placette.carpool.standard import client as partner_client
from placette.carpool.standard.tasks import NotTaken, tell_partner
from placette.carpool.tests.factories import shown_way_of
from placette.core.tests.serving import serving
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.people.tests.factories import person_of

from .asking import OPERATOR, PartnerClient, begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def booking() -> PartnerBooking:
    return PartnerClient().booked(shown_way_of(person_of("Apolline"), seats=1))


def address(booking: PartnerBooking, step: str = "") -> str:
    return f"/trajets/partenaires/{booking.pk}/{step}"


def test_the_driver_is_told_reads_and_accepts(client, booking):
    client.force_login(booking.resident)
    notice = Notice.objects.get()
    with translation.override("fr"):
        said = line(notice).sentence.replace("\xa0", " ")
        assert "on demande une place dans votre voiture, lundi 30 novembre à 8 h" in said

    page = client.get(notice.url).content.decode()
    assert "Lou, qui utilise Covoit" in page
    assert "2\u00a0€" in page
    answer = client.post(address(booking, "accord/"), follow=True).content.decode()

    assert "C’est convenu" in answer
    assert "Annuler ce trajet" in answer
    assert "Accepter" not in answer
    assert Seat.objects.count() == 1
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_she_declines_or_cancels(client, booking):
    client.force_login(booking.resident)

    assert "C’est refusé" in client.post(address(booking, "refus/"), follow=True).content.decode()
    again = client.post(address(booking, "accord/"), follow=True).content.decode()

    assert "rien n’a été envoyé" in again
    booking.refresh_from_db()
    assert booking.state == "CANCELLED"


def test_she_takes_back_her_yes(client, booking):
    client.force_login(booking.resident)
    client.post(address(booking, "accord/"))

    client.post(address(booking, "annulation/"))

    booking.refresh_from_db()
    assert booking.state == "CANCELLED"
    assert not Seat.objects.exists()


def test_her_own_page_leads_there_until_it_is_over(client, booking):
    client.force_login(booking.resident)
    assert f'href="{address(booking)}"' in client.get("/trajets/").content.decode()

    client.post(address(booking, "refus/"))

    assert address(booking) not in client.get("/trajets/").content.decode()


def test_nobody_else_sees_or_decides(client, booking):
    client.force_login(person_of("Zoé"))

    assert client.get(address(booking)).status_code == 404
    for step in ("accord/", "refus/", "annulation/"):
        assert client.post(address(booking, step)).status_code == 404
    client.logout()
    assert client.get(address(booking))["Location"].startswith("/compte/login/")


def test_who_is_no_longer_verified_says_no_only(client, booking):
    booking.resident.memberships.update(verified_at=None)
    client.force_login(booking.resident)

    assert "Accepter" not in client.get(address(booking)).content.decode()
    assert client.post(address(booking, "accord/")).status_code == 403
    assert "C’est refusé" in client.post(address(booking, "refus/"), follow=True).content.decode()


def test_after_the_hour_nothing_is_left_to_say(client, booking):
    client.force_login(booking.resident)

    with time_machine.travel(begun(booking), tick=False):
        client.force_login(booking.resident)
        page = client.get(address(booking)).content.decode()

    assert "Accepter" not in page
    assert "Refuser" not in page


class Told(BaseHTTPRequestHandler):
    """A partner's server that notes what it is told and answers `status`."""

    heard: list[tuple[str, dict, str]]
    status = 200

    def do_PATCH(self) -> None:
        parts = urlsplit(self.path)
        self.heard.append((parts.path, parse_qs(parts.query), self.headers["X-API-Key"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def their_server(settings):
    handler = type("Handler", (Told,), {"heard": []})
    with serving(HTTPServer(("127.0.0.1", 0), handler)) as server:
        settings.CARPOOL_PARTNERS = [
            {
                "name": "Covoit", "url": f"http://127.0.0.1:{server.server_port}/v1", "key": "their-key", "operator": OPERATOR,
            }
        ]  # fmt: skip
        yield handler


@pytest.mark.django_db(transaction=True)
def test_the_partner_is_told_by_the_worker(client, booking, worker, their_server):
    client.force_login(booking.resident)
    client.post(address(booking, "accord/"))

    worker()

    assert their_server.heard == [(f"/v1/bookings/{booking.pk}", {"status": ["CONFIRMED"]}, "their-key")]


def test_a_partner_that_fails_is_told_again_and_one_that_knows_is_not(booking, their_server):
    their_server.status = 503
    with pytest.raises(NotTaken, match="Covoit answered 503"):
        tell_partner(str(booking.pk), booking.state)

    their_server.status = 409
    tell_partner(str(booking.pk), booking.state)

    assert len(their_server.heard) == 2


def test_what_has_changed_meanwhile_is_not_told(booking, their_server):
    tell_partner(str(booking.pk), "CONFIRMED")

    assert their_server.heard == []


def test_a_partner_without_a_server_is_left_to_ask(booking):
    tell_partner(str(booking.pk), booking.state)

    assert partner_client.of_operator(OPERATOR) is None
