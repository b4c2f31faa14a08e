"""In the demo, the mails that the site sent, so that somebody who tries it can read her code."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

SHOWN = 40
# Nothing in a mail runs, loads or sees our cookies; its styles stand in its tags.
SEALED: dict[str, Any] = {
    "sandbox": True,
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
}


@dataclass(frozen=True)
class Mail:
    name: str
    at: datetime
    to: str
    subject: str
    body: str
    has_html: bool


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The newest first, as text."""
    files = sorted(_folder().glob("*.eml"), reverse=True)[:SHOWN]
    return render(request, "site/demo_mails.html", {"mails": [_read(file) for file in files]})


@csp_override(SEALED)
@require_safe
def html(request: HttpRequest, name: str) -> HttpResponse:
    """A mail as a mail program shows it."""
    file = _folder() / f"{name}.eml"
    message = _message(file) if file.is_file() else None
    body = message.get_body(("html",)) if message else None
    if body is None:
        raise Http404
    return HttpResponse(body.get_content(), headers={"Cache-Control": "no-store"})


def _folder() -> Path:
    if not settings.DEMO:
        raise Http404
    return Path(settings.VAR) / "mails"


def _message(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def _read(file: Path) -> Mail:
    message = _message(file)
    body = message.get_body(("plain",))
    return Mail(
        name=file.stem,
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=body.get_content() if body else "",
        has_html=message.get_body(("html",)) is not None,
    )
