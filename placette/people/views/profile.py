"""Profiles, the list of members, one's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.core.text import one_line
from placette.people import queries
from placette.people.actions import joining
from placette.people.actions import profile as profiles
from placette.people.forms import SettingsForm
from placette.people.models import Membership

from .guard import neighbours_only

# More than anybody reads, and far fewer than a copy of the commune needs.
PROFILES_AN_HOUR = 120
LIST_PAGES_A_DAY = 100


@login_required
@require_safe
def profile(request: HttpRequest, person_id: int) -> HttpResponse:
    if person_id != request.user.pk and not limits.allow(
        f"profile:{request.user.pk}", PROFILES_AN_HOUR, 3600
    ):
        return render(request, "429.html", status=429)
    found = queries.profile_of(request.standing, person_id)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return render(request, "people/profile.html", {"profile": found, "mine": found.person == request.user})


@login_required
@require_safe
def profile_me(request: HttpRequest) -> HttpResponse:
    return profile(request, request.user.pk)  # type: ignore[arg-type]


@neighbours_only
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Verified members of one's own commune. 2,400 names a day at most: a copy of a town takes an account days."""
    if not limits.allow(f"members:{request.user.pk}", LIST_PAGES_A_DAY, 86_400):
        return render(request, "people/members_enough.html", status=429)
    verified = [each for each in request.standing.memberships if each.verified_at]  # type: ignore[attr-defined]
    text = one_line(request.GET.get("q", ""))[:60]
    before = request.GET.get("avant", "")
    found = queries.members(
        verified[0].commune_id, text, int(before) if before.isdecimal() and len(before) < 18 else None
    )
    page, more = found[: queries.PAGE], len(found) > queries.PAGE
    following = "?" + urlencode({"q": text, "avant": str(page[-1].pk)}) if more else ""
    return render(
        request,
        "people/members.html",
        {
            "members": page,
            "q": text,
            "page": {"next_url": following},
            "following": following,
            "commune": verified[0].commune,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        profiles.choose(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("C’est enregistré."))
        return redirect("people:settings")
    return render(request, "people/settings.html", {"form": form})


@login_required
@require_POST
def leave_commune(request: HttpRequest) -> HttpResponse:
    """Give up the commune where one works; the home commune is changed, not left."""
    joining.leave(request.user, Membership.Purpose.WORK)  # type: ignore[arg-type]
    messages.success(request, _("C’est fait."))
    return redirect("people:settings")
