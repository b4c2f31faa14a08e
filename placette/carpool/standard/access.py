"""Who may ask: a partner by its key, so often a minute; and what the others are told."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyHeader

from placette.carpool.models import PartnerKey
from placette.carpool.standard import keys
from placette.core import limits

A_MINUTE = 60
REQUESTS = 600  # a minute, of a key
WRONG = 60  # keys a minute, of a visitor
MESSAGES = 200  # an hour, of a partner
HOUR = 3_600


class Refused(Exception):
    """The status of the answer, and the code that the standard gives to what is wrong."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


class TooMany(Exception):
    """Asked too often; `wait` in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


class Key(APIKeyHeader):
    """X-API-Key of a partner whose key opens `scope`; `request.auth` is the key."""

    param_name = "X-API-Key"

    def __init__(self, scope: PartnerKey.Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, key: str | None) -> PartnerKey | None:
        found = keys.find(key) if key else None
        if found is None:
            count(f"standard:wrong:{limits.visitor(request)}", WRONG, A_MINUTE)
            return None
        count(f"standard:{found.pk}", REQUESTS, A_MINUTE)
        return found if self.scope in found.scopes else None


def count(key: str, most: int, seconds: int) -> None:
    """One more of `key`; TooMany beyond `most` within so many seconds."""
    if not limits.allow(key, most, seconds):
        raise TooMany(seconds)


def answer_in_its_words(api: NinjaAPI) -> None:
    """Errors as the standard has them: `{error}`, and no status that it does not know."""

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
        return _said(api, request, 401, "A valid X-API-Key that opens this operation is needed.")

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
        sentences = [
            f"{'.'.join(str(part) for part in error['loc'][2:] or error['loc'])}: {error['msg']}"
            for error in wrong.errors
        ]
        return _said(api, request, 400, "; ".join(sentences))

    @api.exception_handler(HttpError)
    def unread(request: HttpRequest, wrong: HttpError) -> HttpResponse:
        return _said(api, request, wrong.status_code, str(wrong))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
        return _said(api, request, wrong.status, wrong.error)

    @api.exception_handler(TooMany)
    def too_many(request: HttpRequest, wrong: TooMany) -> HttpResponse:
        response = _said(api, request, 429, "Too many requests.")
        response["Retry-After"] = str(wrong.wait)
        return response


def _said(api: NinjaAPI, request: HttpRequest, status: int, error: str) -> HttpResponse:
    return api.create_response(request, {"error": error}, status=status)
