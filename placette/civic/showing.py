"""What the square and the public page of a commune show of the town hall's words."""

from typing import Any

from django.utils import timezone

from placette.people.standing import Standing
from placette.places.models import Commune

from .queries import agenda, announcements, polls

type Shown = tuple[str, dict[str, Any]] | None


def above_the_square(standing: Standing) -> Shown:
    """Alerts, before anything else. One query."""
    alerts = announcements.alerts_for(standing, timezone.now())
    return ("civic/_alerts.html", {"alerts": alerts}) if alerts else None


def on_the_square(standing: Standing) -> Shown:
    """The news, and what the town hall asks. Two queries, one more where something is asked."""
    news = announcements.news_for(standing, timezone.now())
    asked = polls.asked_on_the_square(standing, timezone.now())
    if not news and not asked:
        return None
    return "civic/_on_the_square.html", {"news": news, "polls": asked}


def on_the_commune(commune: Commune) -> Shown:
    """What everybody may read. Two queries."""
    news = announcements.on_the_commune_page(commune.code, timezone.now())
    soon = agenda.soonest_of(commune.code, timezone.now())
    facts = {"news": news, "events": soon, "commune": commune}
    return ("civic/_on_the_commune.html", facts) if news or soon else None
