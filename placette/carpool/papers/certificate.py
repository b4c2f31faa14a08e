"""The yearly certificate of carpooled days for the « forfait mobilités durables », as a PDF.

Code du travail, L. 3261-3-1: the employer may pay for carpooling, as a driver or a passenger, on a yearly certificate or
a sworn statement. This paper says what the site knows, and is sworn by whoever signs it. It names nobody else.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext

from placette.carpool.queries.carpooled_days import Journey
from placette.core.press import printed
from placette.people.models import Person
from placette.places import spots

TEMPLATE = Path(__file__).with_suffix(".typ").read_bytes()


def certificate(person: Person, year: int, journeys: Sequence[Journey], today: date) -> bytes:
    """The PDF, in the language of the page."""
    return printed(TEMPLATE, _paper(person, year, journeys, today))


def _paper(person: Person, year: int, journeys: Sequence[Journey], today: date) -> dict[str, Any]:
    days = len({journey.day for journey in journeys})
    operator = settings.CONFIGURATION.operator_name
    name, words = person.get_full_name(), {"name": person.get_full_name(), "year": year, "operator": operator}
    return {
        "language": (get_language() or "fr")[:2],
        "publisher": operator,
        "title": gettext("Attestation de covoiturage %(year)d") % words,
        "statement": gettext(
            "Ce relevé reprend les trajets en covoiturage de %(name)s en %(year)d, tels qu’ils ont été convenus et "
            "confirmés sur Placette (%(operator)s). Il peut être remis à l’employeur pour le forfait mobilités "
            "durables (Code du travail, art. L. 3261-3-1). Les trajets n’ont pas de classe de preuve."
        )
        % words,
        "facts": [
            [gettext("Nom"), name],
            [gettext("Jours covoiturés"), number_format(days)],
            [gettext("Trajets"), _rides(journeys)],
            [gettext("Distance"), _kilometres(sum(each.metres for each in journeys))],
        ],
        "titles": [
            gettext("Date"), gettext("Rôle"), gettext("Trajet"), gettext("Distance"), gettext("Confirmé par"),
        ],
        "rows": [_row(journey) for journey in journeys],
        "oath": gettext("Je soussigné·e %(name)s atteste sur l’honneur l’exactitude de ce relevé.") % words,
        "signature": [gettext("Fait à … le …"), gettext("Signature")],
        "footer": gettext("Établi le %(day)s sur %(site)s")
        % {"day": date_format(today, "DATE_FORMAT"), "site": settings.SITE_URL},
    }  # fmt: skip


def _row(journey: Journey) -> list[str]:
    return [
        date_format(journey.day, "SHORT_DATE_FORMAT"),
        gettext("Conduite") if journey.drives else gettext("Passager"),
        f"{spots.town(journey.start)} → {spots.town(journey.end)}",
        _kilometres(journey.metres),
        gettext("les deux") if journey.confirmed_by_both else gettext("l’un des deux"),
    ]


def _rides(journeys: Sequence[Journey]) -> str:
    driving = sum(journey.drives for journey in journeys)
    words = {"count": len(journeys), "driving": driving, "riding": len(journeys) - driving}
    return (
        ngettext(
            "%(count)d, dont %(driving)d au volant et %(riding)d comme passager",
            "%(count)d, dont %(driving)d au volant et %(riding)d comme passager",
            len(journeys),
        )
        % words
    )


def _kilometres(metres: int) -> str:
    return f"{number_format(metres / 1000, decimal_pos=1, use_l10n=True)}\u00a0km"
