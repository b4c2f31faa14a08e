"""What every answer carries."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

type Next = Callable[[HttpRequest], HttpResponse]


class PermissionsPolicy:
    """The site asks for the camera and the position on its own pages and lets nobody else ask."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = (
            "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"
        )
        return response


class RequestId:
    """Gives each request an id that the log carries and the error page shows."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response
