"""While a space can only be read, is closed or suspended: what stays open, and what people are told instead of the rest."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from .models import Commune, Space

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Account, profile and export, leaving, language, proving who one is, the notices and their e-mails stay possible.
OPEN_ROOMS = {"core", "account", "mfa", "socialaccount", "people", "notices", "places"}
# Whom a town hall no longer trusts loses the desk at once, also then.
OPEN_NAMES = {"set_language", "townhall:opening", "townhall:opening_code", "social:erase_letter", "invitations:stop_inviting", "team:end", "team:withdraw", "behalf:end", "behalf:code"}  # fmt: skip
# The town hall converts, exports, leaves.
DESK = "townhall:space"
READ_WHILE_SUSPENDED = {"site:about", "site:legal", "site:privacy", "site:accessibility", "site:home"}


def stays_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return True
    name = match.view_name or ""
    if match.namespace.split(":")[0] in OPEN_ROOMS or name.startswith(("account_", "mfa_", "socialaccount_")):
        return True
    return name in OPEN_NAMES or name.startswith(DESK) or name in READ_WHILE_SUSPENDED


def refusal(request: HttpRequest, commune: Commune | None) -> HttpResponse | None:
    """What whoever acts in the space of this commune is answered instead of a page; None where she may go on, or there is
    no space. No query where `commune.space` was fetched.
    """
    space: Space | None = getattr(commune, "space", None)
    if space is None or stays_open(request):
        return None
    if space.suspended_at:
        return _answer(request, space, "places/suspended.html", "This space is suspended.")
    if request.method in SAFE:
        return None
    if space.closed_at:
        return _answer(request, space, "places/closed.html", "This space is closed.")
    if space.is_read_only:
        return _answer(request, space, "places/read_only.html", "This space can only be read.")
    return None


def _answer(request: HttpRequest, space: Space, template: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        detail = f"Until {space.ends_on.isoformat()}." if space.ends_on else ""
        return JsonResponse({"title": title, "detail": detail, "fields": {}}, status=403)
    return render(request, template, {"space": space, "commune": space.commune}, status=403)
