"""A seat asked for, offered, agreed, left; and how the ride went."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.carpool import occurrences, rules, sentences, sharing
from placette.carpool.actions import bookings as actions
from placette.carpool.actions.offering import offer_to
from placette.carpool.forms.bookings import AskForm, LateForm, OfferForm, ReasonForm, ReportForm
from placette.carpool.forms.meetings import on_her_road
from placette.carpool.forms.search import FARTHEST
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.queries import rides
from placette.carpool.riding import GONE, Gone, lies_on, terms_on
from placette.core import limits
from placette.core.text import with_words
from placette.people.views.guard import neighbours_only

ASKED_AN_HOUR = 30


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A seat of the drive `pk`, on the days and from where to where she says."""
    if _is_gone(request, pk):
        return _gone(request)
    way = _way(request, pk, Trip.Role.DRIVER)
    standing = request.standing  # type: ignore[attr-defined]
    with timezone.override(way.trip.zone):
        asked = {"standing": standing, "way": way, "days": _days(request, way)} | on_her_road(standing, way)
        if request.method != "POST":
            initial = {"start": way.start_name, "end": way.end_name, "seats": 1, "key": uuid.uuid4()}
            return _asking(request, AskForm(**asked, initial=initial), way)
        form = AskForm(request.POST, **asked)
        if form.is_valid() and not lies_on(way, form.ends["start"].point, form.ends["end"].point):
            form.add_error(
                "start",
                _("Ce n’est pas sur la route de ce trajet. Choisissez des lieux plus proches d’elle."),
            )
        if form.is_valid() and not limits.allow(f"seat:{request.user.pk}", ASKED_AN_HOUR, 3600):
            form.add_error(None, _("Vous demandez beaucoup de places : attendez un peu."))
        if not form.is_valid():
            return _asking(request, form, way)
        try:
            booking = _asked(request, form, way)
        except (actions.Refusal, Gone) as refusal:
            form.add_error(None, str(refusal))
            return _asking(request, form, way, status=409)
    name = way.trip.author.display_name
    messages.success(request, _("Votre demande est partie : %(name)s reçoit un avis.") % {"name": name})
    return redirect("conversations:thread", booking.contact.conversation_id)


def _days(request: HttpRequest, way: Way) -> list[date]:
    """Those that a page offers, and those that a search further ahead has found."""
    today = timezone.localdate()
    offered = set(occurrences.ahead(way, today))
    for text in request.POST.getlist("on")[:31]:
        day = _day(text)
        near = day and today - timedelta(days=1) <= day <= today + timedelta(days=FARTHEST)
        if day and near and occurrences.goes_on(way, day):
            offered.add(day)
    return sorted(offered)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # the thirtieth of February
        return None


def _asked(request: HttpRequest, form: AskForm, way: Way) -> Booking:
    """All days that she chose, or none. The router is asked before anything is locked."""
    data = form.cleaned_data
    start, end = form.ends["start"], form.ends["end"]
    agreed = terms_on(way, data["on"], start, end)
    hers = Way.objects.select_related("trip").filter(trip__author=request.user.pk)
    wish = hers.filter(pk=data["wish"]).first() if data["wish"] else None
    made: Booking | None = None
    with transaction.atomic():
        for each in agreed:
            made = actions.ask(
                way.trip,
                way,
                request.user,  # type: ignore[arg-type]
                request.user,  # type: ignore[arg-type]
                each,
                seats=data["seats"],
                text="" if made else data["text"],
                wish=wish,
                key=data["key"],
            )
    assert made is not None
    return made


def _asking(request: HttpRequest, form: AskForm, way: Way, status: int = 200) -> HttpResponse:
    return render(request, "carpool/ask.html", {"form": form, "way": way, "trip": way.trip}, status=status)


@neighbours_only
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """« Je peux vous emmener », to the author of the request `pk`, in one tap."""
    if _is_gone(request, pk):
        return _gone(request)
    way = _way(request, pk, Trip.Role.PASSENGER)
    standing = request.standing  # type: ignore[attr-defined]
    form = OfferForm(request.POST)
    with timezone.override(way.trip.zone):
        if not form.is_valid() or form.cleaned_data["on"] not in _days(request, way):
            messages.error(request, _("Ce jour-là, ce trajet n’est pas demandé. Choisissez un autre jour."))
            return redirect(way.trip)
        if not limits.allow(f"seat:{request.user.pk}", ASKED_AN_HOUR, 3600):
            messages.error(request, _("Vous proposez beaucoup de places : attendez un peu."))
            return redirect(way.trip)
        try:
            booking = offer_to(way, form.cleaned_data["on"], request.user, standing, form.cleaned_data["key"])  # type: ignore[arg-type]
        except (actions.Refusal, Gone) as refusal:
            messages.error(request, str(refusal))
            return redirect(way.trip)
    author = way.trip.author
    said = (
        _("C’est proposé : votre proposition est lue à %(name)s, qui choisit.")
        if author.is_carried
        else _("C’est proposé : %(name)s reçoit un avis.")
    )
    messages.success(request, said % {"name": author.display_name})
    return redirect("conversations:thread", booking.contact.conversation_id)


