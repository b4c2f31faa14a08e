"""While a space can only be read, is closed or suspended, its people are told so, whatever page they act on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from placette.people.standing import Standing
from placette.places.models import Space

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Account, profile and export, leaving, language, proving who one is, the notices and their e-mails stay possible.
OPEN_ROOMS = {"core", "account", "mfa", "socialaccount", "people", "notices", "places"}
OPEN_NAMES = {"set_language", "stop_inviting", "opening", "opening_code", "erase_letter"}
# The town hall converts, exports, leaves.
DESK = "townhall:space"
READ_WHILE_SUSPENDED = {"site:about", "site:legal", "site:privacy", "site:accessibility", "site:home"}

type Next = Callable[[HttpRequest], HttpResponse]


class SpaceGuard:
    """Asks the standing only for what could be refused: reading pages costs nothing more."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_args: object) -> HttpResponse | None:
        if _stays_open(request) or not request.user.is_authenticated or request.standing.is_operator:  # type: ignore[attr-defined]
            return None
        space = space_of(request.standing)  # type: ignore[attr-defined]
        if space is None:
            return None
        if space.suspended_at:
            return _answer(request, space, "townhall/suspended.html", "This space is suspended.")
        if space.closed_at and request.method not in SAFE:
            return _answer(request, space, "townhall/closed.html", "This space is closed.")
        if space.is_read_only and request.method not in SAFE:
            return _answer(request, space, "townhall/read_only.html", "This space can only be read.")
        return None


def space_of(standing: Standing) -> Space | None:
    """Of the commune in which she acts: where she lives, or else works, or else whose town hall she works for."""
    commune = standing.home_commune
    return getattr(commune, "space", None) if commune else None


def _stays_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return True
    name = match.view_name or ""
    if match.namespace.split(":")[0] in OPEN_ROOMS or name.startswith(("account_", "mfa_", "socialaccount_")):
        return True
    return (match.url_name or "") in OPEN_NAMES or name.startswith(DESK) or name in READ_WHILE_SUSPENDED


def _answer(request: HttpRequest, space: Space, template: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        detail = f"Until {space.ends_on.isoformat()}." if space.ends_on else ""
        problem = {"title": title, "detail": detail, "fields": {}}
        return JsonResponse(problem, status=403)
    return render(request, template, {"space": space, "commune": space.commune}, status=403)
