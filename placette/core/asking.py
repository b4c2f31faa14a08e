"""One question to another server over HTTP: answered as it should be and in time, or NoAnswer."""

import logging
import time
from typing import Any, TypeVar

import urllib3
from pydantic import BaseModel, ValidationError

# It logs addresses, and in those of a router or a geocoder are the places between which people go.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)

MOST_BYTES = 20_000_000  # of an answer; a router's table of a thousand holds forty thousand
PART = 65_536
REFUSALS = 400, 413, 414

Answer = TypeVar("Answer", bound=BaseModel)


class NoAnswer(Exception):
    """Down, too slow, or an answer that is none. Never holds the question: it is logged."""


class Refused(NoAnswer):
    """The server does not take the question as it is; `body` says why."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"refused with status {status}")
        self.body = body


class Asking:
    """A server's address; connections stay open between questions. `seconds`: for all of a question and its answer."""

    def __init__(self, address: str, seconds: float) -> None:
        self.address = address.rstrip("/")
        self.seconds = seconds
        self._pool = urllib3.PoolManager(
            maxsize=8,
            retries=False,
            timeout=urllib3.Timeout(total=seconds),
            headers={"Accept": "application/json"},
        )

    def get(self, path: str, expected: type[Answer]) -> Answer:
        return self._ask(expected, "GET", f"{self.address}{path}")

    def post(self, path: str, question: dict[str, Any], expected: type[Answer]) -> Answer:
        return self._ask(expected, "POST", f"{self.address}{path}", json=question)

    def _ask(self, expected: type[Answer], method: str, address: str, **body: Any) -> Answer:
        deadline = time.monotonic() + self.seconds
        try:
            answer = self._pool.request(method, address, redirect=False, preload_content=False, **body)
            text = _read(answer, deadline)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise NoAnswer(type(error).__name__) from None
        if answer.status in REFUSALS:
            raise Refused(answer.status, text)
        if answer.status != 200:
            raise NoAnswer(f"status {answer.status}")
        try:
            return expected.model_validate_json(text)
        except ValidationError as error:
            raise NoAnswer(f"{error.error_count()} faults in the answer") from None


def _read(answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    parts, size = [], 0
    for part in answer.stream(PART):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES or time.monotonic() > deadline:
            answer.close()  # half read, it cannot be kept for the next question
            raise NoAnswer("an answer without end")
    answer.release_conn()
    return b"".join(parts)
