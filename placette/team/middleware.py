"""No page of a desk, of a town hall or a community, without a second factor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import second_factor

# Acting for residents is done at the desk of a town hall, and by ambassadors at home: those have no desk. Quotes and
# contracts are papers of two desks.
DESKS = (
    "/mairie/",
    "/intercommunalite/",
    "/pour/",
    "/operateur/",
    "/devis/",
    "/contrats/",
    "/signalements/achats/",
)
# Where further keys are made: an old session and a password must not be enough to make one.
KEYS = "/compte/2fa/"
ASKS_FOR_IT = ("/compte/2fa/authenticate/", "/compte/2fa/reauthenticate/", "/compte/2fa/webauthn/reauthenticate/", "/compte/2fa/webauthn/login/")  # fmt: skip


class SecondFactor:
    """By address, so that a page that joins the desk later is behind it from its first day. Nobody is put off until
    tomorrow. After the middleware of the standing.

    A page asks again by its address; what a form sent is not done, and the desk is opened anew instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_wanted(request):
            return self.get_response(request)
        back = (
            request.get_full_path()
            if request.method in {"GET", "HEAD"}
            else second_factor.desk_of(request.standing)
        )  # type: ignore[attr-defined]
        door = "mfa_reauthenticate" if second_factor.has_one(request.user) else "team:second_factor"  # type: ignore[arg-type]
        return redirect(reverse(door, query={"next": back}))


def _is_wanted(request: HttpRequest) -> bool:
    makes_keys = request.path.startswith(KEYS) and not request.path.startswith(ASKS_FOR_IT)
    if not (makes_keys or request.path.startswith(DESKS)) or request.path == reverse("team:second_factor"):
        return False
    if not request.user.is_authenticated or not second_factor.opens_a_desk(request.standing):  # type: ignore[attr-defined]
        return False
    if second_factor.is_used(request):
        return False
    return not makes_keys or second_factor.has_one(request.user)  # type: ignore[arg-type]
