"""The address by which neighbours bring neighbours. It names the campaign and shows nothing of it to whoever has no account."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Campaign

SALT = "groupbuys.joining"
SIGNS = 10


def address(campaign: Campaign) -> str:
    """To be copied, sent, printed: the same as long as the campaign is there, or until its organisers make a new one."""
    return f"{settings.SITE_URL}{reverse('groupbuys:join', args=[campaign.pk, _token(campaign)])}"


def is_ours(campaign: Campaign, token: str) -> bool:
    """Addresses that somebody counts up tell not even which commune buys something."""
    return constant_time_compare(token, _token(campaign))


def _token(campaign: Campaign) -> str:
    signed = f"{campaign.pk}:{campaign.links_changed}" if campaign.links_changed else str(campaign.pk)
    return salted_hmac(SALT, signed, algorithm="sha256").hexdigest()[:SIGNS]
