from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .standing import standing_of


class StandingMiddleware:
    """`request.standing`: who is asking. Read from the database when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(
            lambda: standing_of(request.user if request.user.is_authenticated else None)
        )  # type: ignore[attr-defined]
        return self.get_response(request)
