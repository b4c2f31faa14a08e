"""The officer's page of the team, and the page on which somebody accepts her role."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.people.models import Role
from placette.people.standing import Standing
from placette.places.models import Commune
from placette.team import queries, rules
from placette.team.actions import roles
from placette.team.forms import InvitationForm
from placette.townhall.views import officers_only

INVITATIONS_A_DAY = 50


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, commune: Commune) -> HttpResponse:
    """Who does what, what each role opens; and the form to ask somebody."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _invited(request, commune, form):
        messages.success(request, _("L’invitation part tout de suite, et vaut quatorze jours."))
        return redirect(_address(commune))
    context = {"commune": commune, "form": form, "posts": queries.team(commune.pk)}
    return render(request, "team/team.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, commune: Commune, form: InvitationForm) -> bool:
    if not limits.allow(f"role-invitation:{request.user.pk}", INVITATIONS_A_DAY, 86_400):
        form.add_error(None, _("Cinquante invitations par jour, c’est déjà beaucoup : continuez demain."))
        return False
    roles.invite(commune, form.cleaned_data["email"], form.cleaned_data["name"], request.user)  # type: ignore[arg-type]
    return True


@officers_only
@require_POST
def withdraw(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    roles.withdraw(commune, pk, request.user)  # type: ignore[arg-type]
    messages.success(request, _("L’invitation est retirée : son lien ne marche plus."))
    return redirect(_address(commune))


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """Asks once more, then ends the role."""
    held = get_object_or_404(Role.objects.select_related("person"), pk=pk, commune=commune)
    if request.method == "POST":
        try:
            roles.end(commune, pk, request.user)  # type: ignore[arg-type]
        except roles.Refusal as refusal:
            return render(
                request, "team/end.html", {"commune": commune, "held": held, "refusal": refusal}, status=409
            )
        messages.success(
            request, _("C’est fait. La personne est prévenue, et vous pourrez l’inviter de nouveau.")
        )
        return redirect("site:feed" if held.person_id == request.user.pk else _address(commune))
    if held.until:
        return redirect(_address(commune))
    return render(request, "team/end.html", {"commune": commune, "held": held})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows what the role is; only the button accepts, since mail filters follow links."""
    invitation = roles.invitation_of(token)
    if invitation is None:
        return render(request, "team/expired.html", status=410)
    standing: Standing = request.standing  # type: ignore[attr-defined]
    hers = roles.addressed_to(invitation, request.user)  # type: ignore[arg-type]
    may = hers and rules.may_hold(standing, invitation.name, invitation.commune_id)
    if request.method == "POST" and may:
        try:
            role = roles.accept(invitation.pk, request.user)  # type: ignore[arg-type]
        except roles.Refusal:
            return render(request, "team/expired.html", status=410)
        messages.success(request, _("Merci ! Votre rôle commence maintenant."))
        desk = role.name == Role.Name.OFFICER
        return redirect(
            reverse("townhall:desk", query={"commune": role.commune_id}) if desk else invitation.commune
        )
    context = {
        "invitation": invitation,
        "commune": invitation.commune,
        "opens": rules.OPENS[invitation.name],
        "hers": hers,
        "may": may,
        "joins_town_hall": invitation.name == Role.Name.OFFICER,
    }
    return render(request, "team/accept.html", context, status=200 if may else 403)


def _address(commune: Commune) -> str:
    return reverse("team:team", query={"commune": commune.pk})
