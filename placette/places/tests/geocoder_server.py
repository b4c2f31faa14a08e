"""A geocoder that really listens, and answers `/search` as the Géoplateforme does."""

import contextlib
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.cache import caches

from placette.core.tests.serving import serving


def feature(latitude: float, longitude: float, **properties: Any) -> dict[str, Any]:
    """As `/search` answers it, with some of what it says besides."""
    usual = {
        "label": "12 Rue du Stade 31470 Fonsorbes",
        "score": 0.96,
        "city": "Fonsorbes",
        "_type": "address",
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": usual | properties,
    }


ADDRESS = feature(43.5312, 1.2310, type="housenumber", citycode="31187")
PLACE = feature(
    43.5400, 1.2400, category=["zone d'activité ou d'intérêt", "stade"], citycode=["31187"], _type="poi"
)
COMMUNE = feature(43.5300, 1.2300, type="municipality")
AS_PLACE = feature(43.5300, 1.2300, category=["administratif", "commune"], _type="poi")


class GeocoderServer(ThreadingHTTPServer):
    """Change its fields to have it misbehave; `asked` keeps its questions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, str]] = []
        self.features: list[dict[str, Any]] = [ADDRESS]
        self.sleeps = 0.0
        self.says: tuple[int, bytes] | None = None  # instead of an answer

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/geocodage"


class _Handler(BaseHTTPRequestHandler):
    server: GeocoderServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == "/geocodage/search"
        self.server.asked.append({name: values[0] for name, values in parse_qs(parts.query).items()})
        time.sleep(self.server.sleeps)
        content = {"type": "FeatureCollection", "features": self.server.features}
        status, body = self.server.says or (200, json.dumps(content).encode())
        with contextlib.suppress(ConnectionError):  # who asked has gone
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


@contextlib.contextmanager
def geocoder_server() -> Iterator[GeocoderServer]:
    """Nothing that another test was answered is remembered."""
    caches["process"].clear()
    with serving(GeocoderServer()) as server:
        try:
            yield server
        finally:
            caches["process"].clear()
