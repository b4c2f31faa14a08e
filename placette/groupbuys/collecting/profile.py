"""What organising brings to a profile: thanks; and to herself what she has saved."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from placette.groupbuys.collecting import savings
from placette.groupbuys.models import Thanks
from placette.people.models import Membership, Person
from placette.people.standing import Standing

ON_A_PROFILE = 20


def section(standing: Standing, person: Person) -> tuple[str, dict[str, Any]] | None:
    mine = standing.person == person
    thanks = thanks_to(standing, person)
    saved = sum(cents for _campaign, cents in savings.of_person(person)) if mine else 0
    if not thanks and not saved:
        return None
    return "groupbuys/collecting/profile_section.html", {"thanks": thanks, "mine": mine, "saved": saved}


def thanks_to(standing: Standing, person: Person) -> list[Thanks]:
    """She reads them all. A neighbour of hers reads those that she lets be read, by people whose own profile opens for
    him; a town hall alone reads none. One query.
    """
    thanks = Thanks.objects.filter(to=person).select_related("author", "campaign")
    if standing.person != person:
        near = Membership.objects.filter(commune__in=standing.around, verified_at__isnull=False)
        is_known = Q(author=standing.person) | Exists(near.filter(person=OuterRef("author")))
        to_a_neighbour = Exists(near.filter(person=OuterRef("to")))
        thanks = thanks.filter(
            is_known, to_a_neighbour, shown_on_profile=True, author__is_active=True, to__is_active=True
        )
    return list(thanks[:ON_A_PROFILE])
