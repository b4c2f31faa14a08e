"""Signed links: who, which act, on what. They last two weeks and die with the address to which they were sent."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from placette.notices.models import Notice
from placette.people.models import Person
from placette.people.standing import standing_of

from .acts import ACTS, Act

SALT = "placette.notices.by_mail"
LASTS = 14 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Link:
    person: Person
    act: Act
    pk: int


def address(person: Person, act: str, pk: int) -> str:
    token = signing.dumps([person.pk, act, pk, _mailbox(person)], salt=SALT)
    return settings.SITE_URL + reverse("notices:by_mail", args=[token])


def read(token: str) -> Link | None:
    """None where nobody signed it, it is too old, its person has left, or she is written to elsewhere by now. One query."""
    try:
        person_id, name, pk, mailbox = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or name not in ACTS or mailbox != _mailbox(person):
        return None
    return Link(person, ACTS[name], pk)


def of_notice(notice: Notice) -> list[tuple[str, str]]:
    """What its e-mail lets her do at once: the words of each link, and the link. Only what can be done now."""
    from placette.notices.kinds import KINDS

    offered = KINDS[notice.kind].acts(notice.facts)
    if not offered:
        return []
    standing = standing_of(notice.person)
    found = []
    for name, pk in offered:
        asked = ACTS[name].ask(standing, pk)
        if asked and not asked.over:
            found.append((str(ACTS[name].button), address(notice.person, name, pk)))
    return found


def _mailbox(person: Person) -> str:
    """Tells one address from another, and neither from the link."""
    return hashlib.blake2b(
        (person.email or "").lower().encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=9
    ).hexdigest()
