"""What residents are told of partners, and partners of residents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.carpool.models import PartnerBooking, PartnerMessage
from placette.core.moments import date_in_words, in_words
from placette.notices import kinds
from placette.notices.actions import notify, withdraw
from placette.places.clock import zone_of


def register() -> None:
    kinds.register(
        kinds.Kind(
            "partner_ride", gettext_lazy("Un covoitureur d’un autre service me demande"), of_ride, "car"
        )
    )
    kinds.register(
        kinds.Kind(
            "partner_message",
            gettext_lazy("Un covoitureur d’un autre service m’écrit"),
            of_message,
            "message",
        )
    )


def tell(booking: PartnerBooking, step: str) -> None:
    """The resident, of what was asked or cancelled; what is cancelled asks for no look any more."""
    if step == "cancelled":
        withdraw(f"partner_ride:{booking.pk}:asked")
    notify(
        [booking.resident.pk],
        "partner_ride",
        reverse("partners:booking", args=[booking.pk]),
        f"partner_ride:{booking.pk}:{step}",
        step=step,
        drives=booking.resident_drives,
        partner=booking.partner.name,
        at=booking.pick_up_at.isoformat(),
        zone=zone_of(booking.way.commune_id).key,
        until=booking.pick_up_at.isoformat(),
    )


def tell_message(message: PartnerMessage) -> None:
    notify(
        [message.person_id],
        "partner_message",
        reverse("partners:message", args=[message.pk]),
        f"partner_message:{message.pk}",
        partner=message.partner.name,
    )


def tell_partner(booking: PartnerBooking) -> None:
    """By a job of this very transaction: what is decided is told, and what is taken back with it is not."""
    from placette.carpool.standard import tasks

    withdraw(f"partner_ride:{booking.pk}:asked")
    tasks.tell_partner.defer(booking=str(booking.pk), state=booking.state)


def of_ride(facts: Mapping[str, Any]) -> str:
    """« Covoit’ici : une place demandée dans votre voiture, lundi 30 novembre à 8 h. »"""
    said = {
        ("asked", True): _("%(partner)s : on demande une place dans votre voiture, %(when)s."),
        ("asked", False): _("%(partner)s : on propose de vous emmener, %(when)s."),
        ("cancelled", True): _("%(partner)s : la place demandée dans votre voiture est annulée, %(when)s."),
        ("cancelled", False): _("%(partner)s : on ne peut plus vous emmener, %(when)s."),
    }
    sentence = said.get((facts.get("step", ""), bool(facts.get("drives"))), "%(partner)s")
    with timezone.override(ZoneInfo(facts["zone"])):
        when = in_words(datetime.fromisoformat(facts["at"]), timezone.now(), date_in_words)
    return sentence % {"partner": facts.get("partner", ""), "when": when}


def of_message(facts: Mapping[str, Any]) -> str:
    return _("%(partner)s : un covoitureur vous écrit.") % {"partner": facts.get("partner", "")}
