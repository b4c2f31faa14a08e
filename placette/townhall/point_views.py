"""The officer's meeting points: where residents of the commune find each other for a ride."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from placette.carpool import maps, rules
from placette.carpool.actions import meeting_points as actions
from placette.carpool.ends import of_area
from placette.carpool.geometry import Point
from placette.carpool.models import Area
from placette.carpool.queries.areas import closed_points, meeting_points
from placette.carpool.riding import End
from placette.core import limits
from placette.places import spots
from placette.places.models import Commune
from placette.places.views import picking

from .point_forms import PointForm, within
from .views import officers_only

CHANGES_A_DAY = 60
SLOWLY = gettext_lazy("Soixante changements par jour, c’est déjà beaucoup : continuez demain.")
FULL = gettext_lazy("Cent points ouverts, c’est déjà beaucoup : fermez-en un d’abord.")


def keepers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody else, as at the desk."""

    @officers_only
    @wraps(view)
    def guarded(request: HttpRequest, commune: Commune, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.may_keep_meeting_points(request.standing, commune.pk):  # type: ignore[attr-defined]
            raise Http404
        return view(request, commune, *args, **kwargs)

    return guarded


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, commune: Commune) -> HttpResponse:
    """All that are open, on a map and as a list; and the form for one more."""
    form = _form(request, commune)
    if request.method == "POST" and _said(request, form, None):
        messages.success(request, _("Le point est ouvert : les habitants le voient dès maintenant."))
        return redirect(_list(commune))
    known = meeting_points(commune.pk)
    context = {
        "commune": commune,
        "form": form,
        "points": known,
        "closed": closed_points(commune.pk),
        "map": maps.map_of([], [of_area(each) for each in known]) if known else None,
    }
    return render(request, "townhall/points.html", context)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """One of them, to rename, to move, to close."""
    area = _area(commune, pk)
    typed = {
        "name": area.name,
        "where": spots.written(commune.name, area.point, PointForm.base_fields["where"].decimals),  # type: ignore[attr-defined]
        "note": area.note,
    }
    form = _form(request, commune, typed)
    if request.method == "POST" and _said(request, form, area):
        messages.success(request, _("C’est enregistré."))
        return redirect(_list(commune))
    return render(request, "townhall/point.html", {"commune": commune, "form": form, "point": area})


@keepers_only
@require_POST
def close(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    area = _area(commune, pk)
    actions.close(area, request.user)  # type: ignore[arg-type]
    messages.success(
        request, _("« %(name)s » est fermé : il n’est plus proposé à personne.") % {"name": area.name}
    )
    return redirect(_list(commune))


@keepers_only
@require_POST
def reopen(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    area = get_object_or_404(Area.objects.select_related("commune"), pk=pk, commune=commune)
    if not limits.allow(f"meeting points:{request.user.pk}", CHANGES_A_DAY, 86_400):
        messages.error(request, SLOWLY)
        return redirect(_list(commune))
    try:
        actions.reopen(area, request.user)  # type: ignore[arg-type]
    except actions.NameTaken:
        said = _("Un autre point s’appelle maintenant « %(name)s » : donnez-lui d’abord un autre nom.")
        messages.error(request, said % {"name": area.name})
    except actions.TooMany:
        messages.error(request, FULL)
    else:
        messages.success(request, _("« %(name)s » est de nouveau ouvert.") % {"name": area.name})
    return redirect(_list(commune))


@keepers_only
@require_POST
def on_map(request: HttpRequest, commune: Commune) -> HttpResponse:
    """The map to choose on: around what the field says, else around the commune, with the points that there are."""
    if not picking.may_ask(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    spot = picking.typed(request, 120)
    chosen = End(spot.name or commune.name, spot.point) if spot else None
    centre = chosen.point if chosen else _centre(commune)
    known = [of_area(each) for each in meeting_points(commune.pk)]
    shown = maps.around(centre, chosen, known) if centre else None
    return render(request, "places/pick.html", {"map": shown, "is_exact": True})


@keepers_only
@require_POST
def at_point(request: HttpRequest, commune: Commune) -> HttpResponse:
    """{"name": "Fonsorbes (43,53312 ; 1,22934)"}, or 422 {"error": …} beyond the commune."""
    if not picking.may_ask(request):
        return picking.too_often()
    try:
        place = picking.touched(request)
        return JsonResponse({"name": spots.written(commune.name, within(place, commune), 5)})
    except spots.NoPlace as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)


def _form(request: HttpRequest, commune: Commune, now: dict[str, Any] | None = None) -> PointForm:
    """`now`: as the point is."""
    typed = request.POST if request.method == "POST" else None
    return PointForm(typed, initial=now, commune=commune, standing=request.standing)  # type: ignore[attr-defined]


def _said(request: HttpRequest, form: PointForm, area: Area | None) -> bool:
    """Whether it is written; if not, the form says why."""
    if not form.is_valid():
        return False
    if not limits.allow(f"meeting points:{request.user.pk}", CHANGES_A_DAY, 86_400):
        form.add_error(None, SLOWLY)
        return False
    data = form.cleaned_data
    said = {"name": data["name"], "point": data["where"], "note": data["note"]}
    try:
        if area:
            actions.change(area, request.user, **said)  # type: ignore[arg-type]
        else:
            actions.add(form.commune, request.user, **said)  # type: ignore[arg-type]
    except actions.NameTaken:
        form.add_error("name", _("Un autre point porte déjà ce nom. Donnez-lui un nom à lui."))
        return False
    except actions.TooMany:
        form.add_error(None, FULL)
        return False
    except actions.Closed:
        form.add_error(None, _("Ce point vient d’être fermé : rien n’est changé. Ouvrez-en un autre."))
        return False
    return True


def _area(commune: Commune, pk: int) -> Area:
    area = Area.objects.filter(pk=pk, commune=commune, is_open=True).first()
    if area is None:
        raise Http404
    return area


def _centre(commune: Commune) -> Point | None:
    if commune.latitude is None or commune.longitude is None:
        return None
    return commune.latitude, commune.longitude


def _list(commune: Commune) -> str:
    """Of an officer of several town halls, at this desk."""
    return reverse("townhall:points", query={"commune": commune.pk})
