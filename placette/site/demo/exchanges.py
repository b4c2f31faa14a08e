"""What became of the annonces: answers, conversations, agreements, thanks, and their trace in the ledger."""

from datetime import timedelta

from placette.conversations.models import Conversation, Message, Participant
from placette.impact.actions import record_first_answer, record_request
from placette.listings.actions.agreements import held_by, write_to_ledger
from placette.listings.models import Agreement, Answer, Listing, Thanks
from placette.listings.queries.agreements import overlapping
from placette.listings.sentences import facts_of
from placette.notices.models import Notice
from placette.people.models import Membership
from placette.places.models import Adjacency

from . import accounts
from .chance import Chance
from .content import talk

State = Agreement.State


def exchange(chance: Chance, listings: list[Listing], memberships: list[Membership]) -> int:
    """Answers for two annonces in three; returns the number of completed agreements."""
    near = _neighbours(memberships)
    done = 0
    for listing in listings:
        if listing.direction == Listing.Direction.REQUEST:
            record_request(
                f"listing:{listing.pk}",
                listing.kind,
                listing.commune_id,
                listing.created_at,
                by=listing.author_id,
            )
        if not chance.likely(0.66) or chance.now - listing.created_at < timedelta(hours=2):
            continue
        pool = [each for each in near[listing.commune_id] if each.person_id != listing.author_id]
        for number, member in enumerate(
            chance.draw.sample(pool, min(len(pool), chance.draw.choice((1, 1, 1, 2, 2, 3))))
        ):
            done += _answer(chance, listing, member, first=number == 0)
    _tell_hosts(chance)
    return done


def _neighbours(memberships: list[Membership]) -> dict[str, list[Membership]]:
    by_commune: dict[str, list[Membership]] = {}
    for membership in memberships:
        if membership.verified_at:
            by_commune.setdefault(membership.commune_id, []).append(membership)
    touching: dict[str, list[str]] = {}
    for commune, neighbour in Adjacency.objects.filter(commune__in=by_commune).values_list(
        "commune", "neighbour"
    ):
        touching.setdefault(commune, []).append(neighbour)
    # People of one's own commune answer three times out of four.
    return {
        code: own * 3 + [each for other in touching.get(code, []) for each in by_commune.get(other, [])]
        for code, own in by_commune.items()
    }


def _answer(chance: Chance, listing: Listing, member: Membership, first: bool) -> int:
    if Answer.objects.filter(listing=listing, person=member.person).exists():
        return 0
    at = chance.soon_after(
        max(listing.created_at, member.verified_at or listing.created_at), 20 if first else 60
    )
    request = listing.direction == Listing.Direction.REQUEST
    conversation = Conversation.objects.create(
        subject_kind="listing", subject_id=listing.pk, title=listing.title, created_at=at, last_message_at=at
    )
    answer = Answer.objects.create(listing=listing, person=member.person, conversation=conversation, at=at)
    if first:
        Listing.objects.filter(pk=listing.pk).update(answered_at=at)
        if request:
            record_first_answer(f"listing:{listing.pk}", at)
    opening = chance.draw.choice(talk.ANSWERS_TO_REQUEST if request else talk.ANSWERS_TO_OFFER)
    lines: list[tuple] = [(member.person, opening, "", {})]  # type: ignore[type-arg]
    lines.extend(
        ((listing.author, member.person)[number % 2], chance.draw.choice(talk.FOLLOW_UPS), "", {})
        for number in range(chance.draw.choice((0, 1, 2, 2, 3, 4)))
    )
    agreement = _agree(chance, answer, listing, member, at) if chance.likely(0.75 if first else 0.2) else None
    if agreement:
        lines += _steps(agreement, listing, member)
    messages = []
    moment = at
    for author, body, event, facts in lines:
        messages.append(
            Message(
                conversation=conversation, author=author, body=body, event=event, facts=facts, sent_at=moment
            )
        )
        moment = chance.soon_after(moment, 5)
    messages = Message.objects.bulk_create(messages)
    read = messages[-1].pk if chance.now - moment > timedelta(days=1) else messages[0].pk - 1
    Conversation.objects.filter(pk=conversation.pk).update(last_message_at=messages[-1].sent_at)
    Participant.objects.bulk_create(
        [
            Participant(conversation=conversation, person=listing.author, read_up_to=read),
            Participant(conversation=conversation, person=member.person, read_up_to=messages[-1].pk),
        ]
    )
    return int(agreement is not None and agreement.state == State.DONE)


