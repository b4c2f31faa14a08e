"""What happens to crews by itself. Each task may run twice: its effect comes once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.carpool.crews.actions.planning import arrange, locked
from placette.carpool.crews.slots import slot
from placette.carpool.models import Crew, CrewTurn
from placette.core.moments import is_the_evening_before
from placette.notices.actions import notify


@app.periodic(cron="5 3 * * *")
@app.task(name="carpool.crews.plan", queueing_lock="carpool.crews.plan")
def plan_ahead(timestamp: int) -> None:
    """Each night the plan reaches to the end of the next week."""
    now = timezone.now()
    for crew in Crew.objects.filter(ended_at__isnull=True).order_by("pk").iterator():
        with transaction.atomic():
            arrange(locked(crew), now)


@app.periodic(cron="*/15 * * * *")
@app.task(name="carpool.crews.remind", queueing_lock="carpool.crews.remind")
def remind(timestamp: int) -> None:
    """In the evening before, whoever drives is told with whom. Index crew_turn_day."""
    now = timezone.now()
    today = timezone.localdate(now)
    turns = CrewTurn.objects.filter(
        day__range=(today, today + timedelta(days=2)), crew__ended_at__isnull=True
    ).select_related("crew", "driver")
    for turn in turns.prefetch_related("riders__member__person"):
        crew = turn.crew
        with timezone.override(crew.zone):
            at = slot(crew, turn.day, turn.direction).at
            if not is_the_evening_before(at, now):
                continue
        riders = [
            each.member.person.display_name for each in turn.riders.all() if each.member_id != turn.driver_id
        ]
        notify(
            [turn.driver.person_id], "crew_tomorrow", crew.get_absolute_url(),
            f"crew:{crew.pk}:tomorrow:{turn.day}:{turn.direction}",
            crew=crew.name, at=at.isoformat(), zone=crew.zone.key, riders=", ".join(riders), until=at.isoformat(),
        )  # fmt: skip
