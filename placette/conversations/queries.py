"""What the pages of conversations show."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from placette.core.prepared import PreparedCount
from placette.people.models import Deed, Person

from .models import Conversation, Message, Participant
from .subjects import SUBJECTS

PAGE = 50
CONVERSATIONS_A_PAGE = 30


@dataclass(frozen=True)
class Row:
    conversation: Conversation
    others: list[Person]
    last: Message | None
    unread: int


@dataclass(frozen=True)
class Inbox:
    rows: list[Row]
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Thread:
    """Messages in their order. `earlier`: there are older ones before the first of these."""

    messages: list[Message]
    earlier: bool


def unread(person_id: int) -> int:
    """Conversations with something new for her. One query; index message_thread."""
    return UNREAD(person_id)


def _news() -> QuerySet[Message]:
    """What a participant has not read: the others' messages after her mark."""
    later = Message.objects.filter(conversation=OuterRef("conversation"), pk__gt=OuterRef("read_up_to"))
    return later.exclude(author=OuterRef("person"))


UNREAD = PreparedCount(lambda person: Participant.objects.filter(Exists(_news()), person=person), int)


def inbox(
    person: Person, page: int = 1, among: QuerySet[Conversation] | None = None, heard: Q | None = None
) -> Inbox:
    """Conversations of hers, the last used first; `among`: some of them; `heard`: the messages that may be new to who
    reads. Three queries, however many there are; index message_thread.
    """
    last = Message.objects.filter(conversation=OuterRef("conversation")).order_by("-pk").values("pk")[:1]
    unheard = _news() if heard is None else _news().filter(heard)
    news = unheard.order_by().values("conversation").annotate(number=Count("pk")).values("number")
    participants = Participant.objects.select_related("person").order_by("pk")
    start = (page - 1) * CONVERSATIONS_A_PAGE
    hers = Participant.objects.filter(person=person)
    mine = (
        (hers if among is None else hers.filter(conversation__in=among))
        .annotate(last=Subquery(last), news=Coalesce(Subquery(news, IntegerField()), 0))
        .select_related("conversation")
        .prefetch_related(Prefetch("conversation__participants", participants))
        .order_by("-conversation__last_message_at", "-pk")[start : start + CONVERSATIONS_A_PAGE + 1]
    )
    found = list(mine)
    shown = found[:CONVERSATIONS_A_PAGE]
    messages = Message.objects.select_related("author").in_bulk([each.last for each in shown if each.last])
    return Inbox(
        [
            Row(
                each.conversation,
                [
                    other.person
                    for other in each.conversation.participants.all()
                    if other.person_id != person.pk
                ],
                messages.get(each.last),
                each.news,
            )
            for each in shown
        ],
        previous_url=f"?page={page - 1}" if page > 1 else "",
        next_url=f"?page={page + 1}" if len(found) > len(shown) else "",
    )


def thread(conversation: Conversation, after: int = 0, before: int = 0, among: Q | None = None) -> Thread:
    """A page of messages: the first ones after an id, the last ones before an id, or the newest; `among`: some of them.

    One query; index message_thread.
    """
    messages = Message.objects.filter(conversation=conversation).select_related("author", "deed__by")
    if among is not None:
        messages = messages.filter(among)
    if after:
        return Thread(list(messages.filter(pk__gt=after).order_by("pk")[:PAGE]), earlier=False)
    if before:
        messages = messages.filter(pk__lt=before)
    found = list(messages.order_by("-pk")[: PAGE + 1])
    return Thread(found[:PAGE][::-1], earlier=len(found) > PAGE)


def others(conversation: Conversation, person: Person) -> list[Person]:
    """One query."""
    found = Participant.objects.filter(conversation=conversation).exclude(person=person)
    return [each.person for each in found.select_related("person").order_by("pk")]


def said_for(conversation: Conversation, people: Collection[Person]) -> list[Deed]:
    """What was done in it in the names of those of these people who have no screen. Two queries where there is one, none
    otherwise.
    """
    carried = [each.pk for each in people if each.is_carried]
    if not carried:
        return []
    spoken = Deed.objects.filter(messages__conversation=conversation, messages__author__in=carried)
    subject = SUBJECTS.get(conversation.subject_kind)
    begun = subject.deed(conversation) if subject else None
    return [*spoken, *([begun] if begun and begun.consent.person_id in carried else [])]


def conversation_of(person: Person, pk: int) -> Conversation | None:
    """Her conversation with `read_up_to`, her mark; None for anybody else's, whatever his role. One query."""
    mark = Participant.objects.filter(conversation=OuterRef("pk"), person=person).values("read_up_to")
    hers = Conversation.objects.annotate(read_up_to=Subquery(mark)).filter(read_up_to__isnull=False)
    return hers.filter(pk=pk).first()
