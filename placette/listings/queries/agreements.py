"""What the thread and the page of agreements show."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from placette.conversations.models import Conversation
from placette.listings.models import Agreement, Answer, Thanks
from placette.people.models import Membership, Person
from placette.people.standing import Standing
from placette.places.names import words

ON_A_PROFILE, ON_HER_OWN = 6, 100


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
        .select_related("answer__listing__author", "answer__person", "answer__conversation")
        .first()
    )


def other_than(standing: Standing, answer: Answer) -> Person:
    """With whom she agrees."""
    return answer.person if answer.listing.author == standing.person else answer.listing.author


def agreements_of(standing: Standing) -> list[Agreement]:
    """Her last hundred agreements, the latest first, without those that another has replaced. One query."""
    mine = Q(answer__person=standing.person) | Q(answer__listing__author=standing.person)
    found = Agreement.objects.filter(mine).exclude(state=Agreement.State.COUNTERED)
    return list(found.select_related("answer__listing__author", "answer__person").order_by("-pk")[:100])


def thanks_by(agreement: Agreement, person_id: int) -> Thanks | None:
    """What she said, and whether the town hall may quote it. One query, by thanks_once."""
    hers = Thanks.objects.filter(agreement=agreement, author=person_id)
    return hers.select_related("quotation").first()


def stories(commune_code: str, most: int = 3) -> list[str]:
    """Thanks of a commune that their authors let its town hall quote, the newest first, each of another author; none
    that says a name of either. One query.
    """
    found = Thanks.objects.filter(
        quotation__isnull=False,
        agreement__answer__listing__commune=commune_code,
        author__is_active=True,
        to__is_active=True,
    ).exclude(text="")
    chosen: dict[int, str] = {}
    for thanks in found.select_related("author", "to").order_by("-quotation__at")[:60]:
        if len(chosen) == most:
            break
        if thanks.author_id not in chosen and not _names(thanks):
            chosen[thanks.author_id] = thanks.text
    return list(chosen.values())


def _names(thanks: Thanks) -> bool:
    """Whether its words hold a name of the two: « Merci Karim » would tell who helped."""
    people = (thanks.author, thanks.to)
    names = " ".join(f"{each.first_name} {each.last_name}" for each in people)
    return bool(_words(thanks.text) & _words(names))


def _words(text: str) -> set[str]:
    return {word for piece in text.split() for word in words(piece)}


def thanks_to(standing: Standing, person: Person) -> list[Thanks]:
    """What a profile shows of its owner's thanks. One query.

    She reads them all. A neighbour of hers reads those that she lets be read, by people whose own profile opens for
    him (people.rules.may_see_membership, by which a town hall alone reads none).
    """
    thanks = Thanks.objects.filter(to=person).exclude(text="").select_related("author").order_by("-at")
    if standing.person == person:
        return list(thanks[:ON_HER_OWN])
    near = Membership.objects.filter(commune__in=standing.around, verified_at__isnull=False)
    is_known = Q(author=standing.person) | Exists(near.filter(person=OuterRef("author")))
    shown = thanks.filter(
        is_known,
        Exists(near.filter(person=OuterRef("to"))),
        shown_on_profile=True,
        author__is_active=True,
        to__is_active=True,
    )
    return list(shown[:ON_A_PROFILE])


def thanks_of(standing: Standing, pk: int) -> Thanks | None:
    """Thanks that were said to her; None for anybody else's."""
    return Thanks.objects.filter(pk=pk, to=standing.person).first()
