"""What every step of a ride does: locked, read again, moved on, and told to the other."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from placette.carpool import rules
from placette.carpool.models import Booking, Contact, Trip, Way
from placette.carpool.riding import GONE
from placette.carpool.sentences import facts_of
from placette.conversations import actions as conversations
from placette.notices.actions import notify
from placette.people.carried import facts_of as through
from placette.people.models import Deed, Person

State = Booking.State


class Refusal(Exception):
    """Why this cannot be done now, in a sentence for whoever pressed."""


def holder(booking: Booking) -> str:
    return f"booking:{booking.pk}"


def locked_trip(pk: int) -> Trip:
    """Refusal where its author has deleted it meanwhile."""
    return _there(Trip.objects.select_for_update(no_key=True, of=("self",)).select_related("commune"), pk)


def locked(way: Way) -> Way:
    """Refusal where its author has deleted it meanwhile."""
    return _there(Way.objects.select_for_update(no_key=True, of=("self",)).select_related("trip"), way.pk)


def current_of(booking: Booking, way: Way) -> Booking:
    """Refusal where it has gone with its trip."""
    current = _there(Booking.objects.select_related("contact__conversation", "passenger"), booking.pk)
    current.way = way
    return current


def _there[Row: Model](rows: QuerySet[Row], pk: int) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Refusal(str(GONE))
    return row


def must_be(booking: Booking, state: str) -> None:
    if booking.state != state:
        raise Refusal(overtaken(booking))


def overtaken(booking: Booking) -> str:
    return {
        State.ASKED: _("Cette demande attend encore une réponse."),
        State.ACCEPTED: _("C’est déjà convenu."),
        State.DECLINED: _("Entre-temps, cette demande a été déclinée."),
        State.CANCELLED: _("Entre-temps, ce trajet a été annulé."),
        State.DONE: _("C’est déjà noté comme fait."),
        State.FAILED: _("C’est déjà noté : ce trajet n’a pas eu lieu."),
    }[State(booking.state)]


def move(booking: Booking, state: str, **fields: Any) -> None:
    booking.state = state
    for name, value in fields.items():
        setattr(booking, name, value)
    booking.save(update_fields=["state", *fields])


def tell(
    booking: Booking, step: str, by: Person, *, key: str = "", deed: Deed | None = None, **facts: Any
) -> None:
    """Into their conversation, and to the other. `deed`: by whom, where it is not `by` herself."""
    contact: Contact = booking.contact
    said = facts_of(booking) | {name: value for name, value in facts.items() if value}
    conversations.record(contact.conversation, step, by, deed=deed, booking=booking.pk, **said)
    notify(
        [rules.other_of(booking, by.pk)],
        "ride",
        f"/messages/{contact.conversation_id}/",
        f"ride:{booking.pk}:{key or step}",
        name=by.display_name,
        step=step,
        booking=booking.pk,
        conversation=contact.conversation_id,
        **said,
        **through(deed),
        # What is said afterwards is news as long as it can be answered.
        **({} if step in {"done", "failed"} else {"until": booking.drop_off_at.isoformat()}),
    )
