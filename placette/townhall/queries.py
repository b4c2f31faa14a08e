from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from placette.impact import series
from placette.impact.queries import so_far
from placette.impact.suppression import floored
from placette.people.models import ActivationCode


@dataclass(frozen=True)
class Figures:
    """None: fewer than five people, so not shown; one letter would tell whether its household came. At least, since the
    last who came are held back until five of them are together.
    """

    issued: int
    used: int | None
    members: int | None
    verified: int | None


def figures(commune_code: str) -> Figures:
    """Counts without names. Two queries. Codes that were used before today: no hour tells who came in it."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    codes = ActivationCode.objects.filter(commune=commune_code).aggregate(
        all=Count("pk"), used=Count("pk", Q(used_at__lt=today))
    )
    people = so_far([commune_code])
    return Figures(
        codes["all"],
        floored(codes["used"], codes["used"], codes["all"]),
        people.get(series.JOINED),
        people.get(series.VERIFIED),
    )
