"""« Ma voiture »: what the official scale asks, and what follows from it; and whether she rides among women."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.carpool import rules
from placette.carpool.actions import cars, women
from placette.carpool.costs.scale import UNKNOWN_CAR
from placette.carpool.costs.shares import Drive, calculation
from placette.carpool.forms.car import CarForm
from placette.carpool.models import Car
from placette.people.views.guard import neighbours_only

EXAMPLE = 20_000  # metres


@require_http_methods(["GET", "HEAD", "POST"])
@neighbours_only
def car(request: HttpRequest) -> HttpResponse:
    person = request.standing.person
    kept = Car.objects.filter(person=person).first()
    shown = {"power": kept.power, "electric": kept.electric} if kept else {}
    form = CarForm(request.POST) if request.method == "POST" else CarForm(initial=shown)
    if form.is_bound and form.is_valid():
        cars.describe(person, form.cleaned_data["power"], electric=form.cleaned_data["electric"])
        messages.success(request, _("C’est noté. Les prochains partages sont calculés avec cette voiture."))
        return redirect("carpool:car")
    engine = kept.engine if kept else UNKNOWN_CAR
    example = calculation(Drive(1, EXAMPLE, timezone.localdate(), engine), 1)
    among_women = rules.is_among_women(request.standing)
    context = {"form": form, "car": kept, "example": example, "is_among_women": among_women}
    return render(request, "carpool/car.html", context, status=422 if form.is_bound else 200)


@require_POST
@neighbours_only
def forget_car(request: HttpRequest) -> HttpResponse:
    cars.forget(request.standing.person)
    messages.success(request, _("Votre voiture est oubliée."))
    return redirect("carpool:car")


@require_POST
@neighbours_only
def join_women(request: HttpRequest) -> HttpResponse:
    women.say(request.standing.person)
    messages.success(request, _("C’est noté, et personne d’autre ne le lit."))
    return redirect(f"{reverse('carpool:car')}#femmes")


@require_POST
@neighbours_only
def leave_women(request: HttpRequest) -> HttpResponse:
    women.take_back(request.standing.person)
    messages.success(
        request, _("C’est effacé. Vos trajets entre femmes le restent tant que vous ne les changez pas.")
    )
    return redirect(f"{reverse('carpool:car')}#femmes")
