"""Who reads and writes in a conversation: those who take part, and nobody else, whatever their role."""

from collections.abc import Iterable

from placette.people.models import Person
from placette.people.standing import Standing

from .models import Conversation, Participant


def takes_part(standing: Standing, conversation: Conversation) -> bool:
    return (
        standing.person is not None
        and Participant.objects.filter(conversation=conversation, person=standing.person).exists()
    )


def may_write(others: Iterable[Person]) -> bool:
    """Write, in a conversation of one's own, while somebody is there to read it."""
    return any(other.is_active for other in others)
