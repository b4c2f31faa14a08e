"""What the rides tell the rooms below: their notices, their part of a conversation, what moves with a merged commune."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from placette.carpool import by_mail, leaving, sentences, thread
from placette.carpool.actions import meeting_points
from placette.carpool.actions.trips import lock_all, move
from placette.conversations import subjects
from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.places import events
from placette.places import leaving as places


def register() -> None:
    events.merging.append(lock_all)
    events.merged.extend([move, meeting_points.move])
    places.erasers.append(leaving.erase)
    by_mail.register_acts()
    # Who has the conversation open reads the step there.
    grace = timedelta(minutes=2)
    kinds.register(
        Kind(
            "ride",
            _("Mes trajets : demandes et réponses"),
            sentences.told_of_step,
            "car",
            grace=grace,
            acts=by_mail.of_step,
        )
    )
    kinds.register(
        Kind(
            "ride_tomorrow",
            _("Un rappel la veille d’un trajet"),
            sentences.told_of_tomorrow,
            "calendar",
            acts=by_mail.of_tomorrow,
        )
    )
    kinds.register(
        Kind(
            "ride_past",
            _("Après un trajet : a-t-il eu lieu ?"),
            sentences.told_of_past,
            "check",
            acts=by_mail.of_past,
        )
    )
    kinds.register(
        Kind("ride_match", _("Quelqu’un fait la même route"), sentences.told_of_match, "car", Group.AROUND)
    )
    subjects.register(
        "ride", subjects.Subject(thread.card, thread.panel, thread.sentence, thread.zone, thread.deed)
    )
