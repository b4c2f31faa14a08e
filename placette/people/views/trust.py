"""The steps of trust, and vouching for a neighbour."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.people import queries, rules
from placette.people.actions import trust as actions
from placette.people.forms import CodeForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: HttpRequest) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    if not standing.memberships:
        return redirect("people:welcome")
    membership = next((each for each in standing.memberships if not each.verified_at), standing.home)
    commune = queries.commune_with_space(membership.commune_id)
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("c", "")[:40]})
    if request.method == "POST" and form.is_valid() and not membership.verified_at:
        allowed = limits.allow(f"code:{request.user.pk}", 5, 900) and limits.allow(
            f"code:{limits.visitor(request)}", 20, 3600
        )
        if not allowed:
            form.add_error(
                "code",
                _("Trop d’essais. Attendez un quart d’heure, puis recommencez : votre code reste valable."),
            )
        else:
            try:
                actions.redeem_code(membership, form.cleaned_data["code"])
                messages.success(
                    request, _("Bienvenue ! Votre résidence est confirmée, la place vous est ouverte.")
                )
                return redirect("people:trust")
            except actions.Refusal as refusal:
                form.add_error("code", str(refusal))
    return render(
        request,
        "people/trust.html",
        {
            "membership": membership,
            "commune": commune,
            "form": form,
            "steps": rules.steps(standing),
            "counter_code": "" if membership.verified_at else actions.counter_code(membership),
            "vouches": membership.vouches.count(),
            "vouch_url": request.session.get(f"vouch:{membership.pk}", ""),
        },
    )


@login_required
@require_POST
def ask_for_vouches(request: HttpRequest) -> HttpResponse:
    membership = next((each for each in request.standing.memberships if not each.verified_at), None)  # type: ignore[attr-defined]
    if membership is None:
        return redirect("people:trust")
    token = actions.ask_for_vouches(membership)
    request.session[f"vouch:{membership.pk}"] = request.build_absolute_uri(
        reverse("people:vouch", args=[token])
    )
    return redirect(reverse("people:trust") + "#garants")


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
    return render(request, "people/vouch.html", {"membership": membership})
