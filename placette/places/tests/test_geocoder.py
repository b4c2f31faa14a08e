"""The contract of the Géoplateforme's geocoding, against a server that really listens: right, lying, slow, too busy, away."""

import json
import logging
import time
from collections.abc import Iterator

import pytest
from django.conf import settings as site

from placette.places import geocoder
from placette.places.geocoder import Geocoder

from .geocoder_server import ADDRESS, AS_PLACE, COMMUNE, PLACE, GeocoderServer, feature, geocoder_server

TYPED = "12 rue du Stade 31470 Fonsorbes"


@pytest.fixture
def server() -> Iterator[GeocoderServer]:
    with geocoder_server() as server:
        yield server


def test_an_address_is_found_near_where_one_is(server):
    assert Geocoder(server.address).find(TYPED, (43.604, 1.4449)) == (43.5312, 1.2310)
    assert server.asked == [
        {"q": TYPED, "index": "address,poi", "limit": "1", "autocomplete": "0", "lat": "43.60", "lon": "1.44"}
    ]


@pytest.mark.parametrize(
    ("answered", "found"),
    [
        ([PLACE], (43.54, 1.24)),
        ([COMMUNE], None),
        ([AS_PLACE], None),
        ([COMMUNE, ADDRESS], None),
        ([feature(43.5, 1.2, type="street", score=0.2)], None),
        ([], None),
    ],
)
def test_a_place_counts_and_a_whole_commune_does_not(server, answered, found):
    server.features = answered

    assert Geocoder(server.address).find(TYPED) == found


def test_the_same_question_is_asked_once(server):
    asked = Geocoder(server.address)
    server.features = []

    assert [asked.find("nulle part"), asked.find("nulle part")] == [None, None]
    assert asked.find("nulle part", (43.5, 1.2)) is None
    assert len(server.asked) == 2


WRONG = {
    "no JSON": (200, b"<html>"),
    "no collection": (200, b'{"features": {}}'),
    "latitude 91": (200, json.dumps({"features": [feature(91, 1, type="street")]}).encode()),
    "NaN": (200, json.dumps({"features": [feature(float("nan"), 1, type="street")]}).encode()),
    "no score": (200, json.dumps({"features": [feature(43, 1, type="street", score=None)]}).encode()),
    "too busy": (429, b'{"message": "API rate limit exceeded"}'),
    "refused": (400, b'{"code": 400}'),
    "broken": (503, b""),
}


@pytest.mark.parametrize("says", WRONG.values(), ids=WRONG)
def test_what_is_no_answer_finds_nothing_and_the_geocoder_rests(server, says, caplog):
    server.says = says
    asked = Geocoder(server.address)

    with caplog.at_level(logging.DEBUG):
        assert asked.find(TYPED, (43.53, 1.23)) is None
        assert asked.find("ailleurs") is None

    assert len(server.asked) == 1
    assert "The geocoder failed" in caplog.text
    assert not any(word in caplog.text for word in ("Stade", "Fonsorbes", "43.5", "ailleurs"))


def test_a_slow_one_is_not_waited_for(server, caplog):
    server.sleeps = 0.6
    started = time.monotonic()

    assert Geocoder(server.address, seconds=0.2).find(TYPED) is None
    assert time.monotonic() - started < 0.5


def test_after_its_rest_it_is_asked_again_and_a_failure_is_not_kept(server):
    asked = Geocoder(server.address, rest=0)
    server.says = (503, b"")
    assert asked.find(TYPED) is None

    server.says = None

    assert asked.find(TYPED) == (43.5312, 1.2310)


def test_one_that_is_away_finds_nothing(server):
    address = server.address.replace(str(server.server_port), "9")  # discard: nobody listens

    assert Geocoder(address).find(TYPED) is None


def test_the_setting_chooses_it_and_by_default_nobody_is_asked(server, settings):
    assert geocoder.find(TYPED) is None

    settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})

    assert geocoder.find(TYPED) == (43.5312, 1.2310)
    assert len(server.asked) == 1