def _agree(chance: Chance, answer: Answer, listing: Listing, member: Membership, at) -> Agreement:  # type: ignore[no-untyped-def]
    proposed_at = chance.soon_after(at, 10)
    starts_at = (proposed_at + timedelta(days=chance.draw.randint(1, 6))).replace(
        minute=0, second=0, microsecond=0
    )
    ends_at = starts_at + (
        timedelta(days=2) if listing.kind == "loan" else timedelta(hours=chance.draw.choice((1, 1, 2, 3)))
    )
    past = ends_at < chance.now
    state = chance.draw.choices(
        (State.DONE, State.CANCELLED, State.DECLINED, State.NO_SHOW)
        if past
        else (State.ACCEPTED, State.PROPOSED, State.DECLINED),
        weights=(82, 7, 8, 3) if past else (60, 32, 8),
    )[0]
    proposer = chance.draw.choice((listing.author, member.person))
    agreement = Agreement(
        answer=answer,
        proposed_by=proposer,
        holds=held_by(listing),
        what=listing.title,
        starts_at=starts_at,
        ends_at=ends_at,
        price_cents=listing.price_cents or 0,
        state=state,
        proposed_at=proposed_at,
        decided_at=None if state == State.PROPOSED else chance.soon_after(proposed_at, 10),
        ended_at=chance.soon_after(ends_at, 10)
        if state in {State.DONE, State.CANCELLED, State.NO_SHOW}
        else None,
        ended_by=listing.author if state in {State.DONE, State.CANCELLED, State.NO_SHOW} else None,
    )
    if state == State.ACCEPTED and agreement.holds and overlapping(agreement).exists():
        agreement.state = State.DECLINED
    agreement.save()
    if state == State.DONE:
        _finish(chance, agreement, listing, member)
    return agreement


def _finish(chance: Chance, agreement: Agreement, listing: Listing, member: Membership) -> None:
    write_to_ledger(agreement)
    for author, to in ((listing.author, member.person), (member.person, listing.author)):
        if chance.likely(0.6):
            Thanks.objects.create(
                agreement=agreement,
                author=author,
                to=to,
                text=chance.draw.choice(talk.THANKS),
                at=chance.soon_after(agreement.ended_at or chance.now, 30),
            )


def _steps(agreement: Agreement, listing: Listing, member: Membership) -> list[tuple]:  # type: ignore[type-arg]
    proposer = agreement.proposed_by
    other = member.person if proposer == listing.author else listing.author
    lines = [(proposer, "", "proposed", {"agreement": agreement.pk, **facts_of(agreement)})]
    if agreement.state == State.DECLINED:
        lines.append((other, "", "decline", {}))
    elif agreement.state != State.PROPOSED:
        lines.append((other, "", "accept", {}))
    ending = {State.DONE: "done", State.CANCELLED: "cancel", State.NO_SHOW: "no_show"}.get(
        State(agreement.state)
    )
    if ending:
        lines.append((listing.author, "", ending, {}))
    return lines


def _tell_hosts(chance: Chance) -> None:
    """The notices that the two residents of the demo find on their first visit, already mailed."""
    hosts = {accounts.RESIDENT.email, accounts.SECOND.email}
    answers = (
        Answer.objects.filter(listing__author__email__in=hosts)
        .select_related("listing", "person")
        .order_by("at")
    )
    Notice.objects.bulk_create(
        Notice(
            person_id=answer.listing.author_id,
            kind="answer",
            url=f"/messages/{answer.conversation_id}/",
            key=f"answer:{answer.pk}",
            facts={
                "name": answer.person.display_name,
                "title": answer.listing.title,
                "direction": answer.listing.direction,
            },
            created_at=answer.at,
            emailed_at=answer.at,
            seen_at=answer.at if chance.now - answer.at > timedelta(days=3) else None,
        )
        for answer in answers
    )
