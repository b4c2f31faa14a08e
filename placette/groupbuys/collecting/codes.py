"""The code of a share: what its neighbour shows, or passes on to whoever comes in her place.

Derived, never kept. It opens nothing by itself: only who hands over on that day finds a line by it.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from placette.groupbuys.models import Share

SALT = "groupbuys.share"
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read for another
LENGTH = 6


def code_of(share_id: int) -> str:
    digest = int(salted_hmac(SALT, str(share_id), algorithm="sha256").hexdigest(), 16)
    return "".join(SIGNS[digest // len(SIGNS) ** place % len(SIGNS)] for place in range(LENGTH))


def typed(text: str) -> str:
    """As people type it: « abc 234 »."""
    return "".join(text.split()).upper()


def address_of(share: Share) -> str:
    """What the drawing leads the telephone of whoever hands over to."""
    page = reverse("groupbuys:hand_overs", args=[share.pledge.campaign_id])
    return f"{settings.SITE_URL}{page}?code={code_of(share.pk)}"
