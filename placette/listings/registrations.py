"""What the annonces tell the rooms below: their notices, their part of a conversation and of a profile."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from placette.conversations import subjects
from placette.notices import kinds
from placette.notices.kinds import Group
from placette.notices.models import Preference
from placette.people import profile
from placette.people.models import Person, Role
from placette.people.standing import Standing
from placette.places import events
from placette.places import leaving as places

from . import leaving, sentences, square, thread
from .actions.annonces import move
from .by_mail import agreements, annonces, offered
from .queries.annonces import active_of
from .queries.unanswered import on_the_square

AT_ONCE, DAILY = Preference.Rhythm.AT_ONCE, Preference.Rhythm.DAILY

# name, label, sentence (or what makes it of the facts), icon, where the preferences show it, rhythm
NOTICES = (
    (
        "answer",
        gettext_lazy("On répond à mon annonce"),
        sentences.told_of_answer,
        "message",
        Group.EXCHANGES,
        AT_ONCE,
    ),
    (
        "agreement",
        gettext_lazy("Une proposition, un accord"),
        sentences.told_of_step,
        "hand",
        Group.EXCHANGES,
        AT_ONCE,
    ),
    (
        "tomorrow",
        gettext_lazy("Un rappel la veille"),
        gettext_lazy("Demain : « %(title)s » avec %(name)s."),
        "calendar",
        Group.EXCHANGES,
        AT_ONCE,
    ),
    (
        "moment_past",
        gettext_lazy("Après un rendez-vous : est-ce fait ?"),
        gettext_lazy("« %(title)s » avec %(name)s : est-ce fait ?"),
        "check",
        Group.EXCHANGES,
        AT_ONCE,
    ),
    (
        "thanks",
        gettext_lazy("On me remercie"),
        sentences.told_of_thanks,
        "heart",
        Group.EXCHANGES,
        DAILY,
    ),
    (
        "request_you_can_answer",
        gettext_lazy("Un voisin cherche ce que j’ai"),
        gettext_lazy("Un voisin cherche : « %(title)s ». Pouvez-vous l’aider ?"),
        "search",
        Group.AROUND,
        AT_ONCE,
    ),
    (
        "request_unanswered",
        gettext_lazy("Ambassadeur : une demande sans réponse"),
        gettext_lazy("Sans réponse depuis deux jours : « %(title)s ». Connaissez-vous quelqu’un ?"),
        "hand",
        Group.AROUND,
        AT_ONCE,
    ),
    (
        "helper_found",
        gettext_lazy("Un ambassadeur a trouvé quelqu’un pour moi"),
        gettext_lazy("%(name)s a trouvé quelqu’un pour votre demande « %(title)s »."),
        "hand",
        Group.EXCHANGES,
        AT_ONCE,
    ),
    (
        "helper_gone",
        gettext_lazy("Un ambassadeur n’a finalement trouvé personne"),
        gettext_lazy(
            "Finalement, %(name)s n’a trouvé personne : votre demande « %(title)s » attend toujours."
        ),
        "hand",
        Group.EXCHANGES,
        AT_ONCE,
    ),
    (
        "expires",
        gettext_lazy("Mon annonce va expirer"),
        gettext_lazy("Votre annonce « %(title)s » expire bientôt. La prolonger ?"),
        "clock",
        Group.MINE,
        DAILY,
    ),
)

# Who has the conversation open reads the step there.
GRACES = {"agreement": timedelta(minutes=2)}

# What the e-mail of a notice lets her do at once.
ACTS = {
    "request_you_can_answer": offered.of_request,
    "request_unanswered": offered.of_request,
    "answer": offered.of_answer,
    "agreement": offered.of_step,
    "tomorrow": offered.of_tomorrow,
    "moment_past": offered.of_moment_past,
    "thanks": offered.of_thanks,
    "expires": offered.of_end,
}


def register() -> None:
    annonces.register_acts()
    agreements.register_acts()
    events.merged.append(move)
    places.erasers.append(leaving.erase)
    for name, label, sentence, icon, group, rhythm in NOTICES:
        concerns = _is_ambassador if name == "request_unanswered" else kinds.everybody
        said = sentence if callable(sentence) else partial(_said, sentence)
        grace = GRACES.get(name, timedelta())
        kinds.register(
            kinds.Kind(
                name,
                label,
                said,
                icon,
                group,
                rhythm,
                grace,
                concerns=concerns,
                acts=ACTS.get(name, kinds.nothing),
            )
        )
    about = subjects.Subject(thread.card, thread.panel, thread.sentence, thread.zone, thread.deed)
    subjects.register("listing", about)
    square.sections.insert(0, on_the_square)
    profile.sections.append(_active)
    profile.sections.append(thread.thanks_section)


def _said(sentence: object, facts: dict[str, Any]) -> str:
    return str(sentence) % _Facts(facts)


class _Facts(dict[str, Any]):
    """A fact that an older notice does not have reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _is_ambassador(standing: Standing) -> bool:
    return any(role.name == Role.Name.AMBASSADOR for role in standing.roles)


def _active(standing: Standing, person: Person) -> tuple[str, dict[str, Any]] | None:
    listings = active_of(standing, person.pk)
    return ("listings/profile_section.html", {"listings": listings}) if listings else None
