"""On board: the passenger shows a code, the driver types it, or points her telephone's camera at it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from placette.carpool import boarding, rules
from placette.carpool.actions import boarding as actions
from placette.carpool.actions.bookings import Refusal
from placette.carpool.forms.boarding import BoardForm
from placette.carpool.models import Booking
from placette.carpool.queries import rides
from placette.core import limits, qr

TRIES, WITHIN = 5, 600  # seconds: no longer than a code is good


@login_required
@require_safe
@never_cache
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The passenger's page, held out to the driver."""
    booking = _booking(request, pk)
    if booking.passenger_id != request.user.pk:
        raise Http404
    now = timezone.now()
    context: dict[str, Any] = {"ride": booking, "driver": booking.way.trip.author}
    if rules.may_show_code(request.standing, booking, now):  # type: ignore[attr-defined]
        shown = boarding.code_of(booking, now)
        context |= {
            "code": f"{shown[:3]} {shown[3:]}",
            "until": boarding.good_until(now),
            "drawing": qr.drawing(boarding.address_of(booking, shown)),
        }
    with timezone.override(booking.way.trip.zone):
        return render(request, "carpool/boarding_code.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """The driver's page: what she typed, or what the drawing says, and one button."""
    booking = _booking(request, pk)
    if rules.driver_of(booking) != request.user.pk:
        raise Http404
    if booking.boarded_at:
        messages.success(request, _("C’est déjà confirmé. Bonne route !"))
        return redirect("conversations:thread", booking.contact.conversation_id)
    now = timezone.now()
    may = rules.may_board(request.standing, booking, now)  # type: ignore[attr-defined]
    if request.method != "POST":
        return _page(request, booking, BoardForm(initial={"code": request.GET.get("code", "")[:20]}), may)
    form = BoardForm(request.POST)
    if may and form.is_valid():
        if not limits.allow(f"board:{booking.pk}", TRIES, WITHIN):
            form.add_error(
                "code",
                _("Cinq essais, c’est le maximum : attendez dix minutes, ou confirmez après le trajet."),
            )
        elif _boarded(request, booking, form):
            messages.success(request, _("C’est confirmé : vous roulez ensemble. Bonne route !"))
            return redirect("conversations:thread", booking.contact.conversation_id)
    return _page(request, booking, form, may, status=422)


def _boarded(request: HttpRequest, booking: Booking, form: BoardForm) -> bool:
    try:
        actions.board(booking, request.user, form.cleaned_data["code"], timezone.now())  # type: ignore[arg-type]
    except actions.WrongCode as wrong:
        name = booking.passenger.first_name
        again = _("Demandez à %(name)s d’ouvrir de nouveau sa page, et tapez le code qui s’affiche.") % {
            "name": name
        }
        form.add_error("code", f"{wrong} {again}")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _page(
    request: HttpRequest, booking: Booking, form: BoardForm, may: bool, status: int = 200
) -> HttpResponse:
    with timezone.override(booking.way.trip.zone):
        context = {"ride": booking, "form": form, "may": may}
        return render(request, "carpool/board.html", context, status=status)


def _booking(request: HttpRequest, pk: int) -> Booking:
    booking = rides.booking_of(request.user, pk)  # type: ignore[arg-type]
    if booking is None:
        raise Http404
    return booking
