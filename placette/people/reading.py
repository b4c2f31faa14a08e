"""What a neighbour must know before he writes to somebody who has no screen: who will read it."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from .models import Consent, Deed, Holder, Membership, Person, Role


def in_force() -> QuerySet[Consent]:
    """Consents by which somebody may act today: they stand, and the ambassador still is one, and lives there."""
    held = Role.objects.filter(
        person=OuterRef("to"), commune=OuterRef("commune"), name=Role.Name.AMBASSADOR, until__isnull=True
    )
    lives_there = Membership.objects.filter(
        person=OuterRef("to"), commune=OuterRef("commune"), verified_at__isnull=False
    )
    may = Q(holder=Holder.TOWN_HALL) | (Exists(held) & Exists(lives_there) & Q(to__is_active=True))
    return Consent.objects.filter(may, ended_at__isnull=True)


def read_aloud_to(people: Iterable[Person], said: Collection[Deed] = ()) -> list[str]:
    """One sentence for each of them for whom others act. `said`: what was done for them in the conversation that is meant:
    to whom it is due alone opens it. One query where there is one, none otherwise.
    """
    carried = [person for person in people if person.is_carried and person.is_active]
    if not carried:
        return []
    readers: dict[int, list[str]] = {person.pk: [] for person in carried}
    current = in_force().filter(_to_one_of(said), person__in=carried, writes=True)
    for consent in current.select_related("to").order_by("pk"):
        if consent.is_of_town_hall:
            readers[consent.person_id].append(_("la mairie"))
        elif consent.to:
            readers[consent.person_id].append(consent.to.display_name)
    return [_sentence(person, readers[person.pk]) for person in carried]


def _to_one_of(said: Collection[Deed]) -> Q:
    """Those who said it; anybody where nothing was said yet."""
    found = Q()
    for deed in said:
        by = Q(holder=deed.holder)
        found |= by if deed.holder == Holder.TOWN_HALL else by & Q(to=deed.by_id)
    return found


def _sentence(person: Person, readers: list[str]) -> str:
    if not readers:
        return _("%(name)s n’a pas d’écran, et personne ne lui lit ses messages pour le moment.") % {
            "name": person.display_name
        }
    return _("%(name)s n’a pas d’écran : ce que vous écrivez ici lui est lu par %(readers)s.") % {
        "name": person.display_name,
        "readers": _(" et ").join(readers),
    }
