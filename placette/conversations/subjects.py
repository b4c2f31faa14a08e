"""What conversations are about. The room that owns a subject registers how it shows itself in the thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from placette.people.models import Deed
from placette.people.standing import Standing

from .models import Conversation, Message

type Part = tuple[str, dict[str, Any]]


def by_herself(_conversation: Conversation) -> None:
    """Nobody stood between."""


@dataclass(frozen=True)
class Subject:
    """`card` heads the thread, `panel` holds what can be done now; each is a template and its context, or None."""

    card: Callable[[Conversation, Standing], Part | None]
    panel: Callable[[Conversation, Standing], Part | None]
    # The line of a step in the thread, in the language that is active.
    sentence: Callable[[Message, Standing], str]
    # Whose clocks the thread goes by.
    zone: Callable[[Conversation], tzinfo]
    # By whom what it is about was published, where its author has no screen; with its consent.
    deed: Callable[[Conversation], Deed | None] = by_herself


SUBJECTS: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    SUBJECTS[kind] = subject
