"""When one comes back: on the same day, on another one, or in the night after."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from placette.carpool.forms.search import FARTHEST


def return_fault(typed: dict[str, Any], *, weekly: bool) -> tuple[str, Any] | None:
    """The field and a sentence, where a return cannot be: before its way out, or without an hour."""
    clock, back, on, back_on = (typed.get(name) for name in ("clock", "back_clock", "on", "back_on"))
    if back_on and not weekly and not back:
        return "back_clock", _("À quelle heure partez-vous au retour ?")
    if not clock or not back:
        return None
    if weekly:
        return ("back_clock", _("Le retour part à l’heure de l’aller.")) if back == clock else None
    if on and back_on and back_on < on:
        return "back_on", _("Le retour part avant l’aller. Choisissez un jour plus tard.")
    if on and back_on and back_on > on + timedelta(days=FARTHEST):
        return "back_on", _("C’est trop loin : un an au plus.")
    if back <= clock and back_on in (None, on):
        return "back_clock", _(
            "Le retour part avant l’aller. Choisissez une heure plus tard, ou un autre jour."
        )
    return None


def the_night_after(weekdays: int, first_day: date, last_day: date | None) -> dict[str, Any]:
    """Of somebody who works at night: on each day after one on which she goes."""
    night = timedelta(days=1)
    return {
        "weekdays": (weekdays << 1 | weekdays >> 6) & 0b1111111,
        "first_day": first_day + night,
        "last_day": last_day + night if last_day else None,
    }
