"""The address by which neighbours bring neighbours. It names the campaign and shows nothing of it to whoever has no account."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "groupbuys.joining"
SIGNS = 10


def address(campaign_id: int) -> str:
    """To be copied, sent, printed: the same as long as the campaign is there."""
    return f"{settings.SITE_URL}{reverse('groupbuys:join', args=[campaign_id, _token(campaign_id)])}"


def is_ours(campaign_id: int, token: str) -> bool:
    """Addresses that somebody counts up tell not even which commune buys something."""
    return constant_time_compare(token, _token(campaign_id))


def _token(campaign_id: int) -> str:
    return salted_hmac(SALT, str(campaign_id), algorithm="sha256").hexdigest()[:SIGNS]
