"""What people read of the steps of a ride: in the thread, and in a notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool.models import Booking
from placette.core.moments import date_in_words, span_in_words
from placette.people.carried import signed
from placette.places import spots


def facts_of(booking: Booking) -> dict[str, str]:
    """From where to where and when, as a line or a notice keeps it."""
    return {
        "start": booking.pick_up_name,
        "end": booking.drop_off_name,
        "starts_at": booking.pick_up_at.isoformat(),
        "zone": booking.way.trip.zone.key,
    }


def of_step(step: str, name: str, facts: Mapping[str, Any]) -> str:
    """« Karim B. demande une place, samedi 28 novembre à 8 h », for the thread."""
    said = {
        "asked": _("%(name)s demande une place : %(start)s → %(end)s, %(when)s"),
        "offered": _("%(name)s propose une place : %(start)s → %(end)s, %(when)s"),
        "accept": _("%(name)s est d’accord pour %(when)s"),
        "decline": _("%(name)s ne peut pas pour %(when)s"),
        "withdraw": _("%(name)s retire sa demande pour %(when)s"),
        "withdraw_offer": _("%(name)s retire sa proposition pour %(when)s"),
        "found": _("%(name)s a trouvé une autre voiture pour %(when)s"),
        "moved": _("Les arrêts ont changé : %(name)s passe plutôt %(when)s"),
        "cancel": _("%(name)s annule le trajet de %(when)s"),
        "late": _("%(name)s aura environ %(minutes)s minutes de retard"),
        "board": _("%(name)s confirme par le code que vous roulez ensemble"),
        "done": _("%(name)s note que le trajet a été fait"),
        "failed": _("%(name)s note que le trajet n’a pas eu lieu"),
    }
    return said.get(step, "%(name)s") % in_words(name, facts)


def told_of_step(facts: Mapping[str, Any]) -> str:
    said = {
        "asked": _("%(name)s demande une place dans votre voiture : %(start)s → %(end)s, %(when)s."),
        "offered": _("%(name)s peut vous emmener : %(start)s → %(end)s, %(when)s."),
        "accept": _("%(name)s est d’accord : %(start)s → %(end)s, %(when)s."),
        "decline": _("%(name)s ne peut pas : %(start)s → %(end)s, %(when)s."),
        "withdraw": _("%(name)s retire sa demande : %(start)s → %(end)s, %(when)s."),
        "withdraw_offer": _("%(name)s retire sa proposition : %(start)s → %(end)s, %(when)s."),
        "found": _("%(name)s a trouvé une autre voiture : %(start)s → %(end)s, %(when)s. Merci à vous."),
        "moved": _("%(name)s passe plutôt %(when)s : %(start)s → %(end)s."),
        "cancel": _("%(name)s annule votre trajet : %(start)s → %(end)s, %(when)s."),
        "late": _("%(name)s aura environ %(minutes)s minutes de retard : %(start)s → %(end)s."),
        "board": _("%(name)s confirme que vous êtes à bord : %(start)s → %(end)s, %(when)s."),
        "done": _("%(name)s note que votre trajet a été fait : %(start)s → %(end)s, %(when)s. Confirmez-le."),
        "failed": _("%(name)s note que votre trajet n’a pas eu lieu : %(start)s → %(end)s, %(when)s."),
        "left": _(
            "La personne que vous deviez emmener n’est plus sur Placette : %(start)s → %(end)s, %(when)s."
        ),
    }
    return said.get(str(facts.get("step", "")), "%(name)s") % _told(facts)


def ring_too(booking: Booking) -> str:
    """To who drives her by an agreed ride that falls or is late, where she has no screen: whoever acts for her may be at
    home by now. Wants the booking as it was before, with its `passenger`.
    """
    if booking.state != Booking.State.ACCEPTED or not booking.passenger.is_carried:
        return ""
    said = _(
        "%(name)s n’a pas d’écran : la personne qui l’aide reçoit un avis. Si c’est pour bientôt et que vous avez un numéro, téléphonez aussi."
    )
    return said % {"name": booking.passenger.display_name}


def told_of_tomorrow(facts: Mapping[str, Any]) -> str:
    return _("Rappel, avec %(name)s : %(start)s → %(end)s, %(when)s.") % _told(facts)


def told_of_ride(facts: Mapping[str, Any]) -> str:
    return _("Votre trajet avec %(name)s : %(start)s → %(end)s, %(when)s.") % _told(facts)


def told_of_past(facts: Mapping[str, Any]) -> str:
    return _("Votre trajet avec %(name)s a-t-il eu lieu : %(start)s → %(end)s, %(when)s ?") % _told(facts)


def told_of_match(facts: Mapping[str, Any]) -> str:
    """Somebody new goes the same way: who drives past reads that she may take somebody, and the reverse."""
    said = (
        _(
            "%(name)s cherche un trajet sur votre route : %(start)s → %(end)s, %(when)s. Pouvez-vous l’emmener ?"
        )
        if facts.get("role") == "passenger"
        else _("%(name)s fait le trajet que vous cherchez : %(start)s → %(end)s, %(when)s.")
    )
    return said % _told(facts)


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of a notice: « Odette M. (par la mairie) » where somebody stood between."""
    return in_words(signed(str(facts.get("name", "")), facts.get("through")), facts)


def in_words(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence says of `facts`. A fact that an older line does not have reads as nothing. Facts keep the numbers of a point, people read its town."""
    places = {each: spots.town(str(facts.get(each, ""))) for each in ("start", "end")}
    return places | {"minutes": facts.get("minutes", ""), "name": name, "when": _when(facts)}


def _when(facts: Mapping[str, Any]) -> str:
    """The date, not « demain »: this is read on other days too. On the clocks of the trip."""
    if not facts.get("starts_at"):
        return ""
    with timezone.override(ZoneInfo(facts["zone"])):
        return span_in_words(datetime.fromisoformat(facts["starts_at"]), None, timezone.now(), date_in_words)
