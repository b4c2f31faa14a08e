"""Partners' journeys among our own: believed as far as they are likely, and never waited for."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template.loader import render_to_string

from placette.carpool.queries.matching import Wish
from placette.carpool.standard import partners
from placette.carpool.tests.factories import FONSORBES, MONDAY, TOULOUSE, shown_way_of
from placette.core.tests.serving import serving
from placette.people.tests.factories import person_of

from .asking import EIGHT, PARIS, PartnerClient, journey, north

WISH = Wish(FONSORBES, TOULOUSE, MONDAY, 8 * 3600)


@pytest.fixture(autouse=True)
def _everybody_is_rested():
    partners._resting.clear()
    yield
    partners._resting.clear()


class Theirs(BaseHTTPRequestHandler):
    """A partner's server that answers as `behave` has it."""

    behave: Callable[["Theirs"], None]
    asked: list[dict[str, list[str]]]

    def do_GET(self) -> None:
        self.asked.append(parse_qs(urlsplit(self.path).query))
        try:
            type(self).behave(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def serve(settings) -> Iterator[Callable[..., list]]:
    """Start a partner; the returned list gets what it was asked."""
    running = ExitStack()
    settings.CARPOOL_PARTNERS = []

    def start(behave: Callable[[Theirs], None], name: str = "Covoit") -> list:
        handler = type("Handler", (Theirs,), {"behave": behave, "asked": []})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        running.enter_context(serving(server))
        url = f"http://127.0.0.1:{server.server_port}/v1"
        settings.CARPOOL_PARTNERS = [*settings.CARPOOL_PARTNERS, {"name": name, "url": url, "key": "k"}]
        return handler.asked

    with running:
        yield start


def telling(*sent: Any) -> Callable[[Theirs], None]:
    return lambda handler: handler.say(json.dumps(sent).encode(), **{"Content-Type": "application/json"})


@pytest.mark.django_db(transaction=True)
def test_a_second_placette_is_a_partner(live_server, settings):
    with time_machine.travel("2026-11-25T12:00Z", tick=True):
        shown_way_of(person_of("Apolline", "Quéré"), seats=3)
        shown_way_of(person_of("Léa", "Sol"), role="passenger")
        url = f"{live_server.url}/standard-covoiturage/v1"
        settings.CARPOOL_PARTNERS = [{"name": "Voisins", "url": url, "key": PartnerClient().key}]

        (drive,) = partners.search(WISH, budget=10)
        (request,) = partners.search(WISH, role="driver", budget=10)

    assert (drive.partner, drive.alias, drive.seats, drive.walk) == ("Voisins", "A.Q.", 3, 0)
    assert drive.pick_up_at == datetime(2026, 11, 30, 8, tzinfo=PARIS)
    assert drive.pick_up == FONSORBES
    assert drive.price_cents > 0
    assert (request.alias, request.price_cents) == ("L.S.", None)


def test_what_is_asked_is_the_wish(serve):
    asked = serve(telling())

    assert partners.search(Wish(FONSORBES, TOULOUSE, MONDAY, 7 * 3600), zone=ZoneInfo("Indian/Reunion")) == []

    (query,) = asked
    assert query["departureDate"] == [
        str(round(datetime(2026, 11, 30, 3, tzinfo=ZoneInfo("UTC")).timestamp()))
    ]
    assert query["departureLat"] == [str(FONSORBES[0])]
    assert query["timeDelta"] == ["1800"]


def test_all_are_asked_and_the_nearest_in_time_comes_first(serve):
    serve(telling(journey(passengerPickupDate=EIGHT + 600)), "Un")
    serve(
        telling(journey(passengerPickupDate=EIGHT - 60), journey(passengerPickupDate=EIGHT + 1_200)), "Deux"
    )

    assert [match.partner for match in partners.search(WISH)] == ["Deux", "Un", "Deux"]


@pytest.mark.parametrize(
    "lie",
    [
        {"passengerPickupLat": 91}, {"passengerPickupLat": "x"}, {"passengerPickupLat": None},
        {"passengerPickupLat": float("nan")}, {"passengerPickupLat": north(FONSORBES, 2_200)[0]},
        {"passengerDropLat": FONSORBES[0], "passengerDropLng": FONSORBES[1]}, {"passengerPickupDate": EIGHT + 1_801},
        {"passengerPickupDate": 1e300}, {"duration": 0}, {"duration": -5}, {"duration": 10**9}, {"distance": -1},
        {"availableSeats": 0}, {"availableSeats": 10**6}, {"price": {"type": "PAYING", "amount": -1, "currency": "EUR"}},
        {"price": {"type": "PAYING", "amount": 10**9, "currency": "EUR"}}, {"driver": None}, {"driver": {"alias": ""}},
        {"driver": {"alias": "\u202e"}}, {"driver": "Lou"},
    ],
    ids=str,
)  # fmt: skip
def test_a_lie_costs_the_one_journey_in_which_it_is(serve, lie):
    serve(telling(journey(**lie), journey(), None, [], "x"))

    (match,) = partners.search(WISH)

    assert match.alias == "Lou"
    assert match.price_cents == 170


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://covoit.example", "https://u:p@covoit.example", "https://", "//x", "https://[", "https://x\n"]
)  # fmt: skip
def test_a_doubtful_address_is_no_link(serve, url):
    serve(telling(journey(webUrl=url)))

    (match,) = partners.search(WISH)

    assert match.url == ""


