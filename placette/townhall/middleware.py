"""While a space can only be read, is closed or suspended, its people are told so, whatever page they act on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from placette.places import space_doors

type Next = Callable[[HttpRequest], HttpResponse]


class SpaceGuard:
    """Looks at the commune in which a resident acts: where she lives, or else works, or else whose town hall she works
    for. The desk of a town hall looks by itself at the commune for which it acts (people.views.guard.at_a_desk): a clerk
    need not live there.

    Asks the standing only for what could be refused: reading pages costs nothing more.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_args: object) -> HttpResponse | None:
        if getattr(view, "is_at_a_desk", False) or space_doors.stays_open(request):
            return None
        if not request.user.is_authenticated or request.standing.is_operator:  # type: ignore[attr-defined]
            return None
        return space_doors.refusal(request, request.standing.home_commune)  # type: ignore[attr-defined]
