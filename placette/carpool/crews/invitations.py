"""A link by which a member invites others: signed, good for a week, and only as long as she is in the crew herself."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from placette.carpool.crews.rules import INVITES_FOR
from placette.carpool.models import CrewMember

SALT = "carpool.crews.invitation"


def address_of(member: CrewMember) -> str:
    token = signing.dumps(member.pk, salt=SALT)
    return settings.SITE_URL + reverse("crews:invitation", args=[token])


def inviter_of(token: str) -> CrewMember | None:
    """Who invites by it; None for what nobody signed, what is older, and once she or the crew is gone. One query."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=INVITES_FOR)
    except signing.BadSignature:
        return None
    members = CrewMember.objects.select_related("crew__commune", "crew__conversation", "person")
    return members.filter(
        pk=pk,
        joined_at__isnull=False,
        left_at__isnull=True,
        crew__ended_at__isnull=True,
        person__is_active=True,
    ).first()
