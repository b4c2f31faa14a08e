"""What the pages of conversations show."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from placette.people.models import Person

from .models import Conversation, Message, Participant

PAGE = 50


@dataclass(frozen=True)
class Row:
    conversation: Conversation
    other: Person | None
    last: Message | None
    unread: bool


def unread(person_id: int) -> int:
    """Conversations with something new for her. One query; index message_thread."""
    return _with_news().filter(person=person_id).count()


def _with_news() -> QuerySet[Participant]:
    news = Message.objects.filter(
        conversation=OuterRef("conversation"), pk__gt=OuterRef("read_up_to")
    ).exclude(author=OuterRef("person"))
    return Participant.objects.filter(Exists(news))


def inbox(person: Person, before: str = "") -> list[Row]:
    """Conversations of hers, the last used first, one page. Three queries."""
    last = Message.objects.filter(conversation=OuterRef("conversation")).order_by("-pk").values("pk")[:1]
    mine = (
        Participant.objects.filter(person=person)
        .annotate(last=Subquery(last))
        .select_related("conversation")
        .prefetch_related(
            Prefetch("conversation__participants", Participant.objects.select_related("person"))
        )
        .order_by("-conversation__last_message_at", "-pk")[:PAGE]
    )
    rows = list(mine)
    messages = Message.objects.in_bulk([row.last for row in rows if row.last])  # type: ignore[attr-defined]
    shown = []
    for row in rows:
        message = messages.get(row.last)  # type: ignore[attr-defined]
        others = [each.person for each in row.conversation.participants.all() if each.person_id != person.pk]
        new = bool(message and message.pk > row.read_up_to and message.author_id != person.pk)
        shown.append(Row(row.conversation, others[0] if others else None, message, new))
    return shown


def thread(conversation: Conversation, after: int = 0, before: int | None = None) -> list[Message]:
    """Messages in order: those after an id, or the newest page. One query; index message_thread."""
    messages = Message.objects.filter(conversation=conversation, pk__gt=after).select_related("author")
    if before:
        messages = messages.filter(pk__lt=before)
    return list(messages.order_by("-pk")[: PAGE + 1])[::-1]


def others(conversation: Conversation, person: Person) -> list[Person]:
    found = Participant.objects.filter(~Q(person=person), conversation=conversation).select_related("person")
    return [each.person for each in found]


def conversation_of(person: Person, pk: int) -> Conversation | None:
    """Her conversation, None for anybody else's."""
    return (
        Conversation.objects.filter(pk=pk, participants__person=person)
        .annotate(read=F("participants__read_up_to"))
        .first()
    )
