"""Where invitations lead: open to everybody, since whoever follows one has no account yet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from placette.people import queries as people
from placette.people.actions import trust
from placette.people.views.trust import remember_code
from placette.places import names


@never_cache
@require_safe
def letter(request: HttpRequest, commune: str, code: str) -> HttpResponse:
    """The page of a letter's drawing: the code waits in her browser until she has signed up. Whether it is a good one is
    said only to who is signed in, where tries are counted.
    """
    found = people.commune_with_space(commune)
    if found is None or len(code) != trust.CODE_LENGTH:
        raise Http404
    hers = request.standing.is_authenticated and found.pk in request.standing.communes
    if hers:
        answer: HttpResponse = redirect("people:trust_in", found.pk)
    else:
        context = {
            "commune": found,
            "here": names.at(found.of_name),
            "code": trust.in_groups(code.upper()),
            "join": reverse("people:join", args=[found.pk]),
            "sign_in": reverse("account_login", query={"next": reverse("people:code")}),
        }
        answer = render(request, "invitations/letter.html", context)
    remember_code(answer, code)
    return answer
