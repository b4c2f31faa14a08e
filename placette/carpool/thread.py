"""How a ride shows itself in a conversation."""

from datetime import tzinfo
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool import rules, sentences, sharing
from placette.carpool.models import Booking
from placette.carpool.queries import rides
from placette.conversations.models import Conversation, Message
from placette.people.models import Deed
from placette.people.standing import Standing

LATE_MINUTES = (5, 10, 15, 30)


def card(conversation: Conversation, standing: Standing) -> tuple[str, dict[str, Any]] | None:
    contact = rides.about(conversation)
    if contact is None:
        return None
    shown = contact.trip if rules.may_see(standing, contact.trip) else None
    return ("carpool/_thread_card.html", {"conversation": conversation, "trip": shown})


def panel(conversation: Conversation, standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """Each ride of the two that is open, with only the steps that can be taken now."""
    contact = rides.about(conversation)
    if contact is None or standing.person is None:
        return None
    now = timezone.now()
    open_ones = [
        each
        for each in rides.bookings_of(contact)
        if (each.state in rules.OPEN and each.drop_off_at > now) or rules.may_report(standing, each, now)
    ]
    for each in open_ones:
        each.follow_url = settings.SITE_URL + sharing.address_of(each, standing.person.pk)  # type: ignore[attr-defined]
    shown = [_steps(standing, each, now) for each in open_ones]
    asks = any("accept" in steps for _booking, steps in shown)
    facts = {"rides": shown, "asks": asks, "person": standing.person, "late_minutes": LATE_MINUTES}
    return ("carpool/_panel.html", facts) if shown else None


def _steps(standing: Standing, booking: Booking, now: Any) -> tuple[Booking, set[str]]:
    possible = {
        "accept": rules.may_accept(standing, booking, now),
        "decline": rules.may_decide(standing, booking, now),
        "cancel": rules.may_cancel(standing, booking, now),
        "late": rules.may_say_late(standing, booking, now),
        "share": rules.may_share(standing, booking, now),
        "report": rules.may_report(standing, booking, now),
        "code": rules.may_show_code(standing, booking, now),
        "board": rules.may_board(standing, booking, now),
    }
    return booking, {name for name, may in possible.items() if may}


def sentence(message: Message, standing: Standing) -> str:
    """The line of a step in the thread."""
    author = message.author
    name = author.display_name if author and author.is_active else _("Ancien membre")
    line = sentences.of_step(message.event, name, message.facts)
    reason = message.facts.get("reason", "")
    return f"{line}\u00a0: «\u00a0{reason}\u00a0»" if reason else line


def zone(conversation: Conversation) -> tzinfo:
    contact = rides.about(conversation)
    return contact.trip.zone if contact else timezone.get_default_timezone()


def deed(conversation: Conversation) -> Deed | None:
    """By whom the place was asked for, with its consent. One query."""
    found = Deed.objects.filter(trips__contacts__conversation=conversation)
    return found.select_related("consent").first()
