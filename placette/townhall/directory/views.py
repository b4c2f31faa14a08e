"""The officer's page of the directory: a file is sent, looked at, corrected, imported; the lists are taken along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import columns, limits
from placette.core.tables import Unreadable
from placette.core.text import one_line
from placette.people.views.guard import at_a_desk, desk_tabs, desks_of
from placette.places.models import Commune
from placette.townhall.dashboard.exports import as_csv, as_xlsx
from placette.townhall.models import Import

from . import actions, exports, queries
from .entry_forms import EntryForm
from .kinds import KINDS, Kind
from .rules import may_keep_directory

FILES_A_DAY = 60
CHANGES_AN_HOUR = 300
SHOWN = 10  # rows of the preview
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SLOWLY = gettext_lazy("Soixante fichiers par jour, c’est déjà beaucoup : continuez demain.")
keepers_only = at_a_desk(may_keep_directory)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest, commune: Commune) -> HttpResponse:
    """The lists as they are; and the form for a file."""
    if request.method != "POST":
        return _directory(request, commune)
    kind, sent = KINDS.get(request.POST.get("list", "")), request.FILES.get("file")
    if kind is None or sent is None:
        return _directory(request, commune, _("Dites ce que contient le fichier, et choisissez-le."))
    if not limits.allow(f"directory:{request.user.pk}", FILES_A_DAY, 86_400):
        return _directory(request, commune, str(SLOWLY), 429)
    try:
        draft = actions.begin(commune, request.user, kind, sent, sent.name or "")  # type: ignore[arg-type]
    except Unreadable as refused:
        return _directory(request, commune, str(refused))
    return redirect(_address("townhall:directory_import", commune, draft.pk))


@keepers_only
@require_safe
def preview(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """One query of its own beside the draft: the entries that there are."""
    draft = _draft(request, commune, pk)
    if draft is None:
        return _gone(request, commune)
    kind, found = KINDS[draft.kind], actions.look(draft)
    context = {
        "commune": commune,
        "draft": draft,
        "kind": kind,
        "found": found,
        "matches": columns.matches(kind.columns, draft.names, draft.columns),
        "columns": [column for column in kind.columns if column.name in draft.columns],
        "rows": [
            (each, [each.values.get(column.name) for column in kind.columns if column.name in draft.columns])
            for each in (*found.fresh, *found.changed)[:SHOWN]
        ],
    }
    return render(request, "townhall/directory/preview.html", context)


@keepers_only
@require_POST
def match(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """Which column of theirs is which of ours."""
    draft = _draft(request, commune, pk)
    if draft is None:
        return _gone(request, commune)
    actions.correct(draft, columns.chosen(KINDS[draft.kind].columns, draft.names, request.POST))
    return redirect(_address("townhall:directory_import", commune, pk) + "#lignes")


@keepers_only
@require_POST
def carry_out(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = actions.carry_out(pk, commune, request.user)  # type: ignore[arg-type]
    if found is None:
        return _gone(request, commune)
    said = ngettext("C’est importé : %(count)d ligne.", "C’est importé : %(count)d lignes.", found.accepted)
    messages.success(request, said % {"count": found.accepted})
    return redirect(_address("townhall:directory", commune))


@keepers_only
@require_POST
def give_up(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    draft = _draft(request, commune, pk)
    if draft:
        draft.delete()
    messages.success(request, _("Rien n’est importé : le fichier est oublié."))
    return redirect(_address("townhall:directory", commune))


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, commune: Commune, name: str, pk: int) -> HttpResponse:
    """One line, to be corrected by hand. One query of its own."""
    kind = _kind(name)
    found = get_object_or_404(kind.model.objects.select_related("commune"), pk=pk, commune=commune)
    form = EntryForm(request.POST if request.method == "POST" else None, kind=kind, entry=found)
    if form.is_valid() and _is_changed(request, commune, form, pk):
        messages.success(request, _("« %(name)s » est corrigé.") % {"name": form.cleaned_data["name"]})
        return redirect(_address("townhall:directory", commune) + f"&liste={name}#liste")
    context = {"commune": commune, "kind": kind, "entry": found, "form": form}
    return render(request, "townhall/directory/entry.html", context, status=422 if form.is_bound else 200)


def _is_changed(request: HttpRequest, commune: Commune, form: EntryForm, pk: int) -> bool:
    """Or the form says why not."""
    if not limits.allow(f"directory-changes:{request.user.pk}", CHANGES_AN_HOUR, 3600):
        form.add_error(None, _("Beaucoup de corrections pour une heure : attendez un peu, rien n’est perdu."))
        return False
    try:
        if actions.change(form.kind, commune, pk, request.user, form.cleaned_data):  # type: ignore[arg-type]
            return True
    except actions.Taken:
        form.add_error(None, _("Une autre ligne de la liste a déjà ce nom ou ce numéro."))
        return False
    raise Http404


@keepers_only
@require_POST
def remove(request: HttpRequest, commune: Commune, name: str, pk: int) -> HttpResponse:
    removed = actions.remove(_kind(name), commune, pk, request.user)  # type: ignore[arg-type]
    if removed:
        messages.success(
            request,
            _(
                "« %(name)s » est retiré de la liste. S’il est encore dans votre tableau, le prochain import le remettra."
            )
            % {"name": removed},
        )
    return redirect(_address("townhall:directory", commune) + f"&liste={name}#liste")


@keepers_only
@require_safe
def file(request: HttpRequest, commune: Commune, name: str, form: str) -> HttpResponse:
    kind = _kind(name)
    rows = exports.rows(kind, commune.pk)
    body = as_csv(rows) if form == "csv" else as_xlsx(rows, str(kind.title))
    return HttpResponse(
        body,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}-{commune.slug}.{form}"'},
    )


def _directory(request: HttpRequest, commune: Commune, refusal: str = "", status: int = 422) -> HttpResponse:
    """Four queries of its own: two counts, the entries of one list and how many were asked for."""
    standing = request.standing  # type: ignore[attr-defined]
    shown = KINDS.get(request.GET.get("liste", ""), KINDS["associations"])
    asked = one_line(request.GET.get("q", ""))[:60]
    known = queries.counts(commune.pk)
    page = queries.entries(shown, commune.pk, asked, request.GET.get("page"))
    context: dict[str, Any] = {
        "commune": commune,
        "desks": desk_tabs(desks_of(standing, may_keep_directory), commune, "townhall:directory"),
        "kinds": KINDS.values(),
        "chosen": request.POST.get("list") or shown.name,
        "shown": shown,
        "count": known.of(shown),
        "lists": [
            {
                "label": kind.title,
                "href": _address("townhall:directory", commune) + f"&liste={kind.name}#liste",
                "current": kind is shown,
                "count": known.of(kind),
            }
            for kind in KINDS.values()
        ],
        "asked": asked,
        "page": page,
        "pager": queries.Pager.of(page, {"commune": commune.pk, "liste": shown.name, "q": asked}),
        "refusal": refusal,
    }
    return render(request, "townhall/directory/desk.html", context, status=status if refusal else 200)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _draft(request: HttpRequest, commune: Commune, pk: int) -> Import | None:
    return actions.drafts(commune, request.user.pk).select_related("commune").filter(pk=pk).first()


def _gone(request: HttpRequest, commune: Commune) -> HttpResponse:
    messages.warning(
        request,
        _("Ce fichier a déjà été importé, ou a attendu plus d’un jour. Au besoin, envoyez-le de nouveau."),
    )
    return redirect(_address("townhall:directory", commune))


def _address(name: str, commune: Commune, *args: object) -> str:
    return reverse(name, args=args, query={"commune": commune.pk})
