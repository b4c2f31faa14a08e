"""What who opens a desk reads before she opens the desk for the first time."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from placette.team import second_factor


@login_required
@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """Two ways to a second factor. Whoever has used one goes where she wanted to."""
    standing = request.standing  # type: ignore[attr-defined]
    if not second_factor.opens_a_desk(standing):
        raise Http404
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = second_factor.desk_of(standing)
    if second_factor.is_used(request):
        return redirect(back)
    if second_factor.has_one(request.user):  # type: ignore[arg-type]
        return redirect(reverse("mfa_reauthenticate", query={"next": back}))
    return render(request, "team/second_factor.html")
