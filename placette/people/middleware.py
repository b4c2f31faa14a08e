from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .actions.profile import note_visit
from .standing import Standing, standing_of


class StandingMiddleware:
    """`request.standing`: who is asking. Read from the database when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: _standing_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _standing_of(request: HttpRequest) -> Standing:
    if not request.user.is_authenticated:
        return standing_of(None)
    note_visit(request.user)
    return standing_of(request.user)
