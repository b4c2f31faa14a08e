"""The steps of trust, and vouching for a neighbour."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.people import newcomers, queries, rules
from placette.people.actions import trust as actions
from placette.people.forms import CodeForm
from placette.people.models import VOUCHES_NEEDED, Membership
from placette.places import names

CODE = "letter_code"  # a cookie
CODE_STAYS = 7 * 86_400  # seconds


@login_required
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Leads to the commune that is still to be proved, with the code of a letter where there is one."""
    memberships = request.standing.memberships  # type: ignore[attr-defined]
    code = request.GET.get("c", "")[:40]
    if not memberships:
        answer = redirect("people:welcome")
        if code:
            remember_code(answer, code)
        return answer
    membership = next((each for each in memberships if not each.verified_at), memberships[0])
    return redirect(
        reverse("people:trust_in", args=[membership.commune_id], query={"c": code} if code else None)
    )


def remember_code(answer: HttpResponse, code: str) -> None:
    """Of a letter, in her own browser until it serves: we keep no code that opens."""
    answer.set_cookie(
        CODE, code, max_age=CODE_STAYS, path="/confiance/", secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trust_in(request: HttpRequest, code: str) -> HttpResponse:
    """Of her membership in the commune `code`."""
    membership = _own(request, code)
    remembered = request.GET.get("c") or request.COOKIES.get(CODE, "")
    form = CodeForm(request.POST or None, initial={"code": remembered[:40]})
    if request.method == "POST" and form.is_valid() and (proved := _redeem(request, membership, form)):
        messages.success(request, _("Bienvenue ! Votre résidence est confirmée, la place vous est ouverte."))
        answer = redirect("people:trust_in", proved.commune_id)
        answer.delete_cookie(CODE, path="/confiance/", samesite="Lax")
        return answer
    return render(request, "people/trust.html", _shown(request, membership, form))


def _redeem(request: HttpRequest, membership: Membership, form: CodeForm) -> Membership | None:
    """The membership that the code proves; None where it proves nothing, which the form then says."""
    if not limits.allow(f"code:{request.user.pk}", 5, 900):
        form.add_error(
            "code",
            _("Trop d’essais. Attendez un quart d’heure, puis recommencez : votre code reste valable."),
        )
        return None
    if not limits.allow(f"code:{limits.visitor(request)}", 20, 3600):
        form.add_error(
            "code",
            _(
                "Trop d’essais depuis cette connexion à internet. Attendez une heure, ou passez au guichet : votre code reste valable."
            ),
        )
        return None
    try:
        return actions.redeem_code(membership, form.cleaned_data["code"])
    except actions.Refusal as refusal:
        form.add_error("code", str(refusal))
        return None


def _shown(request: HttpRequest, membership: Membership, form: CodeForm) -> dict[str, Any]:
    standing = request.standing  # type: ignore[attr-defined]
    commune = queries.commune_with_space(membership.commune_id)
    assert commune
    return {
        "membership": membership,
        "commune": commune,
        "here": names.at(commune.of_name),
        "waits": not commune.is_open and queries.waits(membership),
        "others": [each for each in standing.memberships if each != membership and not each.verified_at],
        "form": form,
        "steps": rules.steps(standing),
        "sections": newcomers.shown(standing),
        "counter_code": "" if membership.verified_at else actions.counter_code(membership),
        "vouches": 0 if membership.verified_at else membership.vouches.count(),
        "vouches_needed": VOUCHES_NEEDED,
        "vouch_url": request.session.get(f"vouch:{membership.pk}", ""),
    }


@login_required
@require_POST
def ask_for_vouches(request: HttpRequest, code: str) -> HttpResponse:
    membership = _own(request, code)
    if not membership.verified_at:
        token = actions.ask_for_vouches(membership)
        link = request.build_absolute_uri(reverse("people:vouch", args=[token]))
        request.session[f"vouch:{membership.pk}"] = link
    return redirect(reverse("people:trust_in", args=[code]) + "#garants")


def _own(request: HttpRequest, code: str) -> Membership:
    for membership in request.standing.memberships:  # type: ignore[attr-defined]
        if membership.commune_id == code:
            return membership
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: HttpRequest, token: str) -> HttpResponse:
    """A neighbour who was handed the link reads the given name and says whether she knows her."""
    if not limits.allow(f"vouch:{request.user.pk}", 30, 3600):
        return render(request, "429.html", status=429)
    membership = actions.membership_of(token)
    if membership is None or not rules.may_vouch(request.standing, membership):  # type: ignore[attr-defined]
        raise Http404
    if request.method == "POST":
        try:
            actions.vouch(membership, request.user)  # type: ignore[arg-type]
            messages.success(request, _("Merci ! Votre parole compte."))
        except actions.Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("site:feed")
    here = names.at(membership.commune.of_name)
    return render(request, "people/vouch.html", {"membership": membership, "here": here})
