"""The official mileage scale: what a kilometre in one's own car costs, by date, fiscal power and engine.

Code des transports, R. 3132-1: what a shared drive costs may be valued by this scale, plus tolls and parking.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

UNKNOWN = 3  # CV: who says nothing of her car is counted with the cheapest, so that no share is too high
POWERS = (3, 4, 5, 6, 7)  # CV; 7 and more are one
BANDS = (5_000, 20_000)  # kilometres a year up to which a band goes
METRES_A_CENT = 100_000  # (ten-thousandths of a euro a kilometre) × metres, for one cent
type Yearly = tuple[int, int]  # of d kilometres a year: d × ten-thousandths of a euro, plus whole euros


@dataclass(frozen=True)
class Scale:
    """In force for drives from `since` on, until the next one. A band is a formula of the kilometres of a year."""

    since: date
    bands: dict[int, tuple[Yearly, Yearly, Yearly]]
    electric_percent: int
    source: str
    read_on: date


SCALES = (
    Scale(
        since=date(2023, 1, 1),
        bands={
            3: ((5290, 0), (3160, 1065), (3700, 0)),
            4: ((6060, 0), (3400, 1330), (4070, 0)),
            5: ((6360, 0), (3570, 1395), (4270, 0)),
            6: ((6650, 0), (3740, 1457), (4470, 0)),
            7: ((6970, 0), (3940, 1515), (4700, 0)),
        },
        electric_percent=20,
        source="Barème kilométrique, CGI annexe IV, art. 6 B (arrêté du 27 mars 2023), inchangé pour 2024, 2025 et 2026",
        read_on=date(2026, 11, 23),
    ),
)


@dataclass(frozen=True)
class Engine:
    """What the scale asks of a car. `power` in fiscal horsepower (CV), as the registration says (P.6)."""

    power: int = UNKNOWN
    electric: bool = False


UNKNOWN_CAR = Engine()


def scale_on(day: date) -> Scale:
    """The scale of that day; of older days than ours, the oldest."""
    return SCALES[max(0, bisect_right([each.since for each in SCALES], day) - 1)]


def rate(engine: Engine, day: date, yearly_km: int = 0) -> int:
    """Ten-thousandths of a euro a kilometre. Who does not count her year's kilometres is in the first band."""
    scale = scale_on(day)
    a_km, a_year = scale.bands[min(max(engine.power, POWERS[0]), POWERS[-1])][_band(yearly_km)]
    thermal = a_km + (a_year * 10_000 // yearly_km if a_year else 0)
    return thermal * (100 + scale.electric_percent * engine.electric) // 100


def cost_cents(metres: int, engine: Engine, day: date) -> int:
    """What so many metres cost, rounded down."""
    return metres * rate(engine, day) // METRES_A_CENT


def _band(yearly_km: int) -> int:
    return sum(yearly_km > limit for limit in BANDS)
