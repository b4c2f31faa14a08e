"""Reports as everybody reads them, and as a resident sends one."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import categories, report_maps
from placette.civic import report_rules as rules
from placette.civic.actions import reports as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.reports import ReportForm
from placette.civic.models import Report
from placette.civic.queries import reports as queries
from placette.civic.views.own import own
from placette.core import limits, photos
from placette.core.text import one_line
from placette.people.views.guard import closed_door
from placette.places import space_doors
from placette.places.clock import zone_of
from placette.places.models import Commune
from placette.places.views.communes import named

SENT_A_DAY = 20
CLICKS_A_DAY = 200
SETTLED = (Report.State.DONE, Report.State.REFUSED)
SHOWN = {"en-cours": Report.GOING, "regles": SETTLED, "tous": ()}


mine = own("civic:reports")


@require_safe
def of_commune(request: HttpRequest, key: str) -> HttpResponse:
    """For everybody, without a name."""
    commune = named(request, "civic:reports", key)
    if not isinstance(commune, Commune):
        return commune
    names = categories.names(commune)
    shown = request.GET.get("etat", "")
    shown = shown if shown in SHOWN else "en-cours"
    chosen = queries.of_commune(commune.code, states=SHOWN[shown]).filter(is_hidden=False)
    page = queries.page(chosen, _number(request.GET.get("avant", "")))
    here = reverse("civic:reports", args=[commune.key])
    labels = (("en-cours", _("En cours")), ("regles", _("Réglés")), ("tous", _("Tous")))
    context = {
        "commune": commune,
        "figures": queries.figures(commune.code, timezone.now()),
        "rows": [(each, names.get(each.category, "")) for each in page.reports],
        "following": f"{here}?etat={shown}&avant={page.before}" if page.before else "",
        "map": report_maps.of(commune, queries.on_the_map(commune.code), names),
        "states": [
            {"label": label, "href": f"{here}?etat={name}", "current": name == shown}
            for name, label in labels
        ],
        "may_report": rules.may_report(request.standing, commune.code),
        "new_url": reverse("civic:new_report", query={"commune": commune.code}),
    }
    with timezone.override(zone_of(commune.code)):
        return render(request, "civic/reports.html", context)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    if found.merged_into:
        messages.info(request, _("C’était déjà signalé : voici le signalement qui continue."))
        return redirect("civic:report", found.merged_into.pk)
    return _page(request, found)


def _page(
    request: HttpRequest, found: Report, trouble: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    """`trouble`: why it was not opened again; `note`: what she typed for that."""
    standing = request.standing
    follows = bool(standing.person) and queries.follows(found, standing.person)
    names = categories.names(found.commune)
    context = {
        "report": found,
        "category": names.get(found.category, ""),
        "reads": rules.may_read_words(standing, found),
        "follows": follows,
        "may_follow": rules.may_follow(standing, found),
        "may_reopen": rules.may_reopen(standing, found, timezone.now(), follows),
        "may_answer": rules.may_answer(standing, found.commune_id),
        "map": report_maps.of(found.commune, [found], names) if found.latitude is not None else None,
        "trouble": trouble,
        "note": note,
    }
    with timezone.override(zone_of(found.commune_id)):
        return render(request, "civic/report.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A form; where the same may have been told within 50 m, what was told; then it is sent."""
    commune = _commune(request)
    if commune is None:
        return closed_door(request)
    author = request.user
    if request.method != "POST":
        return _form(
            request, commune, ReportForm(initial={"key": uuid.uuid4()}, commune=commune, author=author)
        )
    if refused := space_doors.refusal(request, commune):
        return refused
    if sent := _sent_already(request, commune):
        return redirect(sent)
    form = ReportForm(request.POST, request.FILES, commune=commune, author=author)
    if not form.is_valid():
        return _form(request, commune, form)
    said = form.said()
    if request.POST.get("sure") != "yes" and (told := _told_near(commune, said)):
        return _told_already(request, commune, form, told)
    if not limits.allow(f"reports:{author.pk}", SENT_A_DAY, 86_400):
        form.add_error(None, _("Vingt signalements par jour, c’est déjà beaucoup : reprenez demain."))
        return _form(request, commune, form)
    try:
        sent = actions.send(commune, author, picture=_picture(form), key=form.cleaned_data["key"], **said)
    except photos.Refused as refused:
        form.add_error("photos", str(refused))
        return _form(request, commune, form)
    messages.success(request, _("Merci ! La mairie est prévenue, et vous saurez ce qu’il en advient."))
    return redirect(sent)


