"""The code by which a driver confirms that a passenger is on board: derived from the ride and the minute, never kept.

Six figures, new every five minutes and good for ten at most. Who has not seen the passenger's page has two chances in a
million a try, and few tries (views.boarding).
"""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from placette.carpool.models import Booking

SALT = "carpool.boarding"
STEP = 300  # seconds
FIGURES = 6


def code_of(booking: Booking, now: datetime) -> str:
    """What the passenger's page shows now."""
    return _code(booking, _step(now))


def good_until(now: datetime) -> datetime:
    """Until when a code that is shown now is taken."""
    return datetime.fromtimestamp((_step(now) + 2) * STEP, UTC)


def fits(booking: Booking, code: str, now: datetime) -> bool:
    """Is it the code that the passenger reads now, or read five minutes ago?"""
    step = _step(now)
    return any(constant_time_compare(code, _code(booking, each)) for each in (step, step - 1))


def address_of(booking: Booking, code: str) -> str:
    """What the passenger's drawing leads the driver's telephone to: a page with one button."""
    return f"{settings.SITE_URL}{reverse('carpool:board', args=[booking.pk])}?code={code}"


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def _code(booking: Booking, step: int) -> str:
    digest = salted_hmac(SALT, f"{booking.pk}:{step}", algorithm="sha256").hexdigest()
    return str(int(digest, 16) % 10**FIGURES).zfill(FIGURES)
