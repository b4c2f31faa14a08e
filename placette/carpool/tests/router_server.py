"""A router that really listens: roads run along three axes only, at ten metres a second. It speaks OSRM and Valhalla."""

import contextlib
import itertools
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from placette.carpool.geometry import Point, place
from placette.core.tests.serving import serving

PACE = 0.1  # seconds a metre


def road(a: Point, b: Point) -> float:
    """Never shorter than the straight line, and never shorter by way of a third place."""
    return sum(abs(x - y) for x, y in zip(place(a), place(b), strict=True))


class RouterServer(ThreadingHTTPServer):
    """Change its fields to have it misbehave; `asked` counts its questions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked = 0
        self.counting = threading.Lock()
        self.largest: int | None = None  # places in a table
        self.sleeps = 0.0
        self.islands: set[Point] = set()  # no road leads there
        self.says: tuple[int, bytes] | None = None  # instead of an answer
        self.breaks_at: int | None = None  # the number of a question

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextlib.contextmanager
def router_server() -> Iterator[RouterServer]:
    with serving(RouterServer()) as server:
        yield server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RouterServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        service, places = parts.path.split("/")[1], unquote(parts.path.split("/")[-1])
        points = [(float(y), float(x)) for x, y in (each.split(",") for each in places.split(";"))]
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if service == "route":
            return self._answer(self._route(points))
        rows = [points[int(n)] for n in asked["sources"].split(";")]
        columns = [points[int(n)] for n in asked["destinations"].split(";")]
        if self.server.largest and len(points) > self.server.largest:
            return self._answer({"code": "TooBig", "message": "Too many table coordinates"}, 400)
        metres = self._table(rows, columns)
        seconds = [[each and each * PACE for each in row] for row in metres]
        return self._answer({"code": "Ok", "distances": metres, "durations": seconds, "sources": []})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/route":
            assert asked["format"] == "osrm"
            assert asked["shape_format"] == "geojson"
            return self._answer(self._route(_points(asked["locations"])))
        metres = self._table(_points(asked["sources"]), _points(asked["targets"]))
        cells = [
            [{"distance": each and each / 1_000, "time": each and each * PACE} for each in row]
            for row in metres
        ]
        return self._answer({"sources_to_targets": cells, "units": "kilometers"})

    def _table(self, rows: list[Point], columns: list[Point]) -> list[list[float | None]]:
        return [
            [None if {a, b} & self.server.islands else round(road(a, b), 1) for b in columns] for a in rows
        ]

    def _route(self, points: list[Point]) -> dict[str, Any]:
        if set(points) & self.server.islands:
            return {"code": "NoRoute", "message": "Impossible route between points"}
        metres = sum(road(a, b) for a, b in itertools.pairwise(points))
        line = {"type": "LineString", "coordinates": [(x, y) for y, x in points]}
        return {
            "code": "Ok",
            "routes": [{"distance": metres, "duration": metres * PACE, "geometry": line, "weight": 1}],
        }

    def _answer(self, content: dict[str, Any], status: int = 200) -> None:
        with self.server.counting:
            self.server.asked += 1
            number = self.server.asked
        time.sleep(self.server.sleeps)
        if content.get("code", "Ok") != "Ok":
            status = 400
        status, body = self.server.says or (status, json.dumps(content).encode())
        if number == self.server.breaks_at:
            status, body = 500, b""
        with contextlib.suppress(ConnectionError):  # who asked has gone
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


def _points(locations: list[dict[str, float]]) -> list[Point]:
    return [(each["lat"], each["lon"]) for each in locations]