@login_required
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """« Moi aussi », or no longer."""
    found = _found(pk)
    if refused := space_doors.refusal(request, found.commune):
        return refused
    if not rules.may_follow(request.standing, found) or not _may_click(request):
        messages.error(request, _("Ce signalement ne se suit pas : il est réglé, ou d’une autre commune."))
    elif request.POST.get("follow") == "no":
        actions.unfollow(found, request.user)
        messages.success(request, _("Vous ne suivez plus ce signalement."))
    else:
        actions.follow(found, request.user)
        messages.success(request, _("C’est noté : vous aussi. Vous saurez ce qu’il en advient."))
    return redirect("civic:report", pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    if refused := space_doors.refusal(request, found.commune):
        return refused
    follows = queries.follows(found, request.user)
    note = one_line(request.POST.get("note", ""))[:600]
    try:
        if not rules.may_reopen(request.standing, found, timezone.now(), follows):
            raise Refused(_("Ce signalement ne se rouvre pas : faites-en un nouveau, il sera vu."))
        if not _may_click(request):
            raise Refused(_("C’est beaucoup à la fois : reprenez demain. Votre mot est toujours ici."))
        actions.reopen(pk, request.user, note)
    except Refused as refused:
        return _page(request, _found(pk), str(refused), note, status=422)
    messages.success(request, _("C’est rouvert : la mairie le voit de nouveau."))
    return redirect("civic:report", pk)


def _sent_already(request: HttpRequest, commune: Commune) -> Report | None:
    """A form pressed twice: its photo has its place by now, and is not missed."""
    form = ReportForm(request.POST, commune=commune)
    if not form.is_valid() or not form.cleaned_data["key"]:
        return None
    return actions.sent_already(request.user, form.cleaned_data["key"], commune, **form.said())


def _told_near(commune: Commune, said: dict[str, Any]) -> list[Report]:
    if said["latitude"] is None:
        return []
    return queries.near(commune.code, said["latitude"], said["longitude"], said["category"])


def _told_already(
    request: HttpRequest, commune: Commune, form: ReportForm, told: list[Report]
) -> HttpResponse:
    names = categories.names(commune)
    sent = [(name, request.POST.get(name, "")) for name in ReportForm.base_fields if name != "photos"]
    sent += [("photos_kept", each.name) for each in form.cleaned_data["photos"].photos]
    context = {
        "commune": commune,
        "told": [(each, names.get(each.category, "")) for each in told],
        "sent": sent,
    }
    return render(request, "civic/report_told.html", context)


def _form(request: HttpRequest, commune: Commune, form: ReportForm) -> HttpResponse:
    context = {"commune": commune, "form": form, "map": report_maps.of(commune, [])}
    return render(request, "civic/report_new.html", context, status=422 if form.errors else 200)


def _picture(form: ReportForm) -> object:
    return next(iter(form.cleaned_data["photos"].photos), None)


def _commune(request: HttpRequest) -> Commune | None:
    """The one that the address names, or else that of who asks; None where she may not report there."""
    standing = request.standing
    home = (
        standing.first_verified.commune_id
        if standing.is_verified
        else next(iter(sorted(standing.town_halls)), "")
    )
    code = request.POST.get("commune") or request.GET.get("commune") or home
    if not rules.may_report(standing, code):
        return None
    return Commune.objects.select_related("space", "boundary").filter(pk=code).first()


def _found(pk: int) -> Report:
    found = queries.found(pk)
    if found is None:
        raise Http404
    return found


def _may_click(request: HttpRequest) -> bool:
    return limits.allow(f"report clicks:{request.user.pk}", CLICKS_A_DAY, 86_400)


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
