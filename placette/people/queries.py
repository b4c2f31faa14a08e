"""What the pages about people show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from placette.places.models import Commune, Quarter, Waiting

from . import profile, rules
from .models import Membership, Offering, Person, Role
from .standing import Standing

PAGE = 24


@dataclass(frozen=True)
class Profile:
    person: Person
    memberships: list[Membership]
    roles: list[Role]
    offerings: list[Offering]
    sections: list[tuple[str, dict[str, Any]]]


def profile_of(standing: Standing, person_id: int) -> Profile | None:
    """What `standing` may see of a person, None where that is nothing. Four queries and those of the sections."""
    person = (
        Person.objects.filter(pk=person_id, is_active=True)
        .prefetch_related(
            Prefetch("memberships", Membership.objects.select_related("commune", "quarter")),
            Prefetch("roles", Role.objects.filter(until__isnull=True).select_related("commune", "community")),
            "offerings",
        )
        .first()
    )
    if person is None:
        return None
    held = person.memberships.all()
    memberships = [each for each in held if rules.may_see_membership(standing, person, each)]
    if not memberships and standing.person != person:
        return None
    roles = [
        each for each in person.roles.all() if standing.person == person or _is_held_in(each, memberships)
    ]
    shown = [each for section in profile.sections if (each := section(standing, person))]
    return Profile(person, memberships, roles, list(person.offerings.all()), shown)


def _is_held_in(role: Role, memberships: list[Membership]) -> bool:
    """What she does elsewhere is no business of her neighbours here."""
    communes = [each.commune for each in memberships]
    return any(
        role.commune_id == each.pk or (role.community_id and role.community_id == each.community_id)
        for each in communes
    )


def members(commune_code: str, text: str, before: int | None) -> list[Membership]:
    """Verified members of a commune, newest first, one page and one more. Two queries; index membership_verified."""
    found: QuerySet[Membership] = (
        Membership.objects.filter(commune=commune_code, verified_at__isnull=False, person__is_active=True)
        .select_related("person", "quarter")
        .prefetch_related("person__offerings")
        .order_by("-pk")
    )
    if text:
        found = found.filter(
            Q(person__first_name__unaccent__icontains=text)
            | Q(person__offerings__text__unaccent__icontains=text)
        ).distinct()
    if before:
        found = found.filter(pk__lt=before)
    return list(found[: PAGE + 1])


def officers_of(commune_code: str) -> QuerySet[Person]:
    """Those who work for its town hall, and whose accounts are no neighbours' there."""
    return Person.objects.filter(
        roles__name=Role.Name.OFFICER, roles__commune=commune_code, roles__until__isnull=True
    )


def waits(membership: Membership) -> bool:
    """Counted among those who wait for the commune to open its space."""
    waiting = Waiting.objects.filter(commune=membership.commune_id, confirmed_at__isnull=False, left_at=None)
    email = membership.person.email
    return bool(email) and waiting.filter(email=str(email).lower()).exists()


def quarters(commune_code: str) -> QuerySet[Quarter]:
    return Quarter.objects.filter(commune=commune_code).order_by("name")


def commune_with_space(code: str) -> Commune | None:
    return Commune.objects.select_related("space").filter(pk=code).first()
