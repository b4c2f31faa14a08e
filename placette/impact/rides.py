"""What a shared ride spares: metres, grams of CO2 from a low to a high figure, cents. Sources beside every figure.

docs/decisions/0005 says why so little is claimed: a car stays at home only where the passenger would have driven it
alone, the driver's detour is taken off, and who has not said what she would have done counts for nothing at the low end.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Factor:
    """Of drives from `since` on. Grams of CO2 equivalent of one car over a kilometre, in tenths, and cents of its use."""

    since: date
    use: int  # what burning its fuel gives off, from well to wheel
    making: int  # its manufacture, spread over its life: spared only where a car is not bought
    cents: int
    source: str
    read_on: date


FACTORS = (
    Factor(
        since=date(2025, 10, 16),
        use=1106,
        making=317,
        cents=10,
        source="ADEME, Impact CO2, voiture thermique (modélisation de l’empreinte carbone de la voiture, 2025) ; "
        "carburant : 0,10 €/km, l’usage des groupes de village, quand le barème fiscal compte 0,529 € au moins, "
        "usure et assurance comprises",
        read_on=date(2026, 11, 23),
    ),
)
SAYS = _(
    "Le trajet partagé est compté quand la voiture du passager reste au garage : d’après sa réponse, ou, sans réponse, "
    "entre 0 et %(percent)d %% des cas. Le détour de qui conduit est déduit. La fourchette va du seul carburant "
    "(110,6 g de CO2 par km) à l’usage et la fabrication (142,3 g). En euros : 0,10 € par km, estimation basse."
)
GRAM_METRES = 10_000  # (tenths of a gram a kilometre) × metres, for one gram


@dataclass(frozen=True)
class Spared:
    """By one ride. `metres` are travelled together, one for each seat; euros may be spared by one of the two alone."""

    metres: int = 0
    co2_grams_low: int = 0
    co2_grams_high: int = 0
    driver_cents: int = 0
    passenger_cents: int = 0
    # Of both: what the one pays and the other gets is no gain.
    together_cents: int = 0


def factor_on(day: date) -> Factor:
    """Of older days than ours, the oldest."""
    return [each for each in FACTORS if each.since <= day or each is FACTORS[0]][-1]


def spared(
    day: date, metres: int, detour_metres: int, seats: int, share_cents: int, would_have_driven: bool | None
) -> Spared:
    """What a ride of so many metres together spares. Of several seats one car stays at home: they came together."""
    factor = factor_on(day)
    low, high = _percent_alone(would_have_driven)
    grams = 100 * GRAM_METRES
    most, least = factor.use + factor.making, factor.use
    alone = metres * factor.cents // 1000 if would_have_driven else 0
    driver = share_cents - detour_metres * factor.cents // 1000
    passenger = alone - share_cents
    return Spared(
        metres=metres * seats,
        co2_grams_low=max(0, (least * metres * low - most * detour_metres * 100) // grams),
        co2_grams_high=max(0, (most * metres * high - least * detour_metres * 100) // grams),
        driver_cents=max(0, driver),
        passenger_cents=max(0, passenger),
        together_cents=max(0, driver + passenger),
    )


def says() -> str:
    """The sentence beside the figures."""
    return str(SAYS) % {"percent": settings.CONFIGURATION.carpool_alone_percent}


def _percent_alone(would_have_driven: bool | None) -> tuple[int, int]:
    if would_have_driven is None:
        return 0, settings.CONFIGURATION.carpool_alone_percent
    return (100, 100) if would_have_driven else (0, 0)
