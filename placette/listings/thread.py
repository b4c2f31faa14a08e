"""How an annonce and its agreement show themselves in a conversation."""

from datetime import datetime, tzinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from placette.conversations.models import Conversation, Message
from placette.core.moments import span_in_words, will_be_reminded_of
from placette.people.models import Deed, Person
from placette.people.standing import Standing

from . import agreement_rules as rules
from . import rules as of_listings
from . import sentences
from .forms.agreements import ProposalForm
from .models import Agreement
from .queries import agreements as queries

State = Agreement.State


def card(conversation: Conversation, standing: Standing) -> tuple[str, dict[str, Any]] | None:
    answer = queries.about(conversation)
    return ("listings/agreements/card.html", {"listing": answer.listing}) if answer else None


def panel(
    conversation: Conversation, standing: Standing, form: ProposalForm | None = None
) -> tuple[str, dict[str, Any]] | None:
    """The state of the agreement in one sentence, and only the steps that can be taken now."""
    answer = queries.about(conversation)
    if answer is None or standing.person is None:
        return None
    agreement = queries.last_of(answer)
    now = timezone.now()
    possible = {name for name in rules.STEPS if agreement and rules.may_take(standing, name, agreement, now)}
    if form is None:
        held = agreement if agreement and agreement.state == State.PROPOSED else None
        form = ProposalForm(listing=answer.listing, held=held)
    may_propose = rules.may_propose(standing, answer, agreement)
    done = agreement is not None and agreement.state == State.DONE
    said = queries.thanks_by(agreement, standing.person.pk) if done and agreement else None
    return (
        "listings/agreements/panel.html",
        {
            "answer": answer,
            "agreement": agreement,
            "steps": possible,
            # A proposal waits for her: the page shows it first.
            "asks": "decline" in possible,
            "form": form,
            "when": span_in_words(agreement.starts_at, agreement.ends_at, now)
            if agreement and agreement.starts_at
            else "",
            "what_now": _what_now(agreement, now),
            "mine": agreement is not None and agreement.proposed_by_id == standing.person.pk,
            "may_propose": may_propose,
            "takes_terms": may_propose or "counter" in possible,
            "may_thank": done
            and agreement is not None
            and rules.may_thank(standing, agreement, said is not None),
            "said": said if said and said.text else None,
            "is_quoted": hasattr(said, "quotation"),
            "may_settle": done and of_listings.may_settle(standing, answer.listing),
            "phrases": [
                _("Merci beaucoup !"),
                _("Merci, tout s’est très bien passé."),
                _("Un grand merci pour votre temps."),
            ],
        },
    )


def _what_now(agreement: Agreement | None, now: datetime) -> str:
    """What follows a « D’accord »; nothing once the moment has come: then « C’est fait » stands there."""
    if agreement is None or agreement.state != State.ACCEPTED:
        return ""
    if agreement.starts_at is None:
        return _("C’est convenu, sans date fixée. Quand ce sera fait, dites-le ici.")
    if agreement.starts_at <= now:
        return ""
    if will_be_reminded_of(agreement.starts_at, now):
        return _("C’est convenu. Nous vous le rappellerons la veille ; ensuite vous direz ici si c’est fait.")
    return _("C’est convenu. Ensuite, vous direz ici si c’est fait.")


def zone(conversation: Conversation) -> tzinfo:
    answer = queries.about(conversation)
    return answer.listing.zone if answer else timezone.get_default_timezone()


def deed(conversation: Conversation) -> Deed | None:
    found = Deed.objects.filter(listings__answers__conversation=conversation)
    return found.select_related("consent").first()


def sentence(message: Message, standing: Standing) -> str:
    """The line of a step in the thread."""
    author = message.author
    name = author.display_name if author and author.is_active else _("Ancien membre")
    if message.event == "thanked":
        text = message.facts.get("text", "")
        return (
            _("%(name)s dit merci : « %(text)s »") % {"name": name, "text": text}
            if text
            else _("%(name)s dit merci.") % {"name": name}
        )
    line = sentences.of_step(message.event, name, message.facts)
    reason = message.facts.get("reason", "")
    return f"{line}\u00a0: «\u00a0{reason}\u00a0»" if reason else line


def thanks_section(standing: Standing, person: Person) -> tuple[str, dict[str, Any]] | None:
    thanks = queries.thanks_to(standing, person)
    facts = {"thanks": thanks, "mine": standing.person == person}
    return ("listings/agreements/thanks_section.html", facts) if thanks else None
