"""The steps of an agreement, as data, and who may take which one now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from placette.people.standing import Standing

from .models import Agreement, Answer

State = Agreement.State
OPEN = frozenset({State.PROPOSED, State.ACCEPTED})


def is_proposer(agreement: Agreement, person_id: int) -> bool:
    return agreement.proposed_by_id == person_id


def is_asked(agreement: Agreement, person_id: int) -> bool:
    return agreement.proposed_by_id != person_id


def is_either(agreement: Agreement, person_id: int) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    before: State
    after: State
    by: Callable[[Agreement, int], bool]
    needs_trust: bool = False  # entering an agreement, not leaving one
    once_begun: bool = False


STEPS = {
    "accept": Step(State.PROPOSED, State.ACCEPTED, is_asked, needs_trust=True),
    "counter": Step(State.PROPOSED, State.COUNTERED, is_asked, needs_trust=True),
    "decline": Step(State.PROPOSED, State.DECLINED, is_asked),
    "withdraw": Step(State.PROPOSED, State.CANCELLED, is_proposer),
    "cancel": Step(State.ACCEPTED, State.CANCELLED, is_either),
    "done": Step(State.ACCEPTED, State.DONE, is_either, once_begun=True),
    "no_show": Step(State.ACCEPTED, State.NO_SHOW, is_either, once_begun=True),
}


def parties(answer: Answer) -> tuple[int, int]:
    """Who posted and who answered. Wants `answer.listing`."""
    return answer.listing.author_id, answer.person_id


def is_party(standing: Standing, answer: Answer) -> bool:
    return standing.person is not None and standing.person.pk in parties(answer)


def may_propose(standing: Standing, answer: Answer, last: Agreement | None) -> bool:
    """Propose in one's own conversation, verified, while nothing else is open there."""
    return standing.is_verified and is_party(standing, answer) and (last is None or last.state not in OPEN)


def is_trusted(standing: Standing, name: str) -> bool:
    """Who is no longer verified still leaves an agreement, and enters none."""
    return standing.is_verified or not STEPS[name].needs_trust


def may_take(standing: Standing, name: str, agreement: Agreement, now: datetime) -> bool:
    """Is this a step that she can take now? One function for the seven verbs of STEPS."""
    if standing.person is None or not is_party(standing, agreement.answer):
        return False
    return is_trusted(standing, name) and not refusal(name, agreement, standing.person.pk, now)


def may_thank(standing: Standing, agreement: Agreement, already: bool) -> bool:
    return is_party(standing, agreement.answer) and agreement.state == State.DONE and not already


def refusal(name: str, agreement: Agreement, person_id: int, now: datetime) -> str:
    """Why this step cannot be taken now, in a sentence for her; empty when it can."""
    step = STEPS[name]
    if agreement.state != step.before:
        return _overtaken(agreement)
    if not step.by(agreement, person_id):
        return gettext("C’est à l’autre personne de répondre à cette proposition.")
    if step.once_begun and agreement.starts_at and agreement.starts_at > now:
        return gettext("Le moment convenu n’est pas encore arrivé.")
    if name == "accept" and agreement.starts_at and agreement.starts_at < now:
        return gettext("Le moment proposé est déjà passé. Proposez-en un autre.")
    if name == "no_show" and not agreement.starts_at:
        return gettext("Aucun rendez-vous n’était fixé.")
    return ""


def _overtaken(agreement: Agreement) -> str:
    return {
        State.PROPOSED: gettext("Cette proposition attend encore une réponse."),
        State.COUNTERED: gettext("Entre-temps, une autre proposition a remplacé celle-ci."),
        State.DECLINED: gettext("Entre-temps, cette proposition a été déclinée."),
        State.ACCEPTED: gettext("Entre-temps, cette proposition a été acceptée."),
        State.CANCELLED: gettext("Entre-temps, cela a été annulé."),
        State.NO_SHOW: gettext("Entre-temps, le rendez-vous a été noté comme manqué."),
        State.DONE: gettext("C’est déjà noté comme fait."),
    }[State(agreement.state)]
