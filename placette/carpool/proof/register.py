"""The register over HTTP. One sender keeps its token for the five minutes that it holds."""

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

TIMEOUT = 10  # seconds
TAKEN, THERE_ALREADY = 201, 409
REFUSED = (400, 422)


class Away(Exception):
    """The register does not answer, or not as agreed: to be tried again later. Says no more than a status."""


@dataclass(frozen=True)
class Answer:
    taken: bool
    labels: list[str]


class _NoRedirect(HTTPRedirectHandler):
    """A register that has moved is a new setting: keys and identities go nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Register:
    """`url` with its version, as https://api.covoiturage.beta.gouv.fr/v3.3."""

    url: str
    access_key: str
    secret_key: str = field(repr=False)
    operator_class: str  # which the register's team has given to this site
    token: str = field(default="", repr=False)

    def send(self, body: dict[str, Any]) -> Answer:
        """Sending twice is sending once: the register knows a journey by its number. Away."""
        if not self.token:
            self._sign_in()
        status, said = self._post("/journeys", body)
        if status == 401:  # five minutes have passed
            self._sign_in()
            status, said = self._post("/journeys", body)
        if status in (TAKEN, THERE_ALREADY):
            return Answer(taken=True, labels=[])
        if status in REFUSED:
            return Answer(taken=False, labels=_labels(said) or [f"http_{status}"])
        raise Away(f"status {status}")

    def _sign_in(self) -> None:
        keys = {"access_key": self.access_key, "secret_key": self.secret_key}
        status, said = self._post("/auth/access_token", keys, signed=False)
        token = said.get("access_token") if isinstance(said, dict) else None
        if status != 201 or not isinstance(token, str):
            raise Away(f"no token, status {status}")
        self.token = token

    def _post(self, path: str, body: dict[str, Any], *, signed: bool = True) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if signed:
            headers["Authorization"] = f"Bearer {self.token}"
        request = Request(self.url + path, json.dumps(body).encode(), headers)  # noqa: S310 - the operator's setting
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as response:
                return response.status, _read(response.read())
        except HTTPError as refused:
            with refused:
                return refused.code, _read(refused.read())
        except (URLError, HTTPException, OSError) as trouble:
            raise Away(type(trouble).__name__) from trouble


def configured() -> Register | None:
    """The operator's; None as long as its address and keys are not given, and by default they are not."""
    read = settings.CONFIGURATION
    if not (read.proof_url and read.proof_class):
        return None
    return Register(read.proof_url, read.proof_access_key, read.proof_secret_key, read.proof_class)


def _read(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except ValueError:
        return None


def _labels(said: Any) -> list[str]:
    """Of {"error": {"data": {"terms_violation_labels": […]}}}; none where the answer looks otherwise."""
    for key in ("error", "data", "terms_violation_labels"):
        said = said.get(key) if isinstance(said, dict) else None
    return [str(label)[:60] for label in said][:20] if isinstance(said, list) else []
