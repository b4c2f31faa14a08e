"""Every address of the site, for everybody who may come by: doors.toml says who is let in, and nobody else is.

It carries decision 9 too: whoever works for a town hall, a community or the site meets no word of residents' exchanges.
"""

import logging
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.template.backends.django import Template
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.safestring import SafeString

from placette.conversations.models import Message
from placette.people.models import Role

from .village import Village, founded
from .village.coming_by import body_of, come_by, met, undone, words
from .village.named import filled
from .village.neighbours import THEIRS
from .village.people import ON_THE_SQUARE, WHO
from .village.town_hall import INVITED, WAITS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bare_doors")]
TABLE = tomllib.loads((Path(__file__).parent / "doors.toml").read_text())
DOORS, TO_NOBODY = TABLE["doors"], TABLE["to_nobody"]
# The libraries' own doors, which open to everybody or to whoever has an account: their tests are not ours to repeat.
OF_A_LIBRARY = ("compte/", "langue/", "api/v1/openapi.json")
# Whoever was given the link reads it: who has only e-mail (decision 15), a relative, a supplier, one's own calendar.
BY_ITS_LINK = {
    "avis/faire/<str:token>/",
    "suivi/<str:token>/",
    "devis/<str:token>/",
    "covoiturage/agenda/<uuid:key>.ics",
}
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
def village(_founded, papers, settings, caplog) -> Village:
    """Its sessions are no row, and its refusals no line of a log: there are thousands of each."""
    settings.MEDIA_ROOT = papers
    settings.SESSION_ENGINE, settings.SESSION_CACHE_ALIAS = (
        "django.contrib.sessions.backends.cache",
        "process",
    )
    caplog.set_level(logging.ERROR, "django.request")
    return _founded


@pytest.fixture
def draws(monkeypatch) -> Callable[[bool], None]:
    """Whether pages are drawn at all; the door that says what is missing is drawn once."""
    draw, seen = Template.render, set()

    def drawn(reads: bool) -> None:
        def render(self: Template, context: object = None, request: object = None) -> SafeString:
            name = self.template.name
            if not reads or name in seen:
                return SafeString("")
            if name == "people/closed_door.html":
                seen.add(name)
            return draw(self, context, request)

        monkeypatch.setattr(Template, "render", render)

    return drawn


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
def test_a_door_opens_to_whom_it_says_and_tells_a_town_hall_nothing_of_its_residents(village, draws, who):
    # To the others the words are written: what is drawn for them is tried elsewhere.
    reads = who not in ON_THE_SQUARE
    draws(reads)

    doors = met(come_by(village.people.get(who)), SAID, village.things)

    found = {address: at.in_short for address, at in doors.items()}
    assert {address: said for address, said in found.items() if said != SAID[address][who]} == {}
    told = {address for address, at in doors.items() if any(THEIRS in words(body) for body in at.bodies)}
    assert told <= BY_ITS_LINK | READ_BY.get(who, set()) or not reads


def test_these_words_are_there_to_be_found(village):
    """Or nothing would be proved of the town halls."""
    client = come_by(village.people["jeanne"])
    pages = ("place/", "annonces/<int:pk>/", "messages/<int:conversation_id>/", "accords/", "ccas/")
    order = filled("achats/<int:pk>/commande/fiches.<slug:suffix>", village.things)

    for path in (*(filled(each, village.things) for each in pages), order, order.replace(".pdf", ".xlsx")):
        assert THEIRS in words(body_of(client.get(path))), path


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


# What is sent to one letter box, and names nobody to whom else it comes.
LETTER_BOXES = ("odile@example.org", INVITED, WAITS)
SENT = (
    "attente/<str:token>/",
    "attente/<str:token>/quitter/",
    "invitation/<str:token>/",
    "invitation/<str:token>/stop/",
)


@pytest.mark.parametrize("who", WHO)
def test_a_link_of_an_e_mail_acts_for_its_addressee_alone_and_names_nobody(village, who):
    client = come_by(village.people.get(who))
    signed_in = client.session.get(SESSION_KEY)

    pages = [words(body_of(client.get(filled(each, village.things)))) for each in SENT]
    with undone():
        client.post(filled("avis/faire/<str:token>/", village.things), {"body": "Je passe samedi."})
        written = Message.objects.latest("pk")

    assert [box for box in LETTER_BOXES for page in pages if box in page] == []
    assert (written.body, written.author) == ("Je passe samedi.", village.people["jeanne"])
    assert client.session.get(SESSION_KEY) == signed_in, "it signs nobody in"


@pytest.mark.parametrize("who", WHO)
def test_a_role_is_taken_by_its_addressee_alone(village, who):
    client, addressee = come_by(village.people.get(who)), village.people["neighbour"]
    path = filled("equipe/<str:token>/", village.things)

    with undone():
        bodies = [words(body_of(answer)) for answer in (client.get(path), client.post(path))]
        taken = Role.objects.filter(name="ambassador", until=None, person=addressee).exists()
        others = Role.objects.filter(name="ambassador", until=None).exclude(person=addressee).count()

    assert (taken, others) == (who == "neighbour", 1)
    assert taken or not any(name in body for body in bodies for name in ("Lucien", addressee.email))


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif isinstance(each, URLPattern) and not path.startswith(OF_A_LIBRARY):
            yield path
