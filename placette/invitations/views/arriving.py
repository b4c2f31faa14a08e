"""Where invitations lead: open to everybody, since whoever follows one has no account yet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from placette.invitations import arrivals
from placette.invitations.actions import mails
from placette.invitations.models import Campaign
from placette.people import queries as people
from placette.people.actions import trust
from placette.people.views.trust import remember_code
from placette.places import names


@never_cache
@require_safe
def come(request: HttpRequest, mark: str) -> HttpResponse:
    """By a poster: to the page of its commune, where one reads first and joins then."""
    campaign = get_object_or_404(
        Campaign.objects.select_related("commune"), mark=mark, kind=Campaign.Kind.POSTER
    )
    if not request.user.is_authenticated:
        arrivals.remember(request, campaign)
    return redirect(campaign.commune)


@never_cache
@require_safe
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """By an e-mail: what her town hall says, the way in, and the way to be left alone."""
    campaign = mails.campaign_of(token)
    if campaign is None:
        return render(request, "invitations/gone.html", status=410)
    if not request.user.is_authenticated:
        arrivals.remember(request, campaign)
    context = {
        "campaign": campaign,
        "commune": campaign.commune,
        "here": names.at(campaign.commune.of_name),
        "stop": reverse("invitations:stop_inviting", args=[token]),
    }
    return render(request, "invitations/invited.html", context)


@csrf_exempt  # the signed token is the authority; mail programs post here by RFC 8058 without our cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One press is enough; the link alone does nothing."""
    if not mails.is_genuine(token):
        return render(request, "invitations/gone.html", status=410)
    done = request.method == "POST" and mails.decline(token)
    return render(request, "invitations/stop.html", {"done": done})


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
