"""People and places for tests, without loading France."""

import itertools
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from placette.people.models import Membership, Person, Role
from placette.people.standing import Standing, standing_of
from placette.places.models import Adjacency, Commune, Community, Quarter, Space

NAMES = {"31187": "Fonsorbes", "31499": "Saint-Lys", "75056": "Paris", "97209": "Fort-de-France"}
_numbers = itertools.count(1)
PASSWORD = "un-mot-de-passe-long"


def commune_of(code: str = "31187", *, open: bool = True, community: str = "200068641") -> Commune:
    name = NAMES.get(code, f"Commune {code}")
    Community.objects.get_or_create(
        siren=community, defaults={"name": f"Agglo {community}", "slug": "agglo", "kind": "CA"}
    )
    commune, fresh = Commune.objects.get_or_create(
        code=code,
        defaults={
            "name": name, "of_name": f"de {name}", "slug": slugify(name), "community_id": community,
            "department_code": code[:2], "department_name": "Haute-Garonne", "region_name": "Occitanie",
            "latitude": 43.53, "longitude": 1.23, "population": 13048,
        },
    )  # fmt: skip
    if fresh and open:
        Space.objects.create(commune=commune, opened_at=timezone.now())
    return commune


def touching(code: str, other: str, distance: int = 4000) -> None:
    for a, b in ((code, other), (other, code)):
        Adjacency.objects.get_or_create(
            commune=commune_of(a), neighbour=commune_of(b), defaults={"distance": distance}
        )


def person_of(
    first_name: str = "Jeanne",
    last_name: str = "Martin",
    *,
    lives_in: str | None = "31187",
    verified: bool = True,
    **fields: Any,
) -> Person:
    email = fields.pop("email", f"{first_name.lower()}{next(_numbers)}@example.org")
    person = Person.objects.create(email=email, first_name=first_name, last_name=last_name, **fields)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if lives_in:
        member_of(person, lives_in, verified=verified)
    return person


def member_of(person: Person, code: str, *, verified: bool = True, quarter: str = "") -> Membership:
    commune = commune_of(code)
    named = (
        Quarter.objects.get_or_create(commune=commune, slug=quarter.lower(), defaults={"name": quarter})[0]
        if quarter
        else None
    )
    return Membership.objects.create(
        person=person, commune=commune, quarter=named, verified_at=timezone.now() if verified else None
    )


def officer_of(code: str = "31187") -> Person:
    officer = person_of("Sandrine", "Pagès", lives_in=None)
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of(code))
    return officer


def ambassador_of(code: str = "31187") -> Person:
    ambassador = person_of("Odette", "Séguy", lives_in=code)
    Role.objects.create(person=ambassador, name=Role.Name.AMBASSADOR, commune=commune_of(code))
    return ambassador


def standing(person: Person) -> Standing:
    return standing_of(person)
