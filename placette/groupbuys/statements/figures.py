"""Amounts and days as banks write them."""

import re
from datetime import date
from decimal import Decimal

from placette.groupbuys.actions.payments import AT_MOST

SIGNS = re.compile(r"[\s'’\u00a0\u202f]|€|EUR", re.IGNORECASE)
NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:\.\d{3})+(?!\.)|\d{1,3}(?:,\d{3})+(?!,)|\d+)(?:[.,](?P<cents>\d{1,2}))?", re.ASCII
)
# Neither an exponent nor endless digits: a few signs would be minutes of reckoning.
EXACT = re.compile(r"[+-]?(?:\d{1,12}(?:[.,]\d{0,12})?|[.,]\d{1,12})", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)


def cents_of(written: str) -> int:
    """« 1 234,56 », « -12 », « 1.234,56 € », « 12,5+ », « (12,00) ». Raises ValueError."""
    bare = SIGNS.sub("", written).replace("−", "-")
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    found = NUMBER.fullmatch(bare.strip("+-()"))
    if found is None:
        raise ValueError("no amount")
    whole = int(re.sub(r"[.,]", "", found["whole"]))
    return _within((whole * 100 + int((found["cents"] or "0").ljust(2, "0"))) * (-1 if negative else 1))


def exact_cents(written: str) -> int:
    """« 1234.56 » as OFX and CAMT write it; some banks put a comma. Raises ValueError."""
    bare = written.strip()
    if EXACT.fullmatch(bare) is None:
        raise ValueError("no amount")
    cents = Decimal(bare.replace(",", ".")) * 100
    whole = int(cents)
    if whole != cents:
        raise ValueError("less than a cent")
    return _within(whole)


def day_of(written: str) -> date:
    """« 26/11/2026 », « 26.11.26 », « 2026-11-26T10:00:00 », « 20261126120000 ». Raises ValueError."""
    bare = written.strip()
    if found := DAY_FIRST.match(bare):
        day, month, year = (int(each) for each in found.groups())
        year += 2000 if len(found[3]) == 2 else 0
    elif found := YEAR_FIRST.match(bare):
        year, month, day = (int(each) for each in found.groups())
    else:
        raise ValueError("no day")
    read = date(year, month, day)
    if not 2000 <= read.year <= 2100:
        raise ValueError("no day of our time")
    return read


def _within(cents: int) -> int:
    if abs(cents) > AT_MOST:
        raise ValueError("more than one person pays")
    return cents
