"""One question to another server over HTTP: answered as it should be and in time, or NoAnswer."""

import logging
import time
from dataclasses import dataclass
from typing import Any, TypeVar

import urllib3
from pydantic import BaseModel, ValidationError

# It logs addresses, and in those of a router or a geocoder are the places between which people go.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)

MOST_BYTES = 20_000_000  # of an answer; a router's table of a thousand holds forty thousand
PART = 65_536
REFUSALS = 400, 413, 414

Expected = TypeVar("Expected", bound=BaseModel)
_servers = urllib3.PoolManager(
    num_pools=20, maxsize=8, retries=False
)  # connections stay open between questions


class NoAnswer(Exception):
    """Down, too slow, or an answer that is none. Never holds the question: it is logged."""


class Refused(NoAnswer):
    """The server does not take the question as it is; `body` says why."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"refused with status {status}")
        self.body = body


@dataclass(frozen=True)
class Answer:
    """Whatever the server said, of any status."""

    status: int
    body: bytes
    content_type: str


def ask(
    method: str,
    address: str,
    seconds: float,
    *,
    headers: dict[str, str] | None = None,
    json: object = None,
    most: int = MOST_BYTES,
) -> Answer:
    """NoAnswer from a server that is down, slow (also drop by drop) or says more than `most` bytes.

    It may take `seconds`, and as long again where the last drop is late. Follows nobody elsewhere. What only reads is asked a
    second time where a line fell that was kept from before: osrm-routed hangs up on it after five seconds.
    """
    deadline = time.monotonic() + seconds
    lines = _servers.connection_from_url(address)
    opened = lines.num_connections

    def once() -> urllib3.BaseHTTPResponse:
        return _servers.request(
            method, address, headers={"Accept": "application/json"} | (headers or {}), json=json,
            timeout=urllib3.Timeout(total=max(deadline - time.monotonic(), 0.001)), redirect=False, preload_content=False,
        )  # fmt: skip

    try:
        try:
            answer = once()
        except urllib3.exceptions.ProtocolError:
            if method != "GET" or lines.num_connections > opened:
                raise
            answer = once()
        try:
            body = _read(answer, deadline, most)
        except BaseException:
            answer.close()  # half read, it cannot be kept for the next question
            raise
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from None
    answer.release_conn()
    return Answer(answer.status, body, answer.headers.get("Content-Type", ""))


class Asking:
    """A server's address. `seconds`: for a question and its answer."""

    def __init__(self, address: str, seconds: float) -> None:
        self.address = address.rstrip("/")
        self.seconds = seconds

    def get(self, path: str, expected: type[Expected]) -> Expected:
        return self._ask(expected, "GET", path)

    def post(self, path: str, question: dict[str, Any], expected: type[Expected]) -> Expected:
        return self._ask(expected, "POST", path, question)

    def _ask(self, expected: type[Expected], method: str, path: str, question: object = None) -> Expected:
        answer = ask(method, self.address + path, self.seconds, json=question)
        if answer.status in REFUSALS:
            raise Refused(answer.status, answer.body)
        if answer.status != 200:
            raise NoAnswer(f"status {answer.status}")
        try:
            return expected.model_validate_json(answer.body)
        except ValidationError as error:
            raise NoAnswer(f"{error.error_count()} faults in the answer") from None


def _read(answer: urllib3.BaseHTTPResponse, deadline: float, most: int) -> bytes:
    parts, size = [], 0
    while part := answer.read1(PART):
        parts.append(part)
        size += len(part)
        if size > most or time.monotonic() > deadline:
            raise NoAnswer("too long an answer" if size > most else "too slow an answer")
    return b"".join(parts)
