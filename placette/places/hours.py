"""Opening hours of a town hall, from the directory of public services to a sentence.

They arrive as [["lundi", "jeudi", [["08:30:00", "12:00:00"], ["13:30:00", "18:00:00"]]], …].
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from placette.core.text import NO_BREAK

FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS = (
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
    gettext_lazy("samedi"),
    gettext_lazy("dimanche"),
)
SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Slot = tuple[str, str]  # "08:30", "12:00"
Week = dict[int, tuple[Slot, ...]]  # by day, Monday is 0; closed days are absent


@dataclass(frozen=True)
class Line:
    days: str
    slots: str


def lines(published: Any) -> list[Line]:
    """« du lundi au jeudi », « 8 h 30 – 12 h, 13 h 30 – 18 h »: days with the same hours stand together."""
    open_days = week(published)
    same: dict[tuple[Slot, ...], list[int]] = {}
    for day in sorted(open_days):
        same.setdefault(open_days[day], []).append(day)
    return [Line(_days(days), ", ".join(_slot(slot) for slot in slots)) for slots, days in same.items()]


def week(published: Any) -> Week:
    """Slots of each open day, in order, without repeats. What cannot be understood is left out."""
    found: dict[int, set[Slot]] = {}
    for entry in published if isinstance(published, list) else []:
        try:
            first, last, slots = entry
            start, end = FRENCH_DAYS.index(first or last), FRENCH_DAYS.index(last or first)
            times = {(_time(opens), _time(closes)) for opens, closes in slots}
        except (TypeError, ValueError):
            continue
        for day in range(start, end + 1 if end >= start else end + 8):
            found.setdefault(day % 7, set()).update(times)
    return {day: tuple(sorted(slots)) for day, slots in sorted(found.items()) if slots}


def schema(published: Any) -> list[dict[str, str]]:
    """openingHoursSpecification of schema.org."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{SCHEMA_DAYS[day]}",
            "opens": opens,
            "closes": closes,
        }
        for day, slots in week(published).items()
        for opens, closes in slots
    ]


def _time(published: str) -> str:
    hour, minute, *_ = published.split(":")
    if not (0 <= int(hour) <= 24 and 0 <= int(minute) < 60):
        raise ValueError(published)
    return f"{int(hour):02}:{int(minute):02}"


def _days(days: list[int]) -> str:
    """« du lundi au mercredi et vendredi »."""
    runs = []
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        run = [day for _, day in group]
        if len(run) > 2:
            both = {"first": DAYS[run[0]], "last": DAYS[run[-1]]}
            runs.append(gettext("du %(first)s au %(last)s") % both)
        else:
            runs.extend(str(DAYS[day]) for day in run)
    if len(runs) == 1:
        return runs[0]
    return gettext("%(days)s et %(day)s") % {"days": ", ".join(runs[:-1]), "day": runs[-1]}


def _slot(slot: Slot) -> str:
    return gettext("%(opens)s – %(closes)s") % {"opens": _clock(slot[0]), "closes": _clock(slot[1])}


def _clock(time: str) -> str:
    """On one line however narrow it is."""
    hour, minute = time.split(":")
    if minute == "00":
        words = gettext("%(hour)s h") % {"hour": int(hour)}
    else:
        words = gettext("%(hour)s h %(minute)s") % {"hour": int(hour), "minute": minute}
    return words.replace(" ", NO_BREAK)
