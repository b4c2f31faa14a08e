"""What crews tell the rooms below: their notices, and their conversation."""

from datetime import tzinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.carpool.crews import by_mail, sentences
from placette.carpool.models import Crew
from placette.conversations import subjects
from placette.conversations.models import Conversation, Message
from placette.notices import kinds
from placette.notices.kinds import Kind
from placette.people.standing import Standing
from placette.places import events


def register() -> None:
    events.merged.append(_move)
    by_mail.register_acts()
    kinds.register(
        Kind(
            "crew",
            gettext_lazy("Mes équipages : invitations et changements"),
            sentences.told_of_step,
            "users",
            acts=by_mail.of_step,
        )
    )
    kinds.register(
        Kind(
            "crew_tomorrow",
            gettext_lazy("Un rappel la veille, quand je conduis mon équipage"),
            sentences.told_of_tomorrow,
            "calendar",
        )
    )
    subjects.register("crew", subjects.Subject(_card, _panel, _sentence, _zone))


def _move(gone: str, current: str) -> None:
    """A commune has become part of another: its crews are those of the current one, by INSEE codes."""
    Crew.objects.filter(commune=gone).update(commune=current)


def _card(conversation: Conversation, standing: Standing) -> tuple[str, dict[str, Any]] | None:
    crew = Crew.objects.filter(conversation=conversation).first()
    return ("carpool/crews/_thread_card.html", {"crew": crew}) if crew else None


def _panel(conversation: Conversation, standing: Standing) -> None:
    """What can be done is on the crew's page, which the card leads to."""


def _sentence(message: Message, standing: Standing) -> str:
    author = message.author
    name = author.display_name if author and author.is_active else _("Ancien membre")
    return sentences.of_step(message.event, name, message.facts)


def _zone(conversation: Conversation) -> tzinfo:
    crew = Crew.objects.filter(conversation=conversation).first()
    return crew.zone if crew else timezone.get_default_timezone()
