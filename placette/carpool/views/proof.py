"""« Mes justificatifs »: the calendar’s address, the certificate of each year, the proof register."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.carpool.actions import proofs
from placette.carpool.forms.register import RegisterForm
from placette.carpool.models import CalendarAddress, ProofIdentity
from placette.carpool.papers.certificate import certificate as written
from placette.carpool.queries import carpooled_days, totals
from placette.core import limits
from placette.impact import rides
from placette.people.models import Person
from placette.people.views.guard import neighbours_only

PAPERS_AN_HOUR = 30  # a PDF costs more than a page


@require_safe
@neighbours_only
def papers(request: HttpRequest) -> HttpResponse:
    return _show(request, RegisterForm(_commune_code(request)))


@require_safe
@neighbours_only
def certificate(request: HttpRequest, year: int) -> HttpResponse:
    """Her own, as a PDF to download; 404 of a year without a ride."""
    person: Person = request.standing.person
    journeys = carpooled_days.of_year(person, year) if 2000 <= year <= 9999 else []
    if not journeys:
        raise Http404
    if not limits.allow(f"carpool.certificate:{person.pk}", PAPERS_AN_HOUR, 3600):
        messages.error(request, _("Vous avez demandé beaucoup d’attestations : réessayez dans une heure."))
        return redirect("carpool:papers")
    response = HttpResponse(
        written(person, year, journeys, timezone.localdate()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="covoiturage-{year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@neighbours_only
def join_register(request: HttpRequest) -> HttpResponse:
    if not settings.CONFIGURATION.proof_class:
        raise Http404
    person: Person = request.standing.person
    form = RegisterForm(_commune_code(request), request.POST)
    if form.is_valid() and not person.last_name.strip():
        form.add_error(
            None, _("Le registre demande votre nom de famille : ajoutez-le d’abord à votre profil.")
        )
    if not form.is_valid():
        return _show(request, form, status=422)
    over_18 = True if form.cleaned_data["over_18"] else None
    proofs.join(person, form.cleaned_data["phone"], _commune_code(request), over_18)
    messages.success(request, _("C’est noté : vos prochains trajets confirmés seront transmis au registre."))
    return redirect("carpool:papers")


@require_POST
@neighbours_only
def leave_register(request: HttpRequest) -> HttpResponse:
    proofs.leave(request.user)
    messages.success(request, _("Plus rien n’est transmis au registre, et votre empreinte est effacée."))
    return redirect("carpool:papers")


def _show(request: HttpRequest, form: RegisterForm, status: int = 200) -> HttpResponse:
    person: Person = request.standing.person
    address = CalendarAddress.objects.filter(person=person).first()
    asks = bool(settings.CONFIGURATION.proof_class)
    context = {
        "years": carpooled_days.years(person),
        "totals": totals.of_person(person),
        "method": rides.says(),
        "factor": rides.factor_on(timezone.localdate()),
        "address": address and settings.SITE_URL + reverse("carpool:calendar", args=[address.key]),
        "asks": asks,
        "joined": asks and ProofIdentity.objects.filter(person=person).first(),
        "form": form,
    }
    return render(request, "carpool/papers.html", context, status=status)


def _commune_code(request: HttpRequest) -> str:
    """Whose numbers are dialled without a prefix."""
    home = request.standing.home
    return home.commune_id if home else ""
