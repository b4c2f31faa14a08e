"""The register over HTTP. One sender keeps its token for the five minutes that it holds."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from placette.core.asking import NoAnswer, ask

TIMEOUT = 10  # seconds
TAKEN, THERE_ALREADY = 201, 409
REFUSED = (400, 422)


@dataclass(frozen=True)
class Answer:
    taken: bool
    labels: list[str]


@dataclass
class Register:
    """`url` with its version, as https://api.covoiturage.beta.gouv.fr/v3.3."""

    url: str
    access_key: str
    secret_key: str = field(repr=False)
    operator_class: str  # which the register's team has given to this site
    token: str = field(default="", repr=False)

    def send(self, body: dict[str, Any]) -> Answer:
        """Sending twice is sending once: the register knows a journey by its number. NoAnswer."""
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
        raise NoAnswer(f"status {status}")

    def _sign_in(self) -> None:
        keys = {"access_key": self.access_key, "secret_key": self.secret_key}
        status, said = self._post("/auth/access_token", keys, signed=False)
        token = said.get("access_token") if isinstance(said, dict) else None
        if status != 201 or not isinstance(token, str):
            raise NoAnswer(f"no token, status {status}")
        self.token = token

    def _post(self, path: str, body: dict[str, Any], *, signed: bool = True) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if signed else {}
        answer = ask("POST", self.url + path, TIMEOUT, headers=headers, json=body)
        return answer.status, _read(answer.body)


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
