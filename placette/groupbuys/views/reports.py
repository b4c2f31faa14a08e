"""A grouped purchase is reported, and an operator decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.groupbuys import rules
from placette.groupbuys.actions import reports as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.reports import DecisionForm, ReportForm
from placette.groupbuys.models import Report
from placette.groupbuys.queries import reports as queries
from placette.groupbuys.queries.reading import campaign_for

REPORTS_A_DAY = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    campaign = campaign_for(standing, pk)
    if campaign is None or not rules.may_report(standing, campaign, takes_part=campaign.takes_part):  # type: ignore[attr-defined]
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.allow(f"purchase_report:{request.user.pk}", REPORTS_A_DAY, 86_400):
            form.add_error(None, _("Dix signalements par jour, c’est le maximum : continuez demain."))
        else:
            try:
                actions.report(campaign, request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Merci. Nous regardons, et vous recevrez une réponse."))
                return redirect(campaign)
    context = {"campaign": campaign, "form": form}
    return render(request, "groupbuys/report.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    waiting = Report.objects.select_related("campaign").prefetch_related("campaign__organisers")
    found = get_object_or_404(waiting, pk=pk)
    if not rules.may_decide_reports(request.standing, found.campaign):  # type: ignore[attr-defined]
        raise Http404
    form = DecisionForm(request.POST, outcomes=actions.outcomes(found.campaign), prefix=str(pk))
    if form.is_valid():
        try:
            actions.decide(found, request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("C’est décidé : les personnes concernées reçoivent vos raisons."))
            return redirect("groupbuys:reports")
    return _page(request, pk, form, status=422)


def _page(request: HttpRequest, pk: int = 0, form: DecisionForm | None = None, status: int = 200) -> HttpResponse:  # fmt: skip
    if not rules.may_read_reports(request.standing):  # type: ignore[attr-defined]
        raise Http404
    shown = [
        (each, form if each.pk == pk and form else _empty_form(each))
        for each in queries.waiting(request.user)  # type: ignore[arg-type]
    ]
    return render(request, "groupbuys/reports.html", {"reports": shown}, status=status)


def _empty_form(report: Report) -> DecisionForm:
    return DecisionForm(outcomes=actions.outcomes(report.campaign), prefix=str(report.pk))
