"""What the pages to sign in show in the demo, and nowhere else."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import lazy

from . import accounts


def ways_in(request: HttpRequest) -> dict[str, Any]:
    if not settings.DEMO:
        return {}
    return {
        "demo_accounts": accounts.ALL,
        "demo_password": accounts.PASSWORD,
        "demo_code": _code_when_shown(),
    }


def _code_when_shown() -> Any:
    # Asked only by the page that writes it; a translated sentence calls no function, so it must be a text.
    return lazy(officer_code, str)()


def officer_code() -> str:
    """What the officer's application would show now; the next one where it has served already, as each does once."""
    factor = Authenticator.objects.filter(
        user__email=accounts.OFFICER.email, type=Authenticator.Type.TOTP
    ).first()
    if factor is None or factor.data["secret"] != accounts.TOTP_SECRET:
        return ""
    _, *later = yield_hotp_counters_from_time()
    codes = [format_hotp_value(hotp_value(accounts.TOTP_SECRET, counter)) for counter in later]
    used = TOTP(factor)._get_used_cache_key  # allauth keeps it there
    return next((code for code in codes if not cache.get(used(code))), codes[-1])
