"""How far what a neighbour posts is read: the choice that she makes, and the rule that it means."""

from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from placette.people.standing import Standing
from placette.places.models import Commune


class Audience(TextChoices):
    COMMUNE = "commune", _("Ma commune")
    AROUND = "around", _("Les communes autour")
    COMMUNITY = "community", _("Mon intercommunalité")


class Posted(Protocol):
    """What was posted in a commune for an audience. Its commune is read only where a community may be reached."""

    audience: str
    commune_id: str

    @property
    def commune(self) -> Commune: ...


def reaches(standing: Standing, posted: Posted) -> bool:
    """Is it also for her?"""
    return is_within(standing, posted, posted.audience)


def is_within(standing: Standing, posted: Posted, audience: str) -> bool:
    """Those verified in its commune read it all; then those of the communes around; then those of its community. Each
    includes the one before.
    """
    if posted.commune_id in standing.verified:
        return True
    if audience == Audience.COMMUNE:
        return False
    if posted.commune_id in standing.around:
        return True
    return audience == Audience.COMMUNITY and posted.commune.community_id in standing.communities
