"""What the worker would do."""

from procrastinate.contrib.django.models import ProcrastinateJob

from placette.carpool.tasks import tell_matches


def tell_all() -> None:
    """Those who match what was posted so far are told; the jobs stay, as after a crash."""
    for args in ProcrastinateJob.objects.filter(task_name="carpool.tell_matches").values_list(
        "args", flat=True
    ):
        tell_matches(**args)
