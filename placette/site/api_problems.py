"""How the API says what is wrong."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadRequest

from placette.carpool.standard.access import TooMany


class Problem(Schema):
    """What is wrong, in the manner of RFC 9457."""

    title: str
    detail: str = ""
    fields: dict[str, list[str]] = {}


def say_problems(api: NinjaAPI) -> None:
    """Every refusal of this API is a Problem."""

    @api.exception_handler(AuthenticationError)
    def signed_out(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
        return said(request, 401, "Sign in first, or send a key that opens this.")

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, wrong: HttpError) -> HttpResponse:
        return said(request, wrong.status_code, str(wrong))

    @api.exception_handler(TooMany)
    def too_often(request: HttpRequest, wrong: TooMany) -> HttpResponse:
        response = said(request, 429, "Too many requests. Wait a minute.")
        response["Retry-After"] = str(wrong.wait)
        return response

    @api.exception_handler(BadRequest)
    def unreadable(request: HttpRequest, wrong: BadRequest) -> HttpResponse:
        fields = {str(error["loc"][-1]): [str(error["msg"])] for error in wrong.errors}
        return said(request, 422, "The request cannot be read.", fields)

    def said(
        request: HttpRequest, status: int, title: str, fields: dict[str, list[str]] | None = None
    ) -> HttpResponse:
        problem = {"title": title, "detail": "", "fields": fields or {}}
        return api.create_response(request, problem, status=status)
