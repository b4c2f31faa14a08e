"""A letter to the town hall, ready to send. It is in French whatever the language of who sends it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from . import names
from .models import Commune


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str

    @property
    def mailto(self) -> str:
        """Opens the person's own mail program; nothing leaves from here."""
        return f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject)}&body={quote(self.body_crlf)}"

    @property
    def body_crlf(self) -> str:
        return self.body.replace("\n", "\r\n")


def letter(commune: Commune, waiting: int) -> Letter:
    """In French, whoever sends it."""
    here = names.at(commune.of_name_in_french)
    facts = {
        "commune": commune,
        "here": here,
        "waiting": waiting,
        "page": settings.SITE_URL + commune.get_absolute_url(),
    }
    with translation.override("fr"):
        body = render_to_string("places/letter.txt", facts).strip() + "\n"
    return Letter(commune.town_hall_email, f"Ouvrir Placette {here}", body)
