"""One question to a router over HTTP: answered as it should be and in time, or RouterFailed."""

import logging
import time
from typing import Any, TypeVar

import urllib3
from pydantic import BaseModel, ConfigDict, ValidationError

from placette.carpool.router.roads import RouterFailed

# It logs addresses, and in those of a router are the places between which people drive.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)

MOST_BYTES = 20_000_000  # of an answer; a table of a thousand holds forty thousand
PART = 65_536
TOO_MUCH = 400, 413, 414  # what both say to a table larger than they allow

Answer = TypeVar("Answer", bound=BaseModel)


class TooMuch(RouterFailed):
    """The router refuses the question as it is: too large for its settings, or no road leads there."""

    def __init__(self, code: object) -> None:
        super().__init__(f"the router refused: {code}")
        self.code = code


class Refused(BaseModel):
    """How OSRM (code: a word) and Valhalla (error_code: a number) say no."""

    model_config = ConfigDict(extra="ignore")
    code: str | None = None
    error_code: int | None = None


class Asking:
    """A router's address; connections stay open between questions. `seconds`: for all of a question and its answer."""

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
            raise RouterFailed(type(error).__name__) from None
        if answer.status in TOO_MUCH:
            raise TooMuch(_why(text))
        if answer.status != 200:
            raise RouterFailed(f"status {answer.status}")
        try:
            return expected.model_validate_json(text)
        except ValidationError as error:
            raise RouterFailed(f"{error.error_count()} faults in the answer") from None


def _read(answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    parts, size = [], 0
    for part in answer.stream(PART):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES or time.monotonic() > deadline:
            answer.close()  # half read, it cannot be kept for the next question
            raise RouterFailed("an answer without end")
    answer.release_conn()
    return b"".join(parts)


def _why(text: bytes) -> object:
    try:
        refused = Refused.model_validate_json(text)
    except ValidationError:
        return None
    return refused.code or refused.error_code
