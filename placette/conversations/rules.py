"""Who writes in a conversation. Who reads it takes part in it: queries.conversation_of finds no other, whatever her role."""

from collections.abc import Iterable

from placette.people.models import Person


def may_write(others: Iterable[Person]) -> bool:
    """Write, in a conversation of one's own, while somebody is there to read it."""
    return any(other.is_active for other in others)