def _way(request: HttpRequest, pk: int, role: str) -> Way:
    way = (
        Way.objects.select_related("trip__author", "trip__commune", "trip__deed__consent")
        .filter(pk=pk, role=role)
        .first()
    )
    if way is None or not rules.may_contact(request.standing, way.trip):  # type: ignore[attr-defined]
        raise Http404
    return way


def _is_gone(request: HttpRequest, pk: int) -> bool:
    """Deleted between the page and the tap on it. A query of a tap."""
    return request.method == "POST" and not Way.objects.filter(pk=pk).exists()


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, with_words(str(GONE), request.POST.get("text", "")))
    return redirect("carpool:search")


def _step(act: Callable[[HttpRequest, Booking], None]) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        booking = rides.booking_of(request.user, pk)  # type: ignore[arg-type]
        if booking is None:
            raise Http404
        try:
            act(request, booking)
        except actions.Refusal as refusal:
            messages.error(request, with_words(str(refusal), request.POST.get("reason", "")))
        return redirect("conversations:thread", booking.contact.conversation_id)

    return view


@_step
def accept(request: HttpRequest, booking: Booking) -> None:
    if not rules.may_accept(request.standing, booking, timezone.now()):  # type: ignore[attr-defined]
        raise actions.Refusal(_("Cette demande ne peut plus être acceptée."))
    actions.accept(booking, request.user)  # type: ignore[arg-type]


@_step
def decline(request: HttpRequest, booking: Booking) -> None:
    if not rules.may_decide(request.standing, booking, timezone.now()):  # type: ignore[attr-defined]
        raise actions.Refusal(_("Cette demande n’attend plus de réponse."))
    actions.decline(booking, request.user, _reason(request))  # type: ignore[arg-type]


@_step
def cancel(request: HttpRequest, booking: Booking) -> None:
    if not rules.may_cancel(request.standing, booking, timezone.now()):  # type: ignore[attr-defined]
        raise actions.Refusal(
            _("Ce trajet a commencé ou n’est plus convenu : écrivez-vous dans la conversation.")
        )
    said = sentences.ring_too(booking)
    actions.cancel(booking, request.user, _reason(request))  # type: ignore[arg-type]
    if said:
        messages.warning(request, said)


@_step
def late(request: HttpRequest, booking: Booking) -> None:
    form = LateForm(request.POST)
    if not form.is_valid() or not rules.may_say_late(request.standing, booking, timezone.now()):  # type: ignore[attr-defined]
        raise actions.Refusal(_("On prévient d’un retard le jour même, dans les trois heures qui précèdent."))
    if not limits.allow(f"late:{request.user.pk}:{booking.pk}", 3, 3600):
        raise actions.Refusal(_("Vous l’avez déjà dit trois fois : écrivez un message."))
    actions.say_late(booking, request.user, form.cleaned_data["minutes"])  # type: ignore[arg-type]
    if said := sentences.ring_too(booking):
        messages.warning(request, said)


@_step
def report(request: HttpRequest, booking: Booking) -> None:
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise actions.Refusal(_("Dites si le trajet a eu lieu."))
    if not rules.may_report(request.standing, booking, timezone.now()):  # type: ignore[attr-defined]
        raise actions.Refusal(_("Ce trajet n’a pas encore commencé, ou c’est déjà noté."))
    actions.report(booking, request.user, **form.cleaned_data)  # type: ignore[arg-type]


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the link: first names, places and hours, as long as the ride lasts."""
    found = sharing.shared(token, timezone.now())
    if found is None:
        return render(request, "carpool/followed.html", status=404)
    booking, person_id = found
    with timezone.override(booking.way.trip.zone):
        driver = booking.way.trip.author
        who = driver if person_id == driver.pk else booking.passenger
        answer = render(request, "carpool/followed.html", {"ride": booking, "who": who, "driver": driver})
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise actions.Refusal(_("Votre explication est trop longue : 300 signes au plus."))
    return str(form.cleaned_data["reason"])
