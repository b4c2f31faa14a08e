"""Days on which schools of a zone rest, and public holidays: when a weekly trip to school or work does not go.

School holidays are the published ones (ministère de l’Éducation nationale, in the package vacances-scolaires-france);
they end where the last decree does, and a later edition of the package goes on. Public holidays are written in the law.
Corsica and the departments overseas have school calendars of their own, of which no package that we found holds the
dates: there only public holidays count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from vacances_scolaires_france import SchoolHolidayDates


@dataclass(frozen=True)
class Zone:
    """`school`: the letter of its school calendar, if we know one."""

    label: str | Promise
    school: str = ""


ZONES = {
    "A": Zone(_("Zone A"), school="A"),
    "B": Zone(_("Zone B"), school="B"),
    "C": Zone(_("Zone C"), school="C"),
    "alsace": Zone(_("Alsace, zone B"), school="B"),
    "moselle": Zone(_("Moselle, zone B"), school="B"),
    "corse": Zone(_("Corse, jours fériés")),
    "971": Zone(_("Guadeloupe, jours fériés")),
    "972": Zone(_("Martinique, jours fériés")),
    "973": Zone(_("Guyane, jours fériés")),
    "974": Zone(_("La Réunion, jours fériés")),
    "975": Zone(_("Saint-Pierre-et-Miquelon, jours fériés")),
    "976": Zone(_("Mayotte, jours fériés")),
    "977": Zone(_("Saint-Barthélemy, jours fériés")),
    "978": Zone(_("Saint-Martin, jours fériés")),
    "986": Zone(_("Wallis-et-Futuna, jours fériés")),
    "987": Zone(_("Polynésie française, jours fériés")),
    "988": Zone(_("Nouvelle-Calédonie, jours fériés")),
}
# Code du travail, L. 3133-1: month and day; days after Easter Sunday.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
# L. 3134-13 (Alsace and Moselle), decree 83-1003 (abolition of slavery), the codes of the Pacific and
# custom; the same days from 2026 to 2035 as the package holidays 0.109, which would hold back python-dateutil.
FIXED_THERE = {
    "alsace": ((12, 26),), "moselle": ((12, 26),), "971": ((5, 27), (7, 21)), "972": ((5, 22), (7, 21)),
    "973": ((6, 10),), "974": ((12, 20),), "976": ((4, 27),), "977": ((10, 9),), "978": ((5, 28), (7, 21)),
    "986": ((4, 28), (6, 29), (7, 29)), "987": ((3, 5), (11, 20)), "988": ((9, 24),),
}  # fmt: skip
# Good Friday; mid-Lent.
AFTER_EASTER_THERE = {"alsace": (-2,), "moselle": (-2,), "971": (-24, -2), "987": (-2,)}
# Departments by the zone of their academy, as the package lists the academies (since January 2016).
DEPARTMENTS = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 59 60 61 62 72 76 80 83 84 "
    "85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
    "alsace": "67 68",
    "moselle": "57",
    "corse": "2A 2B",
}
ZONE_OF = {department: zone for zone, listed in DEPARTMENTS.items() for department in listed.split()}
DAY = timedelta(days=1)


def zone_of(commune_code: str) -> str:
    """A key of ZONES for the commune of that INSEE code; empty where we know no calendar."""
    overseas = commune_code[:3]
    return overseas if overseas in ZONES else ZONE_OF.get(commune_code[:2], "")


def days_off(zone: str, first: date, last: date) -> set[date]:
    """From `first` to `last`, both included. After `known_until(zone)` only public holidays are in it."""
    public = {day for year in range(first.year, last.year + 1) for day in _public_holidays(zone, year)}
    return {day for day in public | _school_days_off(ZONES[zone].school) if first <= day <= last}


def known_until(zone: str) -> date | None:
    """The last school holiday that is published; None where the zone has no school calendar."""
    return max(_school_days_off(ZONES[zone].school), default=None)


def on_weekdays(days: Iterable[date], weekdays: int) -> list[date]:
    """Those that fall on one of the weekdays, Monday being bit 0; in order."""
    return sorted(day for day in days if weekdays & (1 << day.weekday()))


def _public_holidays(zone: str, year: int) -> set[date]:
    after_easter = (*AFTER_EASTER, *AFTER_EASTER_THERE.get(zone, ()))
    fixed = {date(year, month, day) for month, day in (*FIXED, *FIXED_THERE.get(zone, ()))}
    return fixed | {easter(year) + days * DAY for days in after_easter}


@cache
def _school_days_off(letter: str) -> frozenset[date]:
    if not letter:
        return frozenset()
    published = SchoolHolidayDates()
    column = published.zone_key(letter)
    return frozenset(day for day, row in published.data.items() if row[column])
