"""What the annonces tell the rooms below: their notices, their part of a conversation and of a profile."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from placette.conversations import events, subjects
from placette.conversations.models import Conversation, Message
from placette.notices import kinds
from placette.notices.actions import notify
from placette.people import events as people_events
from placette.people import profile
from placette.people.models import Membership, Person
from placette.people.standing import Standing

from . import thread
from .queries.annonces import active_of

NOTICES = (
    (
        "request_you_can_answer",
        gettext_lazy("Un voisin cherche ce que j’ai"),
        gettext_lazy("Un voisin cherche : « %(title)s ». Pouvez-vous l’aider ?"),
        "search",
    ),
    (
        "answer",
        gettext_lazy("On répond à mon annonce"),
        gettext_lazy("%(name)s vous répond : « %(title)s »."),
        "message",
    ),
    (
        "message",
        gettext_lazy("Un message m’attend"),
        gettext_lazy("%(name)s vous a écrit : « %(title)s »."),
        "message",
    ),
    (
        "request_unanswered",
        gettext_lazy("Ambassadeur : une demande sans réponse"),
        gettext_lazy("Sans réponse depuis deux jours : « %(title)s ». Connaissez-vous quelqu’un ?"),
        "hand",
    ),
    (
        "expires",
        gettext_lazy("Mon annonce va expirer"),
        gettext_lazy("Votre annonce « %(title)s » expire bientôt. La prolonger ?"),
        "clock",
    ),
    (
        "agreement",
        gettext_lazy("Une proposition, un accord"),
        gettext_lazy("%(name)s, à propos de « %(title)s » : %(step)s"),
        "hand",
    ),
    (
        "thanks",
        gettext_lazy("On me remercie"),
        gettext_lazy("%(name)s vous remercie pour « %(title)s »."),
        "heart",
    ),
    (
        "tomorrow",
        gettext_lazy("Un rappel la veille"),
        gettext_lazy("Demain : « %(title)s » avec %(name)s."),
        "calendar",
    ),
    (
        "verified",
        gettext_lazy("Ma résidence est confirmée"),
        gettext_lazy("Votre résidence est confirmée : la place vous est ouverte."),
        "shield",
    ),
)


def register() -> None:
    for name, label, sentence, icon in NOTICES:
        kinds.register(kinds.Kind(name, label, partial(_said, sentence), icon))
    subjects.register("listing", subjects.Subject(thread.card, thread.panel, thread.sentence))
    profile.sections.append(_active)
    profile.sections.append(thread.thanks_section)
    events.posted.append(_message_posted)
    people_events.verified.append(_verified)


def _said(sentence: object, facts: dict[str, Any]) -> str:
    return str(sentence) % _Facts(facts)


class _Facts(dict[str, Any]):
    """A fact that an older notice does not have reads as nothing; steps are translated when read."""

    def __missing__(self, key: str) -> str:
        return ""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return thread.step_in_words(value) if key == "step" else value


def _active(standing: Standing, person: Person) -> tuple[str, dict[str, Any]] | None:
    listings = active_of(standing, person.pk)
    return ("listings/profile_section.html", {"listings": listings}) if listings else None


def _message_posted(message: Message, others: list[int]) -> None:
    """Told by e-mail of a first unread message; while it stays unread, further ones add nothing."""
    conversation: Conversation = message.conversation
    if message.author is None or conversation.messages.filter(event="").count() < 2:
        return  # the first message is the answer itself, which has its own notice
    for person in others:
        participant = conversation.participants.get(person=person)
        key = f"message:{conversation.pk}:{participant.read_up_to}"
        notify(
            [person],
            "message",
            f"/messages/{conversation.pk}/",
            key,
            name=message.author.display_name,
            title=conversation.title,
        )


def _verified(membership: Membership) -> None:
    notify([membership.person_id], "verified", "/place/", f"verified:{membership.pk}")
