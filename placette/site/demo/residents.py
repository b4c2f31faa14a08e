"""Who lives in the demo: about 400 people in Fonsorbes, around it and in the rest of its community."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import h3
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from placette.notices.kinds import KINDS
from placette.notices.models import Preference
from placette.people.models import Membership, Offering, Person, Role, Verification, Vouch
from placette.places.clock import months_later
from placette.places.models import Adjacency, Commune, Quarter, Space, Waiting

from . import accounts
from .chance import DAYS, Chance
from .content.names import ABOUT, FIRST_NAMES, LAST_NAMES, OFFERINGS, QUARTERS

FONSORBES, SAINT_LYS, SEYSSES = "31187", "31499", "31547"
COLOUR = "#1d5f73"
WELCOME = (
    "Bienvenue sur la place de Fonsorbes ! Prêtez, demandez, proposez : c’est fait pour cela.\n"
    "Un doute, une question ? La mairie vous répond au guichet, du lundi au vendredi."
)
AT_HOME, AROUND, ELSEWHERE = 175, 28, 5
WAITS_AT_SEYSSES = 23


@dataclass(frozen=True)
class Newcomer:
    person: Person
    commune: Commune
    born: int
    feminine: bool


def settle(chance: Chance) -> tuple[list[Newcomer], list[Membership]]:
    """Open the spaces, write the people and their memberships."""
    home = Commune.objects.get(code=FONSORBES)
    touching = list(
        Commune.objects.filter(code__in=Adjacency.objects.filter(commune=home).values("neighbour")).order_by(
            "code"
        )
    )
    known = {FONSORBES, *(each.code for each in touching)}
    touching = [each for each in touching if each.code != SEYSSES]
    others = list(
        Commune.objects.filter(community=home.community)
        .exclude(code__in=known)
        .order_by("-population", "code")
    )
    opened, waiting = others[:17], others[17:]
    _open(chance, home, touching, opened)
    _queue(chance, [*waiting, *Commune.objects.filter(code=SEYSSES)])
    newcomers = [
        *_people(chance, home, AT_HOME),
        *(each for commune in touching for each in _people(chance, commune, AROUND)),
        *(each for commune in opened for each in _people(chance, commune, ELSEWHERE)),
    ]
    return newcomers, _write(chance, newcomers, home)


def _open(chance: Chance, home: Commune, touching: list[Commune], others: list[Commune]) -> None:
    tried = chance.now - timedelta(days=80)  # its third month; Saint-Lys begins
    spaces = [
        Space(
            commune=home, opened_at=tried, ends_on=months_later(tried.date(), 3), colour=COLOUR, welcome=WELCOME
        ),
        *(
            Space(commune=each, **_begun(chance) if each.code == SAINT_LYS else _signed(chance, 90 - 9 * n))
            for n, each in enumerate(touching)
        ),
        *(Space(commune=each, **_signed(chance, 35)) for each in others),
    ]  # fmt: skip
    Space.objects.bulk_create(spaces)
    Quarter.objects.bulk_create(
        [
            Quarter(commune_id=code, name=name, slug=slugify(name))
            for code, names in QUARTERS.items()
            for name in names
        ],
        ignore_conflicts=True,
    )


def _begun(chance: Chance) -> dict[str, Any]:
    opened = chance.now - timedelta(days=3)
    return {"opened_at": opened, "ends_on": months_later(opened.date(), 3)}


def _signed(chance: Chance, days: int) -> dict[str, Any]:
    """Under contract since its trial, for some months more."""
    ends_on = (chance.now + timedelta(days=300 - days)).date()
    return {"opened_at": chance.now - timedelta(days=days), "state": Space.State.CONTRACT, "ends_on": ends_on}


def _queue(chance: Chance, communes: list[Commune]) -> None:
    Waiting.objects.bulk_create(
        Waiting(
            commune=commune,
            email=f"attente-{commune.code}-{n}@demo.placette.invalid",
            confirmed_at=chance.moment(60),
        )
        for commune in communes
        for n in range(WAITS_AT_SEYSSES if commune.code == SEYSSES else chance.draw.randint(2, 14))
    )


def _people(chance: Chance, commune: Commune, count: int) -> list[Newcomer]:
    """Unsaved people of a commune."""
    people = []
    for _ in range(count):
        decade = chance.draw.choices(tuple(FIRST_NAMES), weights=(5, 14, 18, 20, 22, 14, 7))[0]
        feminine = chance.likely(0.55)
        first_name = chance.draw.choice(FIRST_NAMES[decade][0 if feminine else 1])
        person = Person(
            first_name=first_name,
            last_name=chance.draw.choice(LAST_NAMES),
            about=chance.draw.choice(ABOUT) if chance.likely(0.45) else "",
            joined_at=_joined(chance, commune),
        )
        people.append(Newcomer(person, commune, decade + chance.draw.randrange(10), feminine))
    return people


def _joined(chance: Chance, commune: Commune) -> datetime:
    """A hundred in the first month at Fonsorbes, then more every week; the communes around came later."""
    if commune.code == FONSORBES:
        return chance.moment(DAYS, 90) if chance.likely(0.58) else chance.moment(90, 1)
    return chance.moment(60, 1)


def _write(chance: Chance, newcomers: list[Newcomer], home: Commune) -> list[Membership]:
    known = make_password(accounts.PASSWORD)  # one for all: it is printed on the first page
    for account in accounts.ALL:
        person = Person(
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            password=known,
            is_operator=account is accounts.OPERATOR,
            joined_at=chance.now - timedelta(days=DAYS - 2),
        )
        newcomers.append(Newcomer(person, home, account.born, account.feminine))
    unusable = make_password(None)
    for number, newcomer in enumerate(newcomers):
        person = newcomer.person
        person.last_seen_on = chance.moment(9).date()
        if not person.email:
            name = slugify(f"{person.first_name} {person.last_name}")
            person.email, person.password = f"{name}.{number}@demo.placette.invalid", unusable
    people = Person.objects.bulk_create([newcomer.person for newcomer in newcomers])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    quarters: dict[str, list[Quarter]] = {}
    for quarter in Quarter.objects.filter(
        commune__in={newcomer.commune.code for newcomer in newcomers}
    ).order_by("id"):
        quarters.setdefault(quarter.commune_id, []).append(quarter)
    memberships = [
        _membership(chance, newcomer.person, newcomer.commune, quarters.get(newcomer.commune.code, []))
        for newcomer in newcomers
        if newcomer.person.email not in {each.email for each in accounts.AT_WORK}
    ]
    Membership.objects.bulk_create(memberships)
    _trust(chance, memberships)
    _offer(chance, people)
    _wish_no_mails(people)
    _roles(chance, memberships, home, {str(person.email): person for person in people})
    return memberships


def _membership(chance: Chance, person: Person, commune: Commune, quarters: list[Quarter]) -> Membership:
    known = person.email in {account.email for account in accounts.ALL}
    latitude = (commune.latitude or 0) + chance.draw.gauss(0, 0.006)
    longitude = (commune.longitude or 0) + chance.draw.gauss(0, 0.008)
    verified = known or chance.likely(0.86)
    return Membership(
        person=person,
        commune=commune,
        quarter=chance.draw.choice(quarters) if quarters else None,
        cell=h3.str_to_int(h3.latlng_to_cell(latitude, longitude, 9)),
        joined_at=person.joined_at,
        verified_at=chance.soon_after(person.joined_at, 96) if verified else None,
    )


def _trust(chance: Chance, memberships: list[Membership]) -> None:
    routes = Verification.Route
    earlier: dict[str, list[Membership]] = {}
    verifications, vouches = [], []
    verified = [(each.verified_at, each) for each in memberships if each.verified_at]
    for at, membership in sorted(verified, key=lambda pair: pair[0]):
        neighbours = earlier.setdefault(membership.commune_id, [])
        route = chance.draw.choices((routes.CODE, routes.VOUCHED, routes.TOWN_HALL), weights=(55, 30, 15))[0]
        if route == routes.VOUCHED and len(neighbours) < 8:
            route = routes.CODE
        verifications.append(Verification(membership=membership, route=route, at=at))
        if route == routes.VOUCHED:
            vouches += [
                Vouch(membership=membership, by=neighbour.person, at=at)
                for neighbour in chance.draw.sample(neighbours, 2)
            ]
        neighbours.append(membership)
    Verification.objects.bulk_create(verifications)
    Vouch.objects.bulk_create(vouches)


def _offer(chance: Chance, people: list[Person]) -> None:
    Offering.objects.bulk_create(
        Offering(person=person, text=text)
        for person in people
        for text in chance.draw.sample(OFFERINGS, chance.draw.choice((0, 0, 1, 1, 2, 3, 4)))
    )


def _wish_no_mails(people: list[Person]) -> None:
    """But for the accounts that somebody tries: the five hundred others would be read by nobody."""
    read = {each.email for each in accounts.ALL}
    Preference.objects.bulk_create(
        Preference(person=person, kind=kind, email=Preference.Rhythm.NEVER)
        for person in people
        if person.email not in read
        for kind in KINDS
    )


def _roles(chance: Chance, memberships: list[Membership], home: Commune, by_email: dict[str, Person]) -> None:
    for account in accounts.AT_WORK:
        TOTP.activate(by_email[account.email], accounts.TOTP_SECRET)
    elders = [each for each in memberships if each.commune_id == FONSORBES and each.verified_at][:6]
    since = chance.now - timedelta(days=DAYS)
    Role.objects.bulk_create(
        [
            Role(person=by_email[accounts.OFFICER.email], name=Role.Name.OFFICER, commune=home, since=since),
            Role(person=by_email[accounts.SOCIAL.email], name=Role.Name.SOCIAL, commune=home, since=since),
            Role(
                person=by_email[accounts.TERRITORY.email],
                name=Role.Name.TERRITORY_OFFICER,
                community=home.community,
                since=since,
            ),
            *(
                Role(person=each.person, name=Role.Name.AMBASSADOR, commune=home, since=since)
                for each in elders[:5]
            ),
            Role(person=elders[5].person, name=Role.Name.ELECTED, commune=home, since=since),
        ]
    )
