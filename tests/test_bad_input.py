"""What must never break a page: hostile text in every field and parameter."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.html import escape

from placette.carpool.actions.meeting_points import add
from placette.conversations.models import Conversation
from placette.core.text import one_line
from placette.listings.actions.agreements import take
from placette.listings.models import Listing
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.people.tests.factories import commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db
HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "long": "e" * 10_000,
    "control": "a\x00b\x01c\u202ed\ufeff",
    "emoji and right to left": "👩‍👩‍👧 שלום مرحبا",
    "number": "99999999999999999999999",
    "template": "{{ 7*7 }}{% debug %}%(name)s",
    "query": "' OR 1=1 -- & | ! :*",
    "empty": "",
}
PARAMETERS = [
    "q", "quoi", "sens", "rayon", "ici", "suite", "avant", "after", "page", "p", "code", "c", "next", "commune",
    "start", "end", "on", "clock", "seats", "role", "wish",
    "voisin", "vers", "periode",
]  # fmt: skip
# What views read without a form.
FIELDS_BESIDE = [
    "body", "key", "moment", "answer", "message", "next", "choice", "rank_0", "sure", "when", "remove_photo", "photos_kept", "photos_removed", "photo_kept",
    "photo_removed", "at640.x", "at640.y", "at288.x", "at288.y", "login", "password", "wish", "minutes", "would_have_driven", "person", "step",
    "quote", "allowed",
]  # fmt: skip


def fields(form: type = BaseForm) -> set[str]:
    """Of every form that the site has."""
    own = set(getattr(form, "base_fields", ())) if form.__module__.startswith("placette.") else set()
    return own.union(*(fields(each) for each in form.__subclasses__()))


def addresses(resolver, prefix: str = "") -> list[str]:
    """Every address of the site, with small numbers in its places."""
    found = []
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each, path)
        elif isinstance(each, URLPattern):
            found.append(path)
    return found


PLACES = {
    "slug:name": "accept", "str:token": "x", "uuid:pk": str(UUID(int=1)), "slug:key": "31187-fonsorbes", "slug:code": "31187", "str:provider_id": "x",
    "section": "communes", "int:width": "400", "str:signature": "x", "photo_name:name": f"2026/11/{'a' * 32}",
    "uuid:key": "00000000-0000-4000-8000-000000000000", "slug:part": "972",
    "open311_form:form": "json",
}  # fmt: skip


def filled(path: str) -> str:
    path = re.sub(r"<([^>]+)>", lambda place: PLACES.get(place[1], "1"), path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\Z", "")


PATHS = sorted({filled(path) for path in addresses(get_resolver()) if "(" not in path} - {"/healthz"})


@pytest.fixture
def people():
    commune_of()
    jeanne, karim = person_of(), person_of("Karim")
    agreement_in(answer_to(listing_of(jeanne), karim))
    return {
        "resident": jeanne,
        "officer": officer_of(),
        "newcomer": person_of("Rose", lives_in=None),
        "nobody": None,
    }


FIELDS = sorted(fields().union(FIELDS_BESIDE))


def test_the_walk_covers_the_site():
    assert len(PATHS) > 60
    assert {"title", "price", "latitude", "clock", "weekdays", "power", "about", "address"} <= set(FIELDS)
    assert {"/c/31187-fonsorbes/attente/", "/rejoindre/31187/", "/avis/stop/x/", "/garant/x/"} <= set(PATHS)
    assert {"/place/", "/annonces/nouvelle/", "/messages/1/", "/mairie/", "/confiance/"} <= set(PATHS)


# One text with all that a page may have to escape: what breaks one of them breaks a page all the same.
SENT = {
    "all signs": " ".join(
        HOSTILE[name] for name in ("markup", "emoji and right to left", "template", "query")
    ),
    **{name: HOSTILE[name] for name in ("long", "control", "number", "empty")},
}
# A resident reaches most forms; the others meet the same fields behind other doors. Who, in the address, in the form.
WALKS = [
    *(("resident", name, name) for name in SENT),
    *((who, "all signs", "control") for who in ("officer", "newcomer", "nobody")),
]


class Watched(QueryDict):
    """Knows whether a view has looked for one of ours: to a page that has not, every text is the same."""

    looked_for = False

    def __getitem__(self, key):
        self._note(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self._note(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self._note(key)
        return super().getlist(key, default)

    def __contains__(self, key):
        self._note(key)
        return super().__contains__(key)

    def urlencode(self, safe=None):
        Watched.looked_for = True
        return super().urlencode(safe)

    def items(self):
        Watched.looked_for = True
        return super().items()

    def _note(self, key):
        Watched.looked_for |= key in PARAMETERS or key in FIELDS


# Of a resident's first walk: (method, path) that read nothing of what was sent. All who see no more than a resident pass
# them by.
DEAF: set[tuple[str, str]] = set()


@pytest.mark.parametrize(("who", "asked", "typed"), WALKS)
def test_no_field_and_no_parameter_breaks_a_page(client, people, monkeypatch, who, asked, typed):
    for module in ("django.http.request", "django.core.handlers.wsgi"):
        monkeypatch.setattr(f"{module}.QueryDict", Watched)
    parameters = dict.fromkeys(PARAMETERS, SENT[asked])
    body = urlencode(dict.fromkeys(FIELDS, SENT[typed]))
    ways = [
        ("GET", lambda path: client.get(path, parameters)),
        ("POST", lambda path: client.post(path, body, "application/x-www-form-urlencoded")),
    ]
    for path in PATHS:
        for method, send in ways:
            if who != "officer" and (method, path) in DEAF:
                continue
            if method == "POST" and path.startswith(("/compte/", "/langue/")) and who != "nobody":
                continue
            if (
                who != "nobody" and SESSION_KEY not in client.session
            ):  # at first, and after a page that ends it
                client.force_login(people[who])
            Watched.looked_for = False
            page = send(path)
            assert page.status_code < 500, (path, method)
            if not page.streaming:
                assert "<script>alert(1)" not in page.content.decode(errors="replace"), path
            if who == "resident" and not Watched.looked_for:
                DEAF.add((method, path))


def test_a_refused_form_loses_nothing_that_was_typed(client, people):
    client.force_login(people["resident"])
    typed = {
        "title": "Une belle annonce " + "x" * 200,
        "text": "Un long récit.",
        "kind": "loan",
        "direction": "offer",
        "category": "tools",
        "audience": "around",
    }

    page = client.post("/annonces/nouvelle/", typed)

    assert page.status_code == 200
    assert "Un long récit." in page.content.decode()
    assert "Une belle annonce" in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert "<p>Il reste quelque chose à corriger" in page.content.decode()


# --- What is stored: one valid form an address, spoilt in one free text at a time ------------------------------------

TOMORROW = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT18:30}"
ANNONCE = {
    "direction": "offer", "kind": "sale", "category": "tools", "title": "Une échelle", "text": "Au garage.",
    "price": "12,50", "audience": "commune", "shown_to_town_hall": "on",
}  # fmt: skip
TERMS = {
    "what": "Une échelle",
    "moment": "",
    "starts_at": TOMORROW,
    "price": "3,50",
    "note": "Devant le portail.",
}
THREAD = "/messages/{conversation}/"


@dataclass(frozen=True)
class Form:
    """`texts`: the fields in which people write what they like. `shows`: who then reads them, on which page."""

    path: str
    by: str
    valid: dict[str, str]
    texts: tuple[str, ...]
    shows: tuple[tuple[str, str], ...]
    state: str = "proposed"  # of the agreement that Karim has proposed to Jeanne


FORMS = [
    Form(
        "/annonces/nouvelle/", "jeanne", ANNONCE, ("title",),
        (("karim", "/place/"), ("karim", "/annonces/{newest}/"), ("karim", "/habitants/{jeanne}/"),
         ("jeanne", "/annonces/miennes/"), ("officer", "/mairie/")),
    ),
    Form("/annonces/nouvelle/", "jeanne", ANNONCE, ("text",), (("karim", "/annonces/{newest}/"),)),
    Form("/annonces/{offer}/modifier/", "jeanne", ANNONCE, ("title", "text"), (("karim", "/annonces/{offer}/"),)),
    Form(
        "/je-cherche/", "jeanne", {"title": "Une perceuse"}, ("title",),
        (("karim", "/place/"), ("karim", "/annonces/{newest}/"), ("jeanne", "/annonces/{newest}/demande/")),
    ),
    Form(
        "/annonces/{offer}/reponse/", "rose", {"text": "Je peux samedi"}, ("text",),
        (("jeanne", "/messages/"), ("jeanne", "/messages/{latest}/")),
    ),
    Form(THREAD, "karim", {"body": "Bonjour"}, ("body",), (("jeanne", "/messages/"), ("jeanne", THREAD))),
    Form(
        THREAD + "proposition/", "karim", TERMS, ("what",), (("jeanne", THREAD), ("jeanne", "/accords/")), "declined"
    ),
    Form(THREAD + "proposition/", "karim", TERMS, ("note",), (("jeanne", THREAD),), "declined"),
    Form("/accords/{agreement}/contre-proposition/", "jeanne", TERMS, ("what", "note"), (("karim", THREAD),)),
    Form("/accords/{agreement}/decline/", "jeanne", {}, ("reason",), (("karim", THREAD), ("karim", "/messages/"))),
    Form("/accords/{agreement}/cancel/", "karim", {}, ("reason",), (("jeanne", THREAD),), "accepted"),
    Form(
        "/accords/{agreement}/merci/", "jeanne", {}, ("text",),
        (("karim", THREAD), ("rose", "/habitants/{karim}/")), "done",
    ),
    Form(
        "/bienvenue/moi/", "karim", {"first_name": "Karim", "last_name": "Benali"}, ("first_name",),
        (("jeanne", "/habitants/"), ("jeanne", "/habitants/{karim}/"), ("jeanne", THREAD), ("jeanne", "/messages/"),
         ("jeanne", "/accords/"), ("jeanne", "/annonces/{offer}/")),
    ),
    Form(
        "/bienvenue/moi/", "karim", {"first_name": "Karim", "last_name": "Benali"}, ("about", "offerings"),
        (("jeanne", "/habitants/{karim}/"),),
    ),
]  # fmt: skip
SPOILT = [(form, field) for form in FORMS for field in form.texts]
STORED = {name: text for name, text in HOSTILE.items() if name not in {"long", "empty"}}


@pytest.fixture
def world() -> dict:
    officer = officer_of()
    jeanne, karim, rose = person_of(), person_of("Karim", "Benali"), person_of("Rose")
    offer = listing_of(jeanne)
    answer = answer_to(offer, karim)
    people = {"jeanne": jeanne, "karim": karim, "rose": rose, "officer": officer}
    return people | {"offer": offer, "answer": answer, "agreement": agreement_in(answer, karim)}


def bring_to(state: str, world: dict) -> None:
    steps = {"declined": ["decline"], "accepted": ["accept"], "done": ["accept", "done"]}
    for step in steps.get(state, []):
        take(step, world["agreement"], world["jeanne"])


def address(path: str, world: dict) -> str:
    numbers = {name: world[name].pk for name in ("jeanne", "karim", "offer", "agreement")}
    return path.format(
        conversation=world["answer"].conversation_id,
        latest=Conversation.objects.order_by("pk").last().pk,
        newest=Listing.objects.order_by("pk").last().pk,
        **numbers,
    )


def as_kept(form: Form, text: str) -> str:
    """One line typed on the square becomes a title; all else is kept as it was typed."""
    line = one_line(text.replace("'", "’") if form.path == "/je-cherche/" else text)
    return line[:1].upper() + line[1:] if form.path == "/je-cherche/" else line


def read(client, person, path: str) -> str:
    client.force_login(person)
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


@pytest.mark.parametrize(("form", "field"), SPOILT, ids=[f"{form.path} {field}" for form, field in SPOILT])
def test_what_anybody_writes_is_kept_and_shown_as_text_to_the_others(client, world, form, field):
    bring_to(form.state, world)
    for name, hostile in STORED.items():
        # A plain field, which refuses the NUL in words; the others take it out.
        text = hostile.replace("\x00", "") if field == "offerings" else hostile
        with transaction.atomic():
            client.force_login(world[form.by])
            sent = client.post(address(form.path, world), form.valid | {field: text})
            assert sent.status_code == 302, (name, sent.content.decode()[-3000:])
            for who, path in form.shows:
                page = read(client, world[who], address(path, world))
                assert escape(as_kept(form, text)) in page, (name, path)
                assert "<script>alert(1)" not in page, path
                assert "<img src=x" not in page, path
            transaction.set_rollback(True)


@pytest.mark.parametrize(("form", "field"), SPOILT, ids=[f"{form.path} {field}" for form, field in SPOILT])
def test_ten_thousand_letters_are_refused_in_words_or_cut_and_break_no_page(client, world, form, field):
    bring_to(form.state, world)
    client.force_login(world[form.by])
    sent = client.post(address(form.path, world), form.valid | {field: HOSTILE["long"]})

    if sent.status_code == 302:
        assert field in {"reason", "text"}, "only a word with a step is cut"
    else:
        assert sent.status_code in {200, 422}
        assert "caractères" in sent.content.decode()
    for who, path in form.shows:
        assert HOSTILE["long"] not in read(client, world[who], address(path, world))


def test_a_meeting_point_is_kept_and_shown_as_text(client, world):
    for name, text in STORED.items():
        with transaction.atomic():
            point = add(commune_of(), world["officer"], one_line(text)[:60], (43.53, 1.23), one_line(text))
            for who, path in (
                ("officer", "/mairie/points/"),
                ("officer", f"/mairie/points/{point.pk}/"),
                ("karim", f"/trajets/noms/?q={point.name[:8]}"),
            ):
                page = read(client, world[who], path)
                assert escape(point.note) in page or "noms" in path, (name, path)
                assert "<script>alert(1)" not in page, path
            transaction.set_rollback(True)


def test_the_town_hall_prints_what_it_types(client, world):
    for text in STORED.values():
        client.force_login(world["officer"])
        page = client.post("/mairie/codes/", {"address": text})

        assert page.status_code == 200
        assert escape(one_line(text)) in page.content.decode()
