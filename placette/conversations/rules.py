"""Who reads and writes in a conversation: those who take part, and nobody else, whatever their role."""

from placette.people.standing import Standing

from .models import Conversation, Participant


def takes_part(standing: Standing, conversation: Conversation) -> bool:
    return (
        standing.person is not None
        and Participant.objects.filter(conversation=conversation, person=standing.person).exists()
    )
