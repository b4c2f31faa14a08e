"""Weeks, months, quarters and years: the only periods of which a figure is shown. No free dates, which could be subtracted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WEEK, MONTH, QUARTER, YEAR = "week", "month", "quarter", "year"
MONTHS_IN = {MONTH: 1, QUARTER: 3, YEAR: 12}


@dataclass(frozen=True, order=True)
class Period:
    """By its first day, which must be one of its span."""

    span: str
    starts_on: date

    def __post_init__(self) -> None:
        if self.starts_on != _first(self.span, self.starts_on):
            raise ValueError(f"no {self.span} begins on {self.starts_on}")

    @property
    def ends_before(self) -> date:
        """The first day after it."""
        if self.span == WEEK:
            return self.starts_on + timedelta(days=7)
        return _later(self.starts_on, MONTHS_IN[self.span])

    @property
    def previous(self) -> Period:
        return period_of(self.span, self.starts_on - timedelta(days=1))

    @property
    def next(self) -> Period:
        return Period(self.span, self.ends_before)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its months; none of a week."""
        return tuple(_later(self.starts_on, number) for number in range(MONTHS_IN.get(self.span, 0)))

    def is_over(self, today: date) -> bool:
        return self.ends_before <= today

    @property
    def key(self) -> str:
        """As an address writes it: « 2026-11 », « 2026-T4 », « 2026 », « 2026-11-23 »."""
        if self.span == MONTH:
            return f"{self.starts_on:%Y-%m}"
        if self.span == QUARTER:
            return f"{self.starts_on.year}-T{(self.starts_on.month + 2) // 3}"
        return str(self.starts_on.year) if self.span == YEAR else self.starts_on.isoformat()

    def __str__(self) -> str:
        if self.span == MONTH:
            return date_format(self.starts_on, "F Y")
        if self.span == QUARTER:
            number = (self.starts_on.month + 2) // 3
            return (
                _("%(number)sᵉ trimestre %(year)s") % {"number": number, "year": self.starts_on.year}
                if number > 1
                else (_("1ᵉʳ trimestre %(year)s") % {"year": self.starts_on.year})
            )
        if self.span == YEAR:
            return str(self.starts_on.year)
        return _("semaine du %(day)s") % {"day": date_format(self.starts_on, "j F")}


def period_of(span: str, day: date) -> Period:
    """The one in which the day lies."""
    return Period(span, _first(span, day))


def read(key: str) -> Period | None:
    """Of an address; None for anything else."""
    try:
        match key.split("-"):
            case [year]:
                return Period(YEAR, date(int(year), 1, 1))
            case [year, part] if part[:1] == "T":
                return Period(QUARTER, date(int(year), int(part[1:]) * 3 - 2, 1))
            case [year, month]:
                return Period(MONTH, date(int(year), int(month), 1))
            case [year, month, day]:
                return Period(WEEK, date(int(year), int(month), int(day)))
    except ValueError:
        return None
    return None


def _first(span: str, day: date) -> date:
    if span == WEEK:
        return day - timedelta(days=day.weekday())
    return date(day.year, day.month - (day.month - 1) % MONTHS_IN[span], 1)


def _later(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
