"""Every address of the site, for everybody who may come by: doors.toml says who is let in, and nobody else is.

It carries decision 9 too: whoever works for a town hall, a community or the site meets no word of residents' exchanges.
"""

import io
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
import time_machine
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.safestring import SafeString

from placette.people.models import Person

from .village import Village, founded
from .village.named import filled, typed
from .village.neighbours import THEIRS
from .village.people import ON_THE_SQUARE, WHO

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bare_doors")]
TABLE = tomllib.loads((Path(__file__).parent / "doors.toml").read_text())
DOORS, TO_NOBODY = TABLE["doors"], TABLE["to_nobody"]
# The library's own doors, which open to whoever has an account: its tests are not ours to repeat.
OF_A_LIBRARY = ("compte/", "langue/")
# Whoever was given the link reads it: a relative, a supplier, one's own calendar.
BY_ITS_LINK = {"suivi/<str:token>/", "devis/<str:token>/", "covoiturage/agenda/<uuid:key>.ics"}
# An operator decides a report of a purchase and must read which; the social service is written to.
READ_BY = {
    "operator": {"avis/", "signalements/achats/", "signalements/achats/<int:pk>/"},
    "social": {"mairie/ccas/<int:pk>/"},
}
# At each of these desks one is asked for the second factor.
AT_A_DESK = ("officer", "social", "territory_officer", "operator")


def said_of(door: Mapping[str, list[str]]) -> dict[str, str]:
    """What it says to everybody: « hidden » to whom it does not name."""
    said = dict.fromkeys(WHO, "hidden")
    for what, people in door.items():
        if what != "addresses":
            said |= dict.fromkeys(people, what)
    return said


SAID = {address: said_of(door) for door in DOORS for address in door["addresses"]}


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("village")


@pytest.fixture(scope="module")
def _founded(django_db_setup, django_db_blocker, papers) -> Iterator[Village]:
    """One for all who come by: nothing that they do remains."""
    now = time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False)
    with django_db_blocker.unblock(), now, override_settings(MEDIA_ROOT=papers), undone():
        yield founded()


@pytest.fixture
def village(_founded, papers, settings) -> Village:
    settings.MEDIA_ROOT = papers
    return _founded


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_of_the_site_has_a_line():
    lines = [address for door in DOORS for address in door["addresses"]]

    assert len(lines) == len(set(lines)), "an address has one line"
    assert set(addresses(get_resolver())) == set(lines)
    assert {who for door in DOORS for who in said_of(door)} == set(WHO), "a door speaks of people who come by"


def test_every_address_opens_to_somebody():
    """Or it would prove nothing that it is hidden from the others; to_nobody says why some do not."""
    lets_in = ("open", "said")
    shut = {
        address
        for address, said in SAID.items()
        if not any(each.startswith(lets_in) for each in said.values())
    }

    assert shut == set(TO_NOBODY)


def test_an_officer_of_another_town_hall_finds_nothing_by_its_number():
    numbered = {
        each
        for each in SAID
        if "<int:pk>" in each and each.startswith(("mairie/", "pour/", "devis/", "contrats/"))
    }

    # There her own desk says that it is gone already, as to who presses twice.
    gone = {each for each in numbered if SAID[each]["officer_elsewhere"] != "hidden"}
    assert gone == {each for each in numbered if each.startswith("mairie/annuaire/import/")} | {
        "mairie/annuaire/<slug:name>/<int:pk>/retirer/",
        "mairie/equipe/invitations/<int:pk>/retirer/",
    }


@pytest.mark.parametrize("who", WHO)
def test_a_door_opens_to_whom_it_says_and_tells_a_town_hall_nothing_of_its_residents(
    village, monkeypatch, who
):
    reads = who not in ON_THE_SQUARE
    if not reads:  # what would be drawn is theirs to read: other tests do
        monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: SafeString(""))
    client = come_by(village.people.get(who))

    found: dict[str, str] = {}
    told: set[str] = set()
    for address in SAID:
        with undone():
            answers = list(asked(client, filled(address, village.things), typed(address)))
        if reads and any(THEIRS in inflated(body) for _opens, body in answers):
            told.add(address)
        found[address] = in_short(opens for opens, _body in answers)

    assert {address: said for address, said in found.items() if said != SAID[address][who]} == {}
    assert told <= BY_ITS_LINK | READ_BY.get(who, set())


def test_these_words_are_there_to_be_found(village):
    """Or nothing would be proved of the town halls."""
    client = come_by(village.people["jeanne"])
    pages = ("place/", "annonces/<int:pk>/", "messages/<int:conversation_id>/", "accords/", "ccas/")
    order = filled("achats/<int:pk>/commande/fiches.<slug:suffix>", village.things)

    for path in (*(filled(each, village.things) for each in pages), order, order.replace(".pdf", ".xlsx")):
        assert THEIRS in inflated(body_of(client.get(path))), path


@pytest.mark.parametrize("who", AT_A_DESK)
def test_no_desk_opens_by_a_password_alone(village, who):
    desk = [
        address
        for address, said in SAID.items()
        if said[who] == "open" and said["neighbour"] == "hidden" and address != "mairie/securite/"
    ]
    client = come_by(village.people[who])
    session = client.session
    del session[AUTHENTICATION_METHODS_SESSION_KEY]
    session.save()

    asks = {address: client.get(filled(address, village.things)).get("Location", "") for address in desk}

    assert desk
    assert {each for each, to in asks.items() if not to.startswith("/mairie/securite/")} == set()


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


def asked(client: Client, path: str, sent: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """What it opens, and what it says. Read, then acted upon with next to nothing typed. Whoever was refused the one at a door was refused both: it stands
    before the method. What is neither read nor posted to is put.
    """
    done = False
    for method in (client.get, client.post, client.put):
        if method == client.put and done:
            return
        answer = method(path, sent) if method == client.post else method(path)
        found = opens(answer)
        yield found, body_of(answer)
        done = done or bool(found)
        if found not in {"", "open", "said"}:
            return


def body_of(answer: HttpResponse) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def inflated(body: bytes) -> str:
    """Of a paper its text, of a workbook or an archive all that is in it."""
    if body.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return " ".join(inflated(packed.read(name)) for name in packed.namelist())
    return body.decode(errors="replace")


def opens(answer: HttpResponse) -> str:
    """« open », « sign in », « closed » (it is said what is missing), « hidden », or « said »: let in, and told what is wrong
    with what was typed; nothing where it is not done.
    """
    to, status = answer.get("Location", ""), answer.status_code
    if status == 405:
        return ""
    if status == 401 or to.startswith("/compte/login/"):
        return "sign in"
    if status == 403 or to.startswith(("/bienvenue/", "/mairie/securite/", "/compte/2fa/")):
        return "closed"
    if status == 404:
        return "hidden"
    return "said" if 400 <= status < 500 else "open"


def in_short(found: Iterator[str]) -> str:
    """« open » where it opens and says then what is wrong."""
    each = dict.fromkeys(filter(None, found))
    if "open" in each:
        each.pop("said", None)
    return " / ".join(each)
