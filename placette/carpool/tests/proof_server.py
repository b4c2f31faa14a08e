"""A register of proofs on this machine: it answers as the contract says, and validates what it is sent against it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema_rs

from placette.core.tests.serving import serving

CONTRACT = json.loads((Path(__file__).parent / "data" / "proof_register_v3.3.json").read_text())["schema"]
VALIDATOR = jsonschema_rs.Draft7Validator(CONTRACT, validate_formats=True)


class Register(ThreadingHTTPServer):
    """`taken`: bodies by number. `tokens`, `posts`: how many were given, and journeys sent. `refuses`: labels for all. `status`: an answer for all."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: dict[str, dict[str, Any]] = {}
        self.faults: list[str] = []
        self.tokens = 0
        self.posts = 0
        self.valid_token = ""
        self.refuses: list[str] = []
        self.status = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v3.3"


class _Handler(BaseHTTPRequestHandler):
    server: Register

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status:
            self._answer(self.server.status, {"error": "as told"})
        elif self.path == "/v3.3/auth/access_token":
            self._sign_in(sent)
        elif self.path == "/v3.3/journeys":
            self._journey(sent)
        else:
            self._answer(404, {})

    def _sign_in(self, sent: dict[str, Any]) -> None:
        if sent != {"access_key": "us", "secret_key": "known"}:
            return self._answer(401, {})
        self.server.tokens += 1
        self.server.valid_token = f"token-{self.server.tokens}"
        return self._answer(201, {"access_token": self.server.valid_token})

    def _journey(self, sent: dict[str, Any]) -> None:
        self.server.posts += 1
        if self.headers["Authorization"] != f"Bearer {self.server.valid_token}":
            return self._answer(401, {})
        faults = [str(fault) for fault in VALIDATOR.iter_errors(sent)]
        if faults:
            self.server.faults += faults
            return self._answer(400, {"error": {"message": faults[0]}})
        if self.server.refuses:
            labels = {"terms_violation_labels": self.server.refuses}
            return self._answer(422, {"id": 1, "jsonrpc": "2.0", "error": {"code": -32422, "data": labels}})
        number = sent["operator_journey_id"]
        if number in self.server.taken:
            return self._answer(409, {})
        self.server.taken[number] = sent
        made = {"operator_journey_id": number, "created_at": "2026-11-30T08:00:00Z"}
        return self._answer(201, {"id": 1, "jsonrpc": "2.0", "result": {"meta": None, "data": made}})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def running() -> Iterator[Register]:
    with serving(Register()) as server:
        yield server
