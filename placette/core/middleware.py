"""What every answer carries."""

import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from .configuration import MAX_BODY
from .views.errors import away, too_large

LEAVING = "account_logout"

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


class KeptByNobodyElse:
    """A page for somebody signed in is neither kept by a shared cache nor shown again after she has left."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        if request.method == "POST" and request.resolver_match and request.resolver_match.url_name == LEAVING:
            response["Clear-Site-Data"] = '"cache"'  # the back button of a shared computer
        return response


class NothingSent:
    """Who opens an address that only takes forms (after signing in again, a change of language, a reload) is led to the
    page above it, which holds the form, rather than to an empty one.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code != 405
            or request.method != "GET"
            or "text/html" not in request.headers.get("Accept", "")
        ):
            return response
        messages.warning(request, _("Rien n’a été envoyé : recommencez depuis cette page."))
        return redirect(_above(request.path))


def _above(path: str) -> str:
    *parts, _last = path.strip("/").split("/")
    above = "/" + "".join(f"{part}/" for part in parts)
    return above if is_valid_path(above) else _above(above)


class TooLarge:
    """A request of more than MAX_BODY is refused before anything reads it, also where no proxy of ours stands in front.

    As a view's turn comes, so that the page knows who reads it; before the check of CSRF, which reads the form.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        return too_large(request) if length.isdecimal() and int(length) > MAX_BODY else None


class DatabaseAway:
    """A view that finds no database: views.errors.away. What a middleware finds missing comes to views.errors.broken."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _: HttpRequest, exception: Exception) -> HttpResponse | None:
        return away(exception)