def test_a_price_that_is_not_known_is_not_said(serve):
    serve(telling(journey(price={"type": "UNKNOWN"}), journey(price={"type": "PAYING", "amount": 3, "currency": "CHF"}), journey(price={"type": "FREE"})))  # fmt: skip

    assert [match.price_cents for match in partners.search(WISH)] == [None, None, 0]


def test_no_more_are_taken_than_were_asked_for(serve):
    serve(telling(*[journey() for _ in range(500)]))

    assert len(partners.search(WISH)) == partners.MOST


BROKEN: dict[str, Callable[[Theirs], None]] = {
    "wrong JSON": lambda handler: handler.say(b"<html>"),
    "no list": lambda handler: handler.say(b'{"error": "x"}'),
    "deep": lambda handler: handler.say(b"[" * 200_000),
    "no text": lambda handler: handler.say(b"\xff\xfe[\x00"),
    "an error": lambda handler: handler.say(b"[]", 500),
    "elsewhere": lambda handler: handler.say(b"[]", 302, Location="http://127.0.0.1:1/"),
    "too long": lambda handler: handler.say(b"[" + b" " * 3_000_000 + b"]"),
    "cut off": lambda handler: handler.say(b"[", **{"Content-Length": "100"}),
    "no HTTP": lambda handler: handler.wfile.write(b"hello\r\n\r\n") and None,
}


@pytest.mark.parametrize("behave", BROKEN.values(), ids=BROKEN)
def test_a_broken_partner_is_one_that_has_nothing_and_then_rests(serve, behave):
    asked = serve(behave, "Cassé")
    serve(telling(journey()), "Bon")

    found = [[match.partner for match in partners.search(WISH)] for _ in range(2)]

    assert found == [["Bon"], ["Bon"]]
    assert len(asked) == 1


def test_a_partner_that_is_down_is_one_that_has_nothing(serve, settings):
    serve(telling(journey()), "Bon")
    settings.CARPOOL_PARTNERS = [
        *settings.CARPOOL_PARTNERS,
        {"name": "Fermé", "url": "http://127.0.0.1:9/v1", "key": "k"},
    ]

    assert [match.partner for match in partners.search(WISH)] == ["Bon"]


@pytest.mark.parametrize("manner", ["silent", "drop by drop"])
def test_nobody_waits_for_a_slow_one(serve, manner):
    over = Event()

    def slow(handler: Theirs) -> None:
        if manner == "silent":
            over.wait(5)
            return
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.05):
            handler.wfile.write(b" ")

    serve(slow, "Lent")
    serve(telling(journey()), "Bon")
    started = time.monotonic()

    first = [match.partner for match in partners.search(WISH, budget=0.5)]
    took = time.monotonic() - started
    started = time.monotonic()
    second = [match.partner for match in partners.search(WISH, budget=0.5)]
    again = time.monotonic() - started
    over.set()

    assert first == second == ["Bon"]
    assert took < 1.5
    assert again < 0.5  # it rests


def test_without_partners_nothing_is_asked(settings):
    settings.CARPOOL_PARTNERS = []

    assert partners.search(WISH) == []


def test_they_are_shown_with_their_operator_and_escaped(serve):
    serve(telling(journey(driver={"alias": "<b>Lou"}), journey(webUrl="javascript:alert(1)")), "Covoit’ici")

    shown = render_to_string("carpool/_partner_matches.html", {"partner_matches": partners.search(WISH)})

    assert shown.count("Covoit’ici") >= 2
    assert "&lt;b&gt;Lou" in shown
    assert "<b>Lou" not in shown
    assert "javascript:" not in shown
    assert "de 8\u00a0h à 8\u00a0h\u00a030" in shown.replace(" h", "\u00a0h").replace("h 30", "h\u00a030")
    assert shown.count('rel="noopener noreferrer"') == 1
    assert render_to_string("carpool/_partner_matches.html", {"partner_matches": []}).strip() == ""
