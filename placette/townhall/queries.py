from dataclasses import dataclass

from django.db.models import Count, Q

from placette.impact.suppression import shown
from placette.people.models import ActivationCode, Membership


@dataclass(frozen=True)
class Figures:
    """None: fewer than five people, so not shown; one letter would tell whether its household came."""

    issued: int
    used: int | None
    members: int | None
    verified: int | None


def figures(commune_code: str) -> Figures:
    """Counts without names. Two queries."""
    codes = ActivationCode.objects.filter(commune=commune_code).aggregate(
        all=Count("pk"), used=Count("pk", Q(used_at__isnull=False))
    )
    people = Membership.objects.filter(commune=commune_code).aggregate(
        all=Count("pk"), verified=Count("pk", Q(verified_at__isnull=False))
    )
    return Figures(
        codes["all"],
        shown(codes["used"], codes["used"]),
        shown(people["all"], people["all"]),
        shown(people["verified"], people["verified"]),
    )
