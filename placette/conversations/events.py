"""What other rooms want to hear of; whoever joins the rooms adds itself in its apps.py."""

from collections.abc import Callable

from placette.people.models import Person

from .models import Conversation, Message

# Called in the transaction in which a person's message is posted, with the ids of those who should be told.
posted: list[Callable[[Message, list[int]], None]] = []
# Called in the transaction in which a person has read what was new to her in a conversation.
read: list[Callable[[Conversation, Person], None]] = []
