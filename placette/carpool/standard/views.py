"""What partners' users ask of a resident, and her answer."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.carpool.forms.search import SearchForm
from placette.carpool.models import PartnerBooking, PartnerMessage
from placette.carpool.standard import bookings, partners, queries, rules
from placette.carpool.standard.partners import PartnerMatch
from placette.carpool.standard.rides import great_circle
from placette.core import limits
from placette.notices.actions import see
from placette.people.views.guard import closed_door, neighbours_only
from placette.places.clock import zone_of

SEARCHES_A_MINUTE = 30  # of a resident: each goes to all partners


@neighbours_only
@require_safe
def rides(request: HttpRequest) -> HttpResponse:
    """What partners have for this search: a part of the page of results, which asks for it once it is there itself."""
    standing = request.standing
    with timezone.override(zone_of(standing.home.commune_id)):
        form = SearchForm(request.GET, standing=standing)
        found: list[PartnerMatch] = []
        if form.is_valid() and limits.allow(f"partners:{request.user.pk}", SEARCHES_A_MINUTE, 60):
            found = partners.search(form.wish(), zone=timezone.get_current_timezone())
        context = {"partner_matches": found, "form": form, "ends": form.ends}
    template = "carpool/_partner_matches.html" if request.htmx else "carpool/partners/rides.html"
    return render(request, template, context)


@login_required
@require_safe
def booking(request: HttpRequest, pk: object) -> HttpResponse:
    found = _booking(request, pk)
    now, standing = timezone.now(), request.standing
    see(request.user, url=request.path)
    pick_up = (found.pick_up_latitude, found.pick_up_longitude)
    drop_off = (found.drop_off_latitude, found.drop_off_longitude)
    context = {
        "booking": found,
        "way": found.way,
        "zone": found.way.trip.zone,
        "from_start": great_circle(found.way.start, pick_up),
        "to_end": great_circle(drop_off, found.way.end),
        "may_decline": rules.may_decline(standing, found, now),
        "may_accept": rules.may_accept(standing, found, now),
        "may_cancel": rules.may_cancel(standing, found, now),
    }
    return render(request, "carpool/partners/booking.html", context)


@login_required
@require_POST
def accept(request: HttpRequest, pk: object) -> HttpResponse:
    if not request.standing.is_verified:
        return closed_door(request)
    return _step(
        request, pk, rules.may_accept, bookings.accept, _("C’est convenu. Le service partenaire le lui dit.")
    )


@login_required
@require_POST
def decline(request: HttpRequest, pk: object) -> HttpResponse:
    return _step(
        request, pk, rules.may_decline, bookings.decline, _("C’est refusé. Le service partenaire le lui dit.")
    )


@login_required
@require_POST
def cancel(request: HttpRequest, pk: object) -> HttpResponse:
    return _step(
        request, pk, rules.may_cancel, bookings.cancel, _("C’est annulé. Le service partenaire le lui dit.")
    )


@login_required
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """On the page of the ride where it is about one; otherwise by itself."""
    found = get_object_or_404(
        PartnerMessage.objects.select_related("partner", "way"), pk=pk, person=request.user
    )
    see(request.user, url=request.path)
    if found.booking_id:
        return redirect("partners:booking", found.booking_id)
    return render(request, "carpool/partners/message.html", {"message": found})


def _booking(request: HttpRequest, pk: object) -> PartnerBooking:
    found = queries.booking_of(request.user.pk, pk)
    if found is None:
        raise Http404
    return found


def _step(request: HttpRequest, pk: object, rule: Callable, act: Callable, said: str) -> HttpResponse:
    found = _booking(request, pk)
    try:
        if not rule(request.standing, found, timezone.now()):
            raise bookings.Refusal(_("Cette demande a changé entre-temps : rien n’a été envoyé."))
        act(found, request.user)
        messages.success(request, said)
    except bookings.Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("partners:booking", found.pk)
