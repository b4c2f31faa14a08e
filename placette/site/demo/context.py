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
    return lazy(code_at_work, str)()


def code_at_work() -> str:
    """What the application of those at work would show now; the next one where it has served one of them already, as each
    does once.
    """
    mails = [account.email for account in accounts.AT_WORK]
    known = Authenticator.objects.filter(user__email__in=mails, type=Authenticator.Type.TOTP)
    factors = [each for each in known if each.data["secret"] == accounts.TOTP_SECRET]
    if not factors:
        return ""
    _, *later = yield_hotp_counters_from_time()
    codes = [format_hotp_value(hotp_value(accounts.TOTP_SECRET, counter)) for counter in later]
    used = [TOTP(each)._get_used_cache_key for each in factors]  # allauth keeps it there
    return next((code for code in codes if not any(cache.get(key(code)) for key in used)), codes[-1])
