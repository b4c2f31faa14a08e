"""What two people agree on: proposed, countered, accepted, done; or declined, cancelled, missed. Then thanks.

Every step locks the answer's row, so that of two who press at the same instant one goes first and the other reads why
hers came too late.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.conversations import actions as conversations
from placette.impact import methods
from placette.impact.actions import record_exchange
from placette.listings.agreement_rules import OPEN, STEPS, parties, refusal
from placette.listings.kinds import KINDS
from placette.listings.models import Agreement, Answer, Listing, Quotation, Thanks
from placette.listings.queries.agreements import overlapping
from placette.listings.sentences import facts_of
from placette.notices.actions import notify, withdraw
from placette.people.carried import facts_of as through
from placette.people.models import Deed, Membership, Person

State = Agreement.State


class Refusal(Exception):
    """Why the step cannot be taken, in words for the person."""


def _locked(answer: Answer) -> Answer:
    return (
        Answer.objects.select_for_update(of=("self",))
        .select_related("listing", "conversation")
        .get(pk=answer.pk)
    )


@transaction.atomic
def propose(answer: Answer, by: Person, **terms: Any) -> Agreement:
    """`terms`: what, starts_at, ends_at, price_cents, note. Pressing twice is pressing once."""
    answer = _locked(answer)
    if sent := _open(answer, by, terms):
        return sent
    if Agreement.objects.filter(answer=answer, state__in=OPEN).exists():
        raise Refusal(_("Entre-temps, une autre proposition a été faite. Regardez-la d’abord."))
    agreement = Agreement.objects.create(
        answer=answer, proposed_by=by, holds=held_by(answer.listing), **terms
    )
    _tell(agreement, "proposed", by)
    return agreement


@transaction.atomic
def counter(agreement: Agreement, by: Person, **terms: Any) -> Agreement:
    """Other terms instead of those proposed. Pressing twice is pressing once."""
    answer = _locked(agreement.answer)
    if agreement.proposed_by_id != by.pk and (sent := _open(answer, by, terms)):
        return sent
    agreement = _taken("counter", agreement, by)
    _decide(agreement)
    listing = agreement.answer.listing
    fresh = Agreement.objects.create(answer=agreement.answer, proposed_by=by, holds=held_by(listing), **terms)
    _tell(fresh, "countered", by)
    return fresh


def _open(answer: Answer, by: Person, terms: dict[str, Any]) -> Agreement | None:
    """The proposal of hers that waits for a reply with these very terms: the form was sent twice."""
    return Agreement.objects.filter(answer=answer, proposed_by=by, state=State.PROPOSED, **terms).first()


@transaction.atomic
def take(
    name: str, agreement: Agreement, by: Person, reason: str = "", *, deed: Deed | None = None
) -> Agreement:
    """Any other step: accept, decline, withdraw, cancel, done, no_show. Pressing twice is pressing once.

    `deed`: by whom, where it is not the person herself.
    """
    locked = _locked(agreement.answer)
    current = Agreement.objects.get(pk=agreement.pk)
    if current.state == STEPS[name].after and by.pk in parties(locked):
        return current
    agreement = _taken(name, agreement, by)
    if agreement.state == State.ACCEPTED:
        _hold(agreement)
    if agreement.state in {State.ACCEPTED, State.DECLINED}:
        _decide(agreement)
    else:
        agreement.ended_at, agreement.ended_by, agreement.reason = timezone.now(), by, reason
        agreement.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    if agreement.state == State.DONE:
        write_to_ledger(agreement)
    withdraw(*_overtaken_by(name, agreement))
    _tell(agreement, name, by, deed, reason=reason)
    return agreement


@transaction.atomic
def thank(
    agreement: Agreement,
    author: Person,
    text: str,
    *,
    may_be_quoted: bool = False,
    deed: Deed | None = None,
) -> Thanks:
    """A few words, once each way: other words afterwards are refused. `may_be_quoted`: by the town hall, without her name."""
    answer = _locked(agreement.answer)
    if Agreement.objects.get(pk=agreement.pk).state != State.DONE:
        raise Refusal(_("On remercie une fois que c’est fait."))
    other = next(pk for pk in parties(answer) if pk != author.pk)
    thanks, fresh = Thanks.objects.get_or_create(
        agreement=agreement, author=author, defaults={"to_id": other, "text": text}
    )
    if not fresh and thanks.text != text:
        raise Refusal(_("Vous avez déjà dit merci. Rien n’a été changé."))
    if fresh:
        if may_be_quoted:
            let_quote(thanks, True)
        conversations.record(answer.conversation, "thanked", author, deed=deed, text=text)
        notify(
            [other],
            "thanks",
            f"/messages/{answer.conversation_id}/",
            f"thanks:{thanks.pk}",
            name=author.display_name,
            title=answer.listing.title,
            **through(deed),
            agreement=agreement.pk,
        )
    return thanks


def let_quote(thanks: Thanks, allowed: bool) -> None:
    """Let the town hall quote them without a name, or no longer."""
    if allowed:
        Quotation.objects.get_or_create(thanks=thanks)
    else:
        Quotation.objects.filter(thanks=thanks).delete()


def show_on_profile(thanks: Thanks, shown: bool) -> None:
    thanks.shown_on_profile = shown
    thanks.save(update_fields=["shown_on_profile"])


def _taken(name: str, agreement: Agreement, by: Person) -> Agreement:
    """The agreement moved to the state after this step, under the lock; unsaved."""
    answer = _locked(agreement.answer)
    current = Agreement.objects.get(pk=agreement.pk)
    current.answer = answer
    if why := refusal(name, current, by.pk, timezone.now()):
        raise Refusal(why)
    current.state = STEPS[name].after
    return current


def held_by(listing: Listing) -> Listing | None:
    """The annonce, where its thing is with one neighbour at a time."""
    offered = listing.direction == Listing.Direction.OFFER
    return listing if offered and KINDS[listing.kind].one_at_a_time else None


def _hold(agreement: Agreement) -> None:
    """Refuse what is promised to another neighbour for these dates. lent_to_one_at_a_time keeps it whoever writes;
    the lock lets one of two who accept at the same instant read why, rather than fail.
    """
    if agreement.holds_id is None or agreement.starts_at is None:
        return
    Listing.objects.select_for_update(no_key=True).get(pk=agreement.holds_id)
    if overlapping(agreement).exists():
        raise Refusal(_("Pour ces dates, c’est déjà promis à un autre voisin. Proposez un autre moment."))


def _overtaken_by(name: str, agreement: Agreement) -> list[str]:
    """Keys of the notices that are no news after this step."""
    if name == "withdraw":
        return [f"agreement:{agreement.pk}:{step}" for step in ("proposed", "countered")]
    if name == "cancel":
        return [f"agreement:{agreement.pk}:accept", reminder_key(agreement), moment_past_key(agreement)]
    return [moment_past_key(agreement)] if name in {"done", "no_show"} else []


def reminder_key(agreement: Agreement) -> str:
    return f"tomorrow:{agreement.pk}"


def moment_past_key(agreement: Agreement) -> str:
    return f"moment_past:{agreement.pk}"


def _decide(agreement: Agreement) -> None:
    agreement.decided_at = timezone.now()
    agreement.save(update_fields=["state", "decided_at"])


def _tell(agreement: Agreement, step: str, by: Person, deed: Deed | None = None, **facts: Any) -> None:
    answer = agreement.answer
    terms = facts_of(agreement) if step in {"proposed", "countered"} else {}
    conversations.record(
        answer.conversation,
        step,
        by,
        deed=deed,
        agreement=agreement.pk,
        **terms,
        **{name: value for name, value in facts.items() if value},
    )
    other = next(pk for pk in parties(answer) if pk != by.pk)
    notify(
        [other],
        "agreement",
        f"/messages/{answer.conversation_id}/",
        f"agreement:{agreement.pk}:{step}",
        name=by.display_name,
        title=answer.listing.title,
        step=step,
        agreement=agreement.pk,
        conversation=answer.conversation_id,
        **terms,
        **through(deed),
    )


def write_to_ledger(agreement: Agreement) -> None:
    """What was carried out, once: the answerer counts for the commune where she is verified, her home first."""
    listing = agreement.answer.listing
    owner, answerer = parties(agreement.answer)
    verified = Membership.objects.filter(person=answerer, verified_at__isnull=False)
    home = verified.order_by("purpose").first()  # home before work
    done_at = agreement.ended_at or timezone.now()
    record_exchange(
        source=f"agreement:{agreement.pk}",
        kind=listing.kind,
        commune_code=listing.commune_id,
        other_commune_code=home.commune_id if home else listing.commune_id,
        done_at=done_at,
        minutes=methods.minutes(listing.kind, agreement.starts_at, agreement.ends_at),
        euros_saved_cents=methods.euros_saved_cents(
            listing.kind, listing.category, agreement.starts_at, agreement.ends_at, agreement.price_cents
        ),
        people=(owner, answerer),
    )
