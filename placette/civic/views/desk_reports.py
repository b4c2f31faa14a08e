"""The town hall reads reports and says what becomes of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import categories
from placette.civic import report_rules as rules
from placette.civic.actions import reports as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.reports import AnswerForm
from placette.civic.models import Report
from placette.civic.queries import reports as queries
from placette.civic.views.guard import at_the_desk, at_the_desk_of, tabs_of
from placette.civic.views.reports import SHOWN, _number
from placette.places.models import Commune


@at_the_desk
@require_safe
def desk(request: HttpRequest, commune: Commune) -> HttpResponse:
    names = categories.names(commune)
    shown = request.GET.get("etat", "")
    shown = shown if shown in SHOWN else "en-cours"
    chosen = queries.of_commune(commune.code, states=SHOWN[shown])
    page = queries.page(chosen, _number(request.GET.get("avant", "")))
    labels = (("en-cours", _("En cours")), ("regles", _("Réglés")), ("tous", _("Tous")))
    here = {"commune": commune.code, "etat": shown, "avant": page.before}
    context = {
        "commune": commune,
        "desks": tabs_of(request, commune, "civic:desk_reports"),
        "figures": queries.figures(commune.code, timezone.now()),
        "rows": [(each, names.get(each.category, "")) for each in page.reports],
        "following": reverse("civic:desk_reports", query=here) if page.before else "",
        "states": [
            {
                "label": label,
                "href": reverse("civic:desk_reports", query={"commune": commune.code, "etat": name}),
                "current": name == shown,
            }
            for name, label in labels
        ],
        "categories_url": reverse("civic:categories", query={"commune": commune.code}),
        "keys_url": reverse("civic:open311_keys", query={"commune": commune.code}),
        "public_url": reverse("civic:reports", args=[commune.key]),
    }
    return render(request, "civic/desk_reports.html", context)


@at_the_desk_of(Report)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, report=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer(
                pk, request.user, data["state"], data["note"],
                in_charge=data["in_charge"], planned_for=data["planned_for"],
            )  # fmt: skip
            messages.success(request, _("C’est dit : ceux qui suivent ce signalement sont prévenus."))
            return redirect("civic:desk_report", pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    names = categories.names(found.commune)
    context = {
        "commune": found.commune,
        "report": found,
        "category": names.get(found.category, ""),
        "form": form,
        "same": [(each, names.get(each.category, "")) for each in queries.could_be_the_same(found)]
        if found.is_going
        else [],
        "list_url": reverse("civic:desk_reports", query={"commune": found.commune_id}),
    }
    return render(request, "civic/desk_report.html", context, status=422 if form.errors else 200)


@at_the_desk_of(Report)
@require_POST
def merge(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = _own(request, pk)
    asked = _number(request.POST.get("into", ""))
    try:
        if not Report.objects.filter(pk=asked, commune=found.commune_id).exists():
            raise Refused(_("Choisissez d’abord le signalement qui dit la même chose."))
        actions.merge(pk, asked, request.user)
        messages.success(request, _("C’est réuni : ceux qui le suivaient suivent maintenant celui-ci."))
        return redirect("civic:desk_report", asked)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("civic:desk_report", pk)


@at_the_desk_of(Report)
@require_POST
def hide(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = _own(request, pk)
    hidden = request.POST.get("hidden") != "no"
    actions.hide(found.pk, request.user, hidden)
    messages.success(
        request, _("Masqué : seul son auteur le lit encore.") if hidden else _("De nouveau visible.")
    )
    return redirect("civic:desk_report", pk)


def _own(request: HttpRequest, pk: int) -> Report:
    found = queries.found(pk)
    if found is None or not rules.may_answer(request.standing, found.commune_id):
        raise Http404
    return found
