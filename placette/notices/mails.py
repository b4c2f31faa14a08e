"""How a notice becomes an e-mail."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from placette.people.models import Person

from .kinds import KINDS
from .models import Notice

SIGNER = Signer(salt="placette.notices.stop")


def send(person: Person, notices: Sequence[Notice]) -> None:
    """One e-mail in the person's language, HTML and text, for one notice or several."""
    with translation.override(person.language):
        lines = [
            (
                KINDS[notice.kind].sentence(notice.facts),
                settings.SITE_URL + reverse("notices:open", args=[notice.pk]),
            )
            for notice in notices
        ]
        subject = lines[0][0]
        if len(lines) > 1:
            subject = ngettext(
                "%(count)d nouvelle sur la place", "%(count)d nouvelles sur la place", len(lines)
            ) % {"count": len(lines)}
        stop = settings.SITE_URL + reverse("notices:stop", args=[stop_token(person, notices[0].kind)])
        context = {"person": person, "lines": lines, "stop": stop, "subject": subject}
        mail = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string("notices/mail.txt", context),
            to=[person.email],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        mail.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    mail.send()


def stop_token(person: Person, kind: str) -> str:
    return SIGNER.sign(f"{person.pk}:{kind}")


def read_stop_token(token: str) -> tuple[int, str] | None:
    """Person and kind; None where nobody signed it."""
    try:
        person, kind = SIGNER.unsign(token).split(":", 1)
    except (BadSignature, ValueError):
        return None
    return (int(person), kind) if kind in KINDS else None
