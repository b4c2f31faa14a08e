"""A trip that there is, as its form is filled in again."""

from datetime import time
from typing import Any

from django.utils import timezone

from placette.carpool.forms.choices import DAYS, ONCE, WEEKLY
from placette.carpool.forms.stops import STOPS_TYPED
from placette.carpool.geometry import detour_by_default
from placette.carpool.models import Trip


def typed_of(trip: Trip) -> dict[str, Any]:
    """A trip as its form shows it. Wants its ways."""
    names = (
        "seats", "preferences", "note", "audience", "women_only", "shown_to_partners",
    )  # fmt: skip
    out, *others = trip.ways.all()
    today = timezone.localdate()
    back = next((way for way in others if way.last_day is None or way.last_day >= today), None)
    usual = detour_by_default(out.road)
    stops = dict(zip(STOPS_TYPED, out.stop_names, strict=False))
    return (
        {name: getattr(trip, name) for name in names}
        | stops
        | {
            "start": out.start_name,
            "end": out.end_name,
            "rhythm": ONCE if out.on else WEEKLY,
            "on": out.on or out.first_day,
            "clock": clock_of(out.clock),
            "back_clock": clock_of(back.clock) if back else None,
            "back_on": back.on if back and back.on != out.on else None,
            "weekdays": [number for number, _name in DAYS if (out.weekdays or 0) >> int(number) & 1],
            "last_day": out.last_day,
            "flexibility": out.flexibility,
            "detour": "" if out.detour == usual else str(out.detour),
            "rests": bool(trip.rests_with_zone),
        }
    )


def clock_of(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60)
