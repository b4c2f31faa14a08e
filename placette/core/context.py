"""What the frame around every page shows."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# Rooms register here, in their apps.py, what the frame counts: name -> number for the signed-in person.
counters: dict[str, Callable[[HttpRequest], int]] = {}


class Counts:
    """Counted when the template asks, at most once a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def notices(self) -> int:
        return self._count("notices")

    @cached_property
    def messages(self) -> int:
        return self._count("messages")

    def _count(self, name: str) -> int:
        counter = counters.get(name)
        return counter(self.request) if counter and self.request.user.is_authenticated else 0


def chrome(request: HttpRequest) -> dict[str, Any]:
    return {
        "standing": getattr(request, "standing", None),
        "counts": Counts(request),
        "demo": settings.DEMO,
        "operator_name": settings.CONFIGURATION.operator_name,
        "operator_email": settings.CONFIGURATION.operator_email,
    }
