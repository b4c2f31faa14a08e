"""How notices become an e-mail, and the link that stops it."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from placette.core.mail import compose
from placette.people.models import Person

from .by_mail import links
from .kinds import KINDS
from .models import Notice
from .queries import Line, line

SIGNER = Signer(salt="placette.notices.stop")
DIGEST = "digest"  # stands for every kind that a person gets once a day


def one(notice: Notice) -> EmailMultiAlternatives:
    person = notice.person
    with translation.override(person.language):
        context = {
            "person": person,
            "line": line(notice),
            "url": _address(notice),
            "acts": links.of_notice(notice),
        }
    return compose(
        person.mailbox,
        person.language,
        "notices/mail/one",
        context,
        stop_url=stop_url(person, notice.kind),
        message_id=f"notice-{notice.pk}",
    )


def digest(person: Person, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """By kind in the order of their registration, each newest first."""
    with translation.override(person.language):
        by_kind: dict[str, list[tuple[Line, str, list[tuple[str, str]]]]] = {name: [] for name in KINDS}
        for notice in sorted(notices, key=lambda each: -each.pk):
            by_kind[notice.kind].append((line(notice), _address(notice), links.of_notice(notice)))
        sections = [(KINDS[name], lines) for name, lines in by_kind.items() if lines]
    keys = ",".join(str(pk) for pk in sorted(notice.pk for notice in notices))
    return compose(
        person.mailbox,
        person.language,
        "notices/mail/digest",
        {"person": person, "sections": sections, "count": len(notices)},
        stop_url=stop_url(person, DIGEST),
        message_id=f"digest-{hashlib.sha256(keys.encode()).hexdigest()[:24]}",
    )


def _address(notice: Notice) -> str:
    return settings.SITE_URL + reverse("notices:open", args=[notice.pk])


def stop_url(person: Person, kind: str) -> str:
    return settings.SITE_URL + reverse("notices:stop", args=[SIGNER.sign(f"{person.pk}:{kind}")])


def read_stop_token(token: str) -> tuple[int, str] | None:
    """Person and kind (or DIGEST); None where nobody signed it."""
    try:
        person, kind = SIGNER.unsign(token).split(":", 1)
    except (BadSignature, ValueError):
        return None
    return (int(person), kind) if kind in KINDS or kind == DIGEST else None
