"""Opening a conversation, writing in it, reading it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from placette.core import keys, live
from placette.people.models import Deed, Person

from . import events
from .models import Conversation, Message, Participant
from .queries import unread


class NotHers(Exception):
    """Only those who take part write in a conversation."""


@transaction.atomic
def open_conversation(subject_kind: str, subject_id: int, title: str, people: Iterable[int]) -> Conversation:
    conversation = Conversation.objects.create(
        subject_kind=subject_kind, subject_id=subject_id, title=title[:160]
    )
    Participant.objects.bulk_create(
        Participant(conversation=conversation, person_id=pk) for pk in dict.fromkeys(people)
    )
    return conversation


@transaction.atomic
def join(conversation: Conversation, person: Person) -> None:
    """She takes part from now on, and reads what was written before. Twice is once."""
    Participant.objects.get_or_create(conversation=conversation, person=person)


@transaction.atomic
def leave(conversation: Conversation, person: Person) -> None:
    """She neither reads nor writes it any more; what she wrote stays."""
    Participant.objects.filter(conversation=conversation, person=person).delete()


@transaction.atomic
def post(
    conversation: Conversation,
    author: Person,
    body: str,
    key: str | None = None,
    *,
    told: bool = False,
    deed: Deed | None = None,
) -> Message:
    """A message by somebody who takes part; NotHers otherwise. The same key and words twice are one message.

    `told`: the caller writes the others a notice of its own. `deed`: by whom, where it is not the author herself.
    """
    _line_up(conversation)
    key = keys.of(key, author.pk, body)
    if key and (sent := Message.objects.filter(conversation=conversation, key=key).first()):
        return sent
    message = Message.objects.create(conversation=conversation, author=author, body=body, key=key, deed=deed)
    others = _announce(message, author.pk)
    if not told:
        for listener in events.posted:
            listener(message, others)
    return message


@transaction.atomic
def record(
    conversation: Conversation, event: str, by: Person, *, deed: Deed | None = None, **facts: Any
) -> Message:
    """A line of the site about a step that `by` took, or that was taken in her name."""
    _line_up(conversation)
    message = Message.objects.create(
        conversation=conversation, author=by, event=event, facts=facts, deed=deed
    )
    _announce(message, by.pk)
    return message


def _line_up(conversation: Conversation) -> None:
    """One writer at a time, so that ids grow with time for those who read after an id."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)


def _announce(message: Message, author_id: int) -> list[int]:
    """Move the conversation up, mark the author's own reading, tell the open pages. Returns the others' ids."""
    conversation = message.conversation
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=message.sent_at)
    people = list(Participant.objects.filter(conversation=conversation).values_list("person_id", flat=True))
    if author_id not in people:
        raise NotHers
    others = [pk for pk in people if pk != author_id]
    live.tell(people, "conversation", id=conversation.pk)
    for pk in others:
        live.tell([pk], "messages", count=unread(pk))
    return others


@transaction.atomic
def mark_read(conversation: Conversation, person: Person, up_to: int) -> None:
    """Everything up to this message has been seen; never goes back."""
    moved = Participant.objects.filter(conversation=conversation, person=person, read_up_to__lt=up_to).update(
        read_up_to=up_to
    )
    if moved:
        live.tell([person.pk], "messages", count=unread(person.pk))
        for listener in events.read:
            listener(conversation, person)
