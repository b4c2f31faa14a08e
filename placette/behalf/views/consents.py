"""Her consent is taken back, her sheet is printed, and she takes her account over."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.behalf import purchases, queries, rides, rules
from placette.behalf.actions import consents, ending, taking_over
from placette.behalf.actions.ending import Over
from placette.behalf.forms import ConsentForm, TakeOverForm
from placette.behalf.papers import sheet as paper
from placette.core import limits
from placette.groupbuys.models import Campaign
from placette.people.models import Consent, Scope

from .guard import for_her, shown

SHEETS_AN_HOUR = 60


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, consent: Consent) -> HttpResponse:
    """She says anew what may be done; at the desk, also that an ambassador may do it."""
    others = queries.ambassadors_of(consent.commune_id) if consent.is_of_town_hall else None
    initial = {"scopes": [name for name in Scope.values if getattr(consent, name)]}
    form = ConsentForm(
        request.POST if request.method == "POST" else None, initial=initial, ambassadors=others
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        to = data.get("to")
        try:
            given = consents.give(consent, request.user, how=data["how"], scopes=data["scopes"], to=to)  # type: ignore[arg-type]
        except Over:
            messages.error(request, _over())
            return redirect(_list_of(consent))
        messages.success(request, _("Son accord est noté."))
        return redirect("behalf:one", consent.pk if to else given.pk)
    bought = purchases.taken(consent)
    context = shown(
        consent,
        form=form,
        given_back=[each for each in bought if each.campaign.state == Campaign.State.OPEN],
        owed=purchases.owed(bought),
        asked=rides.open_ones(consent),
        to_come=rides.to_come(consent),
    )
    return render(request, "behalf/agree.html", context, status=422 if form.errors else 200)


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, consent: Consent) -> HttpResponse:
    """Asks once more, then ends the consent; with `erase`, her account goes as well."""
    if request.method != "POST":
        owed = purchases.owed(purchases.taken(consent))
        context = shown(
            consent,
            may_erase=rules.may_erase(consent),
            owed=owed,
            asked=rides.open_ones(consent),
            to_come=rides.to_come(consent),
        )
        return render(request, "behalf/end.html", context)
    _ended(request, consent)
    return redirect(_list_of(consent))


def _ended(request: HttpRequest, consent: Consent) -> None:
    try:
        if not request.POST.get("erase"):
            ending.end(consent, request.user)  # type: ignore[arg-type]
        elif not ending.leave(consent, request.user):  # type: ignore[arg-type]
            messages.warning(
                request,
                _(
                    "Vous n’agissez plus en son nom. Son compte reste : quelqu’un d’autre l’aide encore. La mairie peut tout effacer, si elle le demande."
                ),
            )
            return
    except Over:
        messages.error(request, _over())
    else:
        messages.success(request, _("C’est fait : vous ne dites plus rien en son nom."))


def _over() -> str:
    return _("Elle vient de reprendre son accord ou son compte : rien n’a été noté.")


def _list_of(consent: Consent) -> str:
    return reverse("behalf:people", query={"commune": consent.commune_id})


@for_her
@require_safe
def sheet(request: HttpRequest, consent: Consent) -> HttpResponse:
    """For her: what was said in her name, as PDF."""
    if not limits.allow(f"sheets:{request.user.pk}", SHEETS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    answer = HttpResponse(paper.printed_for(consent, queries.said(consent)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="feuille.pdf"'
    return answer


@for_her
@never_cache
@require_POST
def code(request: HttpRequest, consent: Consent) -> HttpResponse:
    """The code with which she takes her account over, shown this once."""
    try:
        issued = taking_over.issue(consent, request.user)  # type: ignore[arg-type]
    except Over:
        messages.error(request, _over())
        return redirect(_list_of(consent))
    context = shown(consent, code=issued, address=settings.SITE_URL + reverse("behalf:take_over"))
    return render(request, "behalf/code.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest) -> HttpResponse:
    """Signed in with a fresh account, she enters the code and is herself again."""
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    passkeys = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    had_passkey = request.method == "POST" and passkeys.exists()
    if form.is_bound and form.is_valid() and _taken_over(request, form):
        messages.success(
            request, _("Bienvenue ! Votre compte est à vous : personne n’agit plus en votre nom.")
        )
        if had_passkey:
            messages.warning(
                request, _("Votre clé d’accès ne va pas avec ce compte : créez-en une nouvelle ici.")
            )
        return redirect("mfa_add_webauthn" if had_passkey else "site:feed")
    return render(request, "behalf/take_over.html", {"form": form}, status=422 if form.errors else 200)


def _taken_over(request: HttpRequest, form: TakeOverForm) -> bool:
    allowed = limits.allow(f"take-over:{request.user.pk}", 5, 900) and limits.allow(
        f"take-over:{limits.visitor(request)}", 20, 3600
    )
    if not allowed:
        form.add_error("code", _("Trop d’essais. Attendez un quart d’heure : votre code reste valable."))
        return False
    try:
        person = taking_over.take_over(form.cleaned_data["code"], request.user)  # type: ignore[arg-type]
    except taking_over.Refusal as refusal:
        form.add_error("code", str(refusal))
        return False
    login(request, person)
    record_authentication(request, person, "take_over")  # she may add a passkey without being asked again
    return True
