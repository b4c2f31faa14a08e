"""What other rooms want to hear of; they add themselves in their apps.py."""

from collections.abc import Callable

from .models import Message

# Called in the transaction in which a person's message is posted, with the ids of those who should be told.
posted: list[Callable[[Message, list[int]], None]] = []
