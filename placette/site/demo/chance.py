"""Chance that always falls the same way, around a day that moves with the calendar."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")
DAYS = 120
WAKES, SLEEPS = 7, 23


@dataclass
class Chance:
    """Draws for the whole demo. `now` is the end of its story; the draws do not depend on it."""

    now: datetime = field(default_factory=timezone.now)
    draw: random.Random = field(default_factory=lambda: random.Random(31187))  # noqa: S311 - no secret

    def moment(self, from_days: float, to_days: float = 0) -> datetime:
        """An instant between so many days ago, at an hour when people write; never in the future."""
        day = self.now - timedelta(days=self.draw.uniform(to_days, from_days))
        hour = self.draw.choice((7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 18, 19, 19, 20, 20, 21))
        local = day.astimezone(PARIS).replace(
            hour=hour, minute=self.draw.randrange(60), second=self.draw.randrange(60)
        )
        at = local.astimezone(self.now.tzinfo)
        return at if at < self.now else at - timedelta(days=1)

    def between(self, start: datetime) -> datetime:
        """An instant from `start` to a few minutes ago, when people are awake."""
        return self._awake(start + (self.now - start) * self.draw.uniform(0.05, 0.98))

    def soon_after(self, instant: datetime, hours: float) -> datetime:
        """A little later, most often sooner than `hours`, before now."""
        later = instant + timedelta(hours=min(self.draw.expovariate(2.5 / hours), hours) + 0.02)
        return self._awake(later)

    def _awake(self, at: datetime) -> datetime:
        """The same instant, or the next morning where it falls in the night; before now."""
        minutes = self.draw.randrange(120)
        local = at.astimezone(PARIS)
        if not WAKES <= local.hour < SLEEPS:
            morning = local + timedelta(days=1) if local.hour >= SLEEPS else local
            local = morning.replace(hour=WAKES, minute=0) + timedelta(minutes=minutes)
        return min(local.astimezone(self.now.tzinfo), self.now - timedelta(minutes=2))

    def likely(self, share: float) -> bool:
        return self.draw.random() < share
