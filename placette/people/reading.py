"""What a neighbour must know before he writes to somebody who has no screen: who will read it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import Consent, Person


def read_aloud_to(people: Iterable[Person]) -> list[str]:
    """One sentence for each of them for whom others act. One query where there is one, none otherwise."""
    carried = [person for person in people if person.is_carried and person.is_active]
    if not carried:
        return []
    readers: dict[int, list[str]] = {person.pk: [] for person in carried}
    current = Consent.objects.filter(person__in=carried, ended_at__isnull=True, writes=True)
    for consent in current.select_related("to").order_by("pk"):
        if consent.is_of_town_hall:
            readers[consent.person_id].append(_("la mairie"))
        elif consent.to:
            readers[consent.person_id].append(consent.to.display_name)
    return [_sentence(person, readers[person.pk]) for person in carried]


def _sentence(person: Person, readers: list[str]) -> str:
    if not readers:
        return _("%(name)s n’a pas d’écran, et personne ne lui lit ses messages pour le moment.") % {
            "name": person.display_name
        }
    return _("%(name)s n’a pas d’écran : ce que vous écrivez ici lui est lu par %(readers)s.") % {
        "name": person.display_name,
        "readers": _(" et ").join(readers),
    }
