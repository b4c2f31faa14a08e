"""What the thread and the page of agreements show."""

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from placette.conversations.models import Conversation
from placette.listings.models import Agreement, Answer, Thanks
from placette.people.standing import Standing


def answer_of(conversation_id: int) -> Answer | None:
    return _answers().filter(conversation=conversation_id).first()


def about(conversation: Conversation) -> Answer | None:
    """The answer that opened this conversation. One query, however often a page asks."""
    prefetch_related_objects([conversation], Prefetch("answer", _answers()))
    return getattr(conversation, "answer", None)


def _answers() -> QuerySet[Answer]:
    return Answer.objects.select_related("listing__author", "listing__commune", "person", "conversation")


def last_of(answer: Answer) -> Agreement | None:
    agreement = Agreement.objects.filter(answer=answer).order_by("-pk").first()
    if agreement:
        agreement.answer = answer
    return agreement


def overlapping(agreement: Agreement) -> QuerySet[Agreement]:
    """What others have agreed on the same thing for some of the same time. Index lent_to_one_at_a_time."""
    start, end = agreement.starts_at, agreement.ends_at
    others = Agreement.objects.filter(holds=agreement.holds_id, state=Agreement.State.ACCEPTED)
    ends_after = Q(ends_at__gt=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    begins_before = Q(starts_at__lt=end) if end else Q(starts_at__lte=start)
    return others.filter(ends_after, begins_before).exclude(pk=agreement.pk)


def agreement_of(standing: Standing, pk: int) -> Agreement | None:
    """An agreement in which she takes part; None for anybody else's."""
    mine = Q(answer__person=standing.person) | Q(answer__listing__author=standing.person)
    return (
        Agreement.objects.filter(mine, pk=pk)
        .select_related("answer__listing", "answer__conversation")
        .first()
    )


def agreements_of(standing: Standing) -> list[Agreement]:
    """Her last hundred agreements, the latest first, without those that another has replaced. One query."""
    mine = Q(answer__person=standing.person) | Q(answer__listing__author=standing.person)
    found = Agreement.objects.filter(mine).exclude(state=Agreement.State.COUNTERED)
    return list(found.select_related("answer__listing__author", "answer__person").order_by("-pk")[:100])


def has_thanked(agreement: Agreement, person_id: int) -> bool:
    return Thanks.objects.filter(agreement=agreement, author=person_id).exists()


def thanks_to(person_id: int) -> list[Thanks]:
    """What a profile shows, where its owner lets it. One query."""
    shown = Thanks.objects.filter(to=person_id, shown_on_profile=True).exclude(text="")
    return list(shown.select_related("author").order_by("-at")[:6])
