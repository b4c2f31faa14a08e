"""The slip that a resident without a screen is handed for a ride: when, where, with whom, at what share, and how to cancel."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placette.behalf.rides import Place
from placette.carpool.models import Booking
from placette.core.moments import date_in_words, hour_in_words, span_in_words
from placette.core.press import printed
from placette.groupbuys.amounts import euros
from placette.people.models import Consent
from placette.places import spots

PAPER = (Path(__file__).parent / "ride.typ").read_bytes()


def printed_for(consent: Consent, place: Place) -> bytes:
    return printed(PAPER, slip(consent, place))


def slip(consent: Consent, place: Place) -> dict[str, Any]:
    """What ride.typ wants. Wants a ride that is agreed, and its clocks to be the current ones."""
    booking = place.booking
    start, end = spots.town(booking.pick_up_name), spots.town(booking.drop_off_name)
    with translation.override("fr"):  # whoever prints it, she reads it
        when = span_in_words(booking.pick_up_at, None, timezone.now(), date_in_words)
        arrives = hour_in_words(timezone.localtime(booking.drop_off_at).time())
        return {
            "language": "fr",
            "publisher": settings.CONFIGURATION.operator_name,
            "place": f"Placette · {consent.commune.name}",
            "on": date_format(timezone.localdate(), "DATE_FORMAT"),
            "title": _("Votre trajet : %(start)s → %(end)s") % {"start": start, "end": end},
            "for": consent.person.get_full_name(),
            "when": capfirst(when),
            "facts": [
                [_("Avec"), _("%(name)s, qui conduit") % {"name": place.driver.display_name}],
                [_("On vous prend à"), start],
                [_("Arrivée"), _("%(end)s, vers %(hour)s") % {"end": end, "hour": arrives}],
                [_("Places"), _seats(booking)],
                [_("Votre participation"), _share(booking)],
            ],
            # What two people settle by word of mouth; nothing of it is kept.
            "blanks": [_("L’endroit exact"), _("Téléphone pour le jour même")],
            "cancel": [_("Pour annuler, ou si vous avez un doute"), _cancel(consent)],
        }


def _seats(booking: Booking) -> str:
    said = ngettext("%(seats)s place", "%(seats)s places", booking.seats)
    return said % {"seats": booking.seats}


def _share(booking: Booking) -> str:
    if not booking.share_cents:
        return _("Rien : le trajet est gratuit")
    return _("%(amount)s, de la main à la main") % {"amount": euros(booking.share_cents)}


def _cancel(consent: Consent) -> str:
    if not consent.is_of_town_hall:
        who = consent.to.display_name if consent.to else ""
        return _("Appelez %(who)s, qui vous aide : la personne qui conduit est prévenue aussitôt.") % {
            "who": who
        }
    if number := consent.commune.town_hall_phone:
        return _("Appelez la mairie au %(number)s : la personne qui conduit est prévenue aussitôt.") % {
            "number": number
        }
    return _("Appelez la mairie : la personne qui conduit est prévenue aussitôt.")
