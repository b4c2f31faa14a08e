"""One tap on the plan, and how a ride went."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews import queries, sentences
from placette.carpool.crews.actions import turns as actions
from placette.carpool.crews.forms import SaidForm, TurnForm
from placette.carpool.crews.slots import slots
from placette.carpool.crews.views.crews import changing, found
from placette.carpool.models import CrewMember
from placette.core import limits
from placette.people.views.guard import neighbours_only

TAPS_AN_HOUR = 60


@neighbours_only
@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """« Je prends », « J’échange », « Je ne peux pas », « Absents », « Présents »."""
    member = changing(request, pk)
    form = TurnForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal(_("Ce jour n’est pas au planning. Choisissez-en un autre."))
        if not limits.allow(f"crew_taps:{request.user.pk}", TAPS_AN_HOUR, 3600):
            raise Refusal(_("Beaucoup de changements : attendez un peu."))
        messages.success(request, _act(member, form))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(member.crew)


def _act(member: CrewMember, form: TurnForm) -> str:
    """What she reads once it is done."""
    data, now = form.cleaned_data, timezone.now()
    that_day = slots(member.crew, data["day"], data["day"])
    goes = [each for each in that_day if not data["direction"] or each.direction == data["direction"]]
    if not goes or (data["act"] in {"take", "swap", "give_up"} and not data["direction"]):
        raise Refusal(_("Ce jour n’est pas au planning. Choisissez-en un autre."))
    match data["act"]:
        case "take":
            actions.take(member, goes[0], now, data["instead"])
        case "swap":
            given = actions.swap(member, goes[0], now, data["instead"])
            return sentences.of_swap(given.at, member.crew.zone)
        case "give_up":
            actions.give_up(member, goes[0], now)
        case act:
            with transaction.atomic():
                hers = [
                    each
                    for each in goes
                    if each.at > now and queries.ride_of(member, each.day, each.direction)
                ]
                for each in hers or goes[:1]:
                    actions.stay_away(member, each, now, away=act == "away")
    return _("C’est noté.")


@neighbours_only
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    member = found(request, pk)
    form = SaidForm(request.POST)
    ride = queries.ride_of(member, *form.when) if form.is_valid() else None
    try:
        if ride is None:
            raise Refusal(_("Dites si le trajet a eu lieu."))
        actions.report(ride, timezone.now(), **form.said())
        messages.success(request, _("Merci, c’est noté."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(member.crew)
