"""What happens to trips by itself. Each task may run twice: its effect comes once."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.carpool.actions import pauses, proofs
from placette.carpool.proof import register


@app.periodic(cron="40 3 * * *")
@app.task(name="carpool.rest", queueing_lock="carpool.rest")
def rest(timestamp: int) -> None:
    """Weekly trips know a year ahead on which days they rest, also of a calendar that came with a new edition."""
    pauses.rest_all(timezone.localdate())


@app.periodic(cron="*/20 * * * *")
@app.task(name="carpool.prove", queueing_lock="carpool.prove", lock="carpool.prove")
def prove(timestamp: int) -> None:
    """Rides go to the proof register where its operator has been given a class, and are sent where it has an address."""
    if not settings.CONFIGURATION.proof_class:
        return
    now = timezone.now()
    proofs.prepare_due(now)
    if there := register.configured():
        proofs.send_due(there, now)
