"""What drivers and passengers do by the links of their e-mails: the rules and actions of the pages."""

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.carpool import rules, sentences
from placette.carpool.actions import bookings as actions
from placette.carpool.forms.bookings import ReasonForm
from placette.carpool.models import Booking
from placette.carpool.queries import rides
from placette.notices.by_mail.acts import Act, Asked, Refused, no_form, register
from placette.people.standing import Standing

State = Booking.State
# What stands once a step is taken, and the rule that lets her take it.
STEPS = {
    "accept": (State.ACCEPTED, rules.may_accept),
    "decline": (State.DECLINED, rules.may_decide),
    "cancel": (State.CANCELLED, rules.may_cancel),
}
YES_NO = (("yes", gettext_lazy("Oui")), ("no", gettext_lazy("Non")))


class SaidForm(forms.Form):
    """As the page asks it: a passenger also says what she would have done without it."""

    took_place = forms.ChoiceField(
        label=gettext_lazy("Le trajet a-t-il eu lieu ?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites si le trajet a eu lieu.")},
    )
    would_have_driven = forms.ChoiceField(
        label=gettext_lazy("Sans lui, auriez-vous pris votre voiture ?"),
        choices=(*YES_NO, ("", gettext_lazy("Je ne sais pas"))),
        widget=forms.RadioSelect,
        required=False,
    )


def register_acts() -> None:
    register(
        *(
            Act(f"ride.{name}", button, partial(_ask_step, name), partial(_step, name), form, icon)
            for name, button, form, icon in (
                ("accept", gettext_lazy("D’accord"), no_form, "check"),
                ("decline", gettext_lazy("Je ne peux pas"), _reason_form, "x"),
                ("cancel", gettext_lazy("Annuler ce trajet"), _reason_form, "x"),
            )
        ),
        Act("ride.report", gettext_lazy("Dire si c’est fait"), _ask_report, _report, _said_form),
    )


def of_step(facts: dict[str, Any]) -> list[tuple[str, int]]:
    names = {
        "asked": ("ride.accept", "ride.decline"),
        "offered": ("ride.accept", "ride.decline"),
        "accept": ("ride.cancel",),
        "done": ("ride.report",),
    }
    return _on(facts, *names.get(str(facts.get("step")), ()))


def of_tomorrow(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return _on(facts, "ride.cancel")


def of_past(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return _on(facts, "ride.report")


def _on(facts: dict[str, Any], *names: str) -> list[tuple[str, int]]:
    """The steps, then a word to the other; nothing for a notice of before there were links."""
    if "booking" not in facts:
        return []
    return [*((name, facts["booking"]) for name in names), ("message.reply", facts["conversation"])]


def _ask_step(name: str, standing: Standing, pk: int) -> Asked | None:
    booking = rides.booking_of(standing.known, pk)
    if booking is None:
        return None
    after, may = STEPS[name]
    over = ""
    if booking.state == after:
        over = _("C’est déjà noté : il n’y a plus rien à faire.")
    elif name == "accept" and not standing.is_verified:
        over = _("Faites d’abord confirmer votre résidence : la mairie ou deux voisins le peuvent.")
    elif not may(standing, booking, timezone.now()):
        over = _("Ce trajet est passé, ou quelque chose d’autre a été convenu entre-temps.")
    return Asked(_question(booking, "asked" if name != "cancel" else "", standing), (), over)


def _question(booking: Booking, step: str, standing: Standing) -> str:
    driver = booking.way.trip.author
    other = driver if booking.passenger_id == standing.known.pk else booking.passenger
    facts = sentences.facts_of(booking) | {"name": other.display_name}
    if step and booking.asked_by_id == other.pk:
        step = "asked" if other.pk == booking.passenger_id else "offered"
        return sentences.told_of_step(facts | {"step": step})
    return sentences.told_of_ride(facts)


def _reason_form(standing: Standing, pk: int, data: QueryDict | None) -> ReasonForm:
    return ReasonForm(data)


def _step(name: str, standing: Standing, pk: int, form: forms.Form) -> str:
    booking = _booking(standing, pk, name, timezone.now())
    ring_too = sentences.ring_too(booking) if name == "cancel" else ""
    try:
        if name == "accept":
            actions.accept(booking, standing.known)
        else:
            act = actions.decline if name == "decline" else actions.cancel
            act(booking, standing.known, form.cleaned_data["reason"])
    except actions.Refusal as refusal:
        raise Refused(str(refusal)) from None
    said = _("C’est noté, et l’autre personne reçoit un avis.")
    return f"{said} {ring_too}".strip()


def _booking(standing: Standing, pk: int, name: str, now: datetime) -> Booking:
    booking = rides.booking_of(standing.known, pk)
    if booking is None or not STEPS[name][1](standing, booking, now):
        raise Refused(_("Ce trajet est passé, ou quelque chose d’autre a été convenu entre-temps."))
    return booking


def _ask_report(standing: Standing, pk: int) -> Asked | None:
    booking = rides.booking_of(standing.known, pk)
    if booking is None:
        return None
    may = rules.may_report(standing, booking, timezone.now())
    over = "" if may else _("C’est déjà noté, ou ce n’est pas encore le moment. Merci !")
    return Asked(_question(booking, "", standing), (), over)


def _said_form(standing: Standing, pk: int, data: QueryDict | None) -> SaidForm:
    form = SaidForm(data)
    booking = rides.booking_of(standing.known, pk)
    if booking is None or booking.passenger_id != standing.known.pk:
        del form.fields["would_have_driven"]
    return form


def _report(standing: Standing, pk: int, form: forms.Form) -> str:
    booking = rides.booking_of(standing.known, pk)
    if booking is None or not rules.may_report(standing, booking, timezone.now()):
        raise Refused(_("C’est déjà noté, ou ce n’est pas encore le moment. Merci !"))
    said = form.cleaned_data
    driven = {"yes": True, "no": False}.get(said.get("would_have_driven", ""))
    try:
        actions.report(
            booking, standing.known, took_place=said["took_place"] == "yes", would_have_driven=driven
        )
    except actions.Refusal as refusal:
        raise Refused(str(refusal)) from None
    return _("Merci, c’est noté.")
