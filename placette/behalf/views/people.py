"""Those without a screen for whom one acts in a commune, and recording somebody new."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placette.behalf import queries, rules
from placette.behalf.actions import consents
from placette.behalf.actions.ending import Over
from placette.behalf.forms import CarryForm
from placette.core import limits
from placette.people.actions import trust
from placette.people.models import Consent, Holder
from placette.people.views.guard import at_a_desk, desk_tabs, desks_of
from placette.places.models import Commune

NEW_A_DAY = 60
CODES_AN_HOUR = 20  # typed by one ambassador

carriers_only = at_a_desk(rules.may_carry)


def _shown(request: HttpRequest, commune: Commune, **context: object) -> dict[str, object]:
    standing = request.standing  # type: ignore[attr-defined]
    at_desk = commune.pk in standing.town_halls
    return {
        "frame": "behalf/at_the_desk.html" if at_desk else "behalf/at_home.html",
        "commune": commune,
        "by_town_hall": at_desk,
        "new_url": reverse("behalf:new", query={"commune": commune.pk}),
        **context,
    }


@carriers_only
@require_safe
def people(request: HttpRequest, commune: Commune) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    desks = desk_tabs(desks_of(standing, rules.may_carry), commune, "behalf:people")
    context = _shown(request, commune, rows=queries.carried(standing, commune.pk), desks=desks)
    return render(request, "behalf/people.html", context)


@carriers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune) -> HttpResponse:
    by_town_hall = commune.pk in request.standing.town_halls  # type: ignore[attr-defined]
    form = CarryForm(request.POST if request.method == "POST" else None, by_town_hall=by_town_hall)
    if form.is_bound and form.is_valid() and (consent := _recorded(request, commune, form, by_town_hall)):
        messages.success(
            request,
            _("C’est noté. Vous pouvez maintenant demander pour %(name)s.")
            % {"name": consent.person.display_name},
        )
        return redirect("behalf:one", consent.pk)
    return render(
        request, "behalf/new.html", _shown(request, commune, form=form), status=422 if form.errors else 200
    )


def _recorded(request: HttpRequest, commune: Commune, form: CarryForm, by_town_hall: bool) -> Consent | None:
    """None where it cannot be, which the form then says."""
    data = form.cleaned_data
    if not limits.allow(f"carry:{request.user.pk}", NEW_A_DAY, 86_400):
        form.add_error(None, _("Soixante personnes par jour : continuez demain."))
        return None
    if not by_town_hall and not limits.allow(f"code:{request.user.pk}", CODES_AN_HOUR, 3600):
        form.add_error("code", _("Trop d’essais. Attendez une heure : le code reste valable."))
        return None
    try:
        return consents.carry(
            commune,
            request.user,  # type: ignore[arg-type]
            first_name=data["first_name"],
            last_name=data["last_name"],
            holder=Holder.TOWN_HALL if by_town_hall else Holder.AMBASSADOR,
            how=data["how"],
            scopes=data["scopes"],
            code=data.get("code", ""),
            which=data["which"],
        )
    except trust.Refusal as refusal:
        form.add_error("code", str(refusal))
    except consents.Known as known:
        form.asks_which(queries.told_apart(known.people) if by_town_hall else [])
        form.add_error(
            "which",
            _("%(name)s est déjà là : dites si c’est la même personne. Rien n’est encore noté.")
            % {"name": known.people[0].get_full_name()},
        )
    except Over:
        form.add_error(None, _("Elle vient de reprendre son accord ou son compte : rien n’a été noté."))
    return None
