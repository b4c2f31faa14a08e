"""The sheet that a resident without a screen is handed: what was said in her name, by whom, and how to stop it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.carpool.models import RideDeed
from placette.carpool.sentences import in_words
from placette.conversations.models import Message
from placette.core.moments import date_in_words, span_in_words
from placette.core.press import printed
from placette.groupbuys.amounts import price, quantity
from placette.groupbuys.models import PledgeDeed
from placette.listings.sentences import of_step
from placette.people.models import Consent, Deed

PAPER = (Path(__file__).parent / "sheet.typ").read_bytes()


def printed_for(consent: Consent, deeds: list[Deed]) -> bytes:
    return printed(PAPER, sheet(consent, deeds))


def sheet(consent: Consent, deeds: list[Deed]) -> dict[str, Any]:
    """What sheet.typ wants. Wants the deeds of queries.said."""
    name = consent.person.get_full_name()
    with translation.override("fr"):  # whoever prints it, she reads it
        return {
            "language": "fr",
            "publisher": settings.CONFIGURATION.operator_name,
            "place": f"Placette · {consent.commune.name}",
            "title": _("Ce qui a été dit en votre nom"),
            "for": name,
            "on": date_format(timezone.localdate(), "DATE_FORMAT"),
            "said": [[_when(deed), deed.words, *_what(deed, name, consent)] for deed in deeds],
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


def _what(deed: Deed, name: str, consent: Consent) -> list[str]:
    """What it was about, and the words: of a message, of what she buys, or of a ride, only where these may be read now."""
    reads, buys, rides = consent.writes, consent.buys, consent.rides
    for listing in deed.listings.all():
        return [f"{listing.get_direction_display()} : {listing.title}", listing.text]
    if ride := getattr(deed, "ride", None):
        return [_("Trajet : %(start)s → %(end)s") % in_words("", ride.facts), ridden(ride) if rides else ""]
    for message in deed.messages.all():
        return [message.conversation.title, _words(message, name) if reads else ""]
    if done := getattr(deed, "purchase", None):
        return [done.pledge.campaign.title, bought(done) if buys else ""]
    return [_("Retiré depuis"), ""]


def bought(done: PledgeDeed) -> str:
    """What was done with her pledge, in words to her."""
    What, facts = PledgeDeed.What, done.facts
    lines = [
        _("%(product)s : %(quantity)s, jusqu’à %(price)s / %(unit)s")
        % {
            "product": product,
            "quantity": quantity(Decimal(much), unit),
            "price": price(cents),
            "unit": unit,
        }
        for product, much, unit, cents in facts.get("lines", [])
    ]
    if done.what == What.COMES:
        with timezone.override(done.pledge.campaign.zone):
            starts_at, ends_at = (datetime.fromisoformat(facts[name]) for name in ("at", "until"))
            when = span_in_words(starts_at, ends_at, timezone.now(), date_in_words)
        return _("Vous venez chercher votre commande %(when)s, %(place)s.") % {
            "when": when,
            "place": facts["place"],
        }
    if done.what == What.SENDS:
        if not facts.get("name"):
            return _("Vous venez vous-même chercher votre commande.")
        return _("%(name)s passe prendre votre commande à votre place.") % {"name": facts["name"]}
    said = {
        What.TAKES: _("Vous participez :"),
        What.WITHDRAWS: _("Vous ne participez plus, et vous ne devez rien."),
        What.ACCEPTS: _("Vous avez dit oui au nouveau prix :"),
        What.STAYS: _("Vous restez, pour le temps ajouté."),
    }
    return "\n".join([said[What(done.what)], *lines])


def ridden(done: RideDeed) -> str:
    """What was said of a ride, in words to her."""
    What, driver = RideDeed.What, _("une personne partie depuis")
    if done.booking:
        driver = done.booking.way.trip.author.display_name
    said = {
        What.ASKS: _("Vous demandez une place %(when)s."),
        What.ENDS: _("Vous ne cherchez plus de place."),
        What.ACCEPTS: _("Vous êtes d’accord : %(driver)s vous emmène %(when)s."),
        What.DECLINES: _("Vous avez dit non à %(driver)s, pour %(when)s."),
        What.CANCELS: _("Vous avez annulé avec %(driver)s, pour %(when)s."),
        What.RODE: _("Le trajet avec %(driver)s a été fait, %(when)s."),
        What.STAYED: _("Le trajet avec %(driver)s n’a pas eu lieu, %(when)s."),
    }
    return said[What(done.what)] % ({"driver": driver} | in_words("", done.facts))


def _words(message: Message, name: str) -> str:
    if message.event == "thanked":
        return _("%(name)s dit merci : « %(text)s »") % {"name": name, "text": message.facts.get("text", "")}
    return of_step(message.event, name, message.facts) if message.event else message.body
