"""Every address of the site, for everybody who may come by: doors.toml says who is let in, and nobody else is.

It carries decision 9 too: whoever works for a town hall, a community or the site meets no word of residents' exchanges.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from placette.people.models import Person
from placette.people.tests.factories import commune_of, person_of, touching

from .village import COMERS, OF_THE_MAIRIE, THEIRS, numbers_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bare_doors")]
DOORS = tomllib.loads((Path(__file__).parent / "doors.toml").read_text())["doors"]
WHO = tuple(COMERS)
# The library's own doors, which open to whoever has an account: its tests are not ours to repeat.
OF_A_LIBRARY = ("compte/", "langue/")


def test_every_address_of_the_site_has_a_line():
    lines = [address for door in DOORS for address in door["addresses"]]

    assert len(lines) == len(set(lines)), "an address has one line"
    assert set(addresses(get_resolver())) == set(lines)
    assert all(set(WHO) <= set(door) for door in DOORS), "a door says something of everybody"


@pytest.mark.parametrize("who", WHO)
def test_a_door_opens_to_whom_it_says_and_tells_a_town_hall_nothing_of_its_residents(village, who):
    _jeanne, numbers = village
    expected = {address: door[who] for door in DOORS for address in door["addresses"]}
    client = come_by(COMERS[who]())

    found, told = {}, set()
    for address in expected:
        answers = list(asked(client, filled(address, numbers)))
        found[address] = " / ".join(dict.fromkeys(filter(None, map(opens, answers))))
        if any(THEIRS in words(each) for each in answers):
            told.add(address)

    assert {address: said for address, said in found.items() if said != expected[address]} == {}
    if who in OF_THE_MAIRIE:
        assert told <= READ_BY.get(who, set())


def test_these_words_are_there_to_be_found(village):
    """Or nothing would be proved of the town halls."""
    jeanne, numbers = village
    client = come_by(jeanne)

    for address in ("place/", "annonces/<int:pk>/", "messages/<int:conversation_id>/", "accords/", "ccas/"):
        assert any(THEIRS in words(answer) for answer in asked(client, filled(address, numbers))), address


# An operator decides a report of a purchase and must read which; the social service is written to.
READ_BY = {
    "operator": {"signalements/achats/", "signalements/achats/<int:pk>/"},
    "social": {"mairie/ccas/", "mairie/ccas/<int:pk>/"},
}
# What an address names, by how it begins: the first that fits.
NAMED = (
    ("annonces/", {"pk": "listing"}),
    ("api/v1/listings", {"pk": "listing"}),
    ("api/v1/purchases", {"pk": "purchase"}),
    ("api/v1/announcements", {"pk": "announcement"}),
    ("messages/", {"conversation_id": "conversation"}),
    ("accords/", {"pk": "agreement", "name": "cancel"}),
    ("moi/mercis/", {"pk": "thanks"}),
    ("avis/", {"notice_id": "notice"}),
    ("habitants/", {"person_id": "jeanne"}),
    ("trajets/aller/", {"pk": "way"}),
    ("trajets/partenaires/", {"pk": "partner"}),
    ("trajets/", {"pk": "trip"}),
    ("places/", {"pk": "booking"}),
    ("standard-covoiturage/", {"pk": "partner"}),
    ("equipages/", {"pk": "crew", "other": "companion"}),
    ("signalements/achats/", {"pk": "purchase report"}),
    ("achats/merci/", {"thanks": "purchase thanks"}),
    ("achats/<int:pk>/devis/", {"pk": "asking", "quote": "quote"}),
    ("achats/<int:pk>/modifier/", {"pk": "asking"}),
    ("achats/<int:pk>/publier/", {"pk": "asking"}),
    ("achats/", {"pk": "purchase", "share": "share", "slot": "slot"}),
    ("actualites/", {"pk": "announcement"}),
    ("consultations/", {"pk": "poll"}),
    ("mairie/actualites/", {"pk": "draft"}),
    ("mairie/consultations/", {"pk": "draft poll"}),
    ("mairie/points/", {"pk": "point"}),
    ("mairie/tableau/", {"name": "inscrits"}),
    ("signalements/", {"pk": "report"}),
    ("idees/", {"pk": "idea"}),
    ("mairie/signalements/", {"pk": "report"}),
    ("mairie/idees/", {"pk": "idea"}),
    ("ccas/", {"pk": "letter"}),
    ("mairie/ccas/", {"pk": "letter"}),
    ("pour/", {"pk": "carried"}),
    ("mairie/invitations/", {"pk": "invited"}),
    ("mairie/equipe/", {"pk": "role"}),
    ("mairie/annuaire/", {"name": "associations", "pk": "association"}),
)
# Names that mean the same wherever they stand; what is no number of the village is a token that nobody was given.
EVERYWHERE = {
    "code": "31187", "key": "31187-fonsorbes", "section": "communes", "day": "1", "width": "400", "year": "2025",
    "photo_name": f"2026/11/{'a' * 32}", "uuid": "00000000-0000-4000-8000-000000000000", "part": "972", "suffix": "pdf",
}  # fmt: skip


@pytest.fixture
def village() -> Iterator[tuple[Person, dict[str, str]]]:
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False):
        touching("31187", "31499")
        commune_of("75056", community="200054781")
        jeanne, karim = person_of(), person_of("Karim", "Benali")
        yield jeanne, numbers_of(jeanne, karim)


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif isinstance(each, URLPattern) and not path.startswith(OF_A_LIBRARY):
            yield path


def come_by(comer: Person | None) -> Client:
    client = Client()
    if comer:
        client.force_login(comer)
    return client


def filled(address: str, numbers: dict[str, str]) -> str:
    """With the numbers of what has happened in the village in its places."""
    named = next((named for start, named in NAMED if address.startswith(start)), {})

    def place(found: re.Match[str]) -> str:
        kind, _, name = found[1].rpartition(":")
        said = named.get(name) or EVERYWHERE.get(kind) or EVERYWHERE.get(name) or "1"
        return numbers.get(said, said)

    return "/" + re.sub(r"<([^>]+)>", place, address)


def asked(client: Client, path: str) -> Iterator[HttpResponse]:
    """Read, then acted upon with nothing typed; nothing of either remains. Whoever was refused the one at a door was
    refused both: it stands before the method.
    """
    for method in (client.get, client.post):
        with transaction.atomic():
            answer = method(path)
            yield answer
            transaction.set_rollback(True)
        if opens(answer) not in {"", "open"}:
            return


def words(answer: HttpResponse) -> str:
    return (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")


def opens(answer: HttpResponse) -> str:
    """« open », « sign in », « closed » (it is said what is missing) or « hidden »; nothing where it is not done."""
    to = answer.get("Location", "")
    if answer.status_code == 405:
        return ""
    if answer.status_code == 401 or to.startswith("/compte/login/"):
        return "sign in"
    if answer.status_code == 403 or to.startswith("/bienvenue/"):
        return "closed"
    return "hidden" if answer.status_code == 404 else "open"
