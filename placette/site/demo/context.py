"""What the page to sign in shows in the demo, and nowhere else."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import accounts


def ways_in(request: HttpRequest) -> dict[str, Any]:
    return {"demo_accounts": accounts.ALL, "demo_password": accounts.PASSWORD} if settings.DEMO else {}
