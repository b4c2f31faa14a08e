"""In the demo, the mails that the site sent, so that somebody who tries it can read her code."""

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 40


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    files = sorted((settings.VAR / "mails").glob("*.eml"), reverse=True)[:SHOWN]
    return render(request, "site/demo_mails.html", {"mails": [_read(file) for file in files]})


def _read(file: Path) -> dict[str, str]:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return {
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "body": body.get_content() if body else "",
    }
