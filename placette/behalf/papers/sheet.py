"""The sheet that a resident without a screen is handed: what was said in her name, by whom, and how to stop it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from placette.conversations.models import Message
from placette.core.press import printed
from placette.listings.sentences import of_step
from placette.people.models import Consent, Deed

PAPER = (Path(__file__).parent / "sheet.typ").read_bytes()


def printed_for(consent: Consent, deeds: list[Deed]) -> bytes:
    return printed(PAPER, sheet(consent, deeds))


def sheet(consent: Consent, deeds: list[Deed]) -> dict[str, Any]:
    """What sheet.typ wants. Wants the deeds of queries.said."""
    name = consent.person.get_full_name()
    return {
        "language": (get_language() or "fr")[:2],
        "publisher": settings.CONFIGURATION.operator_name,
        "place": f"Placette · {consent.commune.name}",
        "title": _("Ce qui a été dit en votre nom"),
        "for": name,
        "on": date_format(timezone.localdate(), "DATE_FORMAT"),
        "said": [[_when(deed), deed.words, *_what(deed, name, reads=consent.writes)] for deed in deeds],
        "nothing": _("Rien n’a encore été dit en votre nom."),
        "consent": _("Votre accord, noté le %(day)s (%(how)s) : « %(scopes)s ».")
        % {
            "day": date_format(timezone.localtime(consent.at), "DATE_FORMAT"),
            "how": consent.get_how_display().lower(),
            "scopes": " ; ".join(consent.scopes),
        },
        "stop": _(
            "Vous changez d’avis ? Dites-le à la mairie ou à la personne qui vous aide : à l’instant même, plus rien n’est fait en votre nom. Vous pouvez aussi demander que tout soit effacé."
        ),
    }


def _when(deed: Deed) -> str:
    return date_format(timezone.localtime(deed.at), "DATETIME_FORMAT")


def _what(deed: Deed, name: str, *, reads: bool) -> list[str]:
    """What it was about, and the words: of a message only where her messages may be read now."""
    for listing in deed.listings.all():
        return [f"{listing.get_direction_display()} : {listing.title}", listing.text]
    for message in deed.messages.all():
        return [message.conversation.title, _words(message, name) if reads else ""]
    return [_("Retiré depuis"), ""]


def _words(message: Message, name: str) -> str:
    if message.event == "thanked":
        return _("%(name)s dit merci : « %(text)s »") % {"name": name, "text": message.facts.get("text", "")}
    return of_step(message.event, name, message.facts) if message.event else message.body
