"""What must never break a page: hostile text in every field and parameter."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.people.tests.factories import commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db
HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "long": "é" * 10_000,
    "control": "a\x00b\x01c\u202ed\ufeff",
    "emoji and right to left": "👩‍👩‍👧 שלום مرحبا",
    "number": "99999999999999999999999",
    "template": "{{ 7*7 }}{% debug %}%(name)s",
    "query": "' OR 1=1 -- & | ! :*",
    "empty": "",
}
PARAMETERS = [
    "q",
    "quoi",
    "sens",
    "rayon",
    "ici",
    "suite",
    "avant",
    "after",
    "page",
    "p",
    "code",
    "c",
    "next",
    "commune",
]
FIELDS = [
    "title", "text", "body", "key", "kind", "direction", "category", "price", "audience", "what", "moment", "starts_at",
    "ends_at", "note", "reason", "first_name", "last_name", "about", "offerings", "code", "purpose", "quarter", "address",
    "email", "password1", "login", "password", "language", "next", "remove_photo", "answer", "message",
    "photos_kept", "photos_removed", "photo_kept", "photo_removed",
    "latitude", "longitude", "at640.x", "at640.y", "at288.x", "at288.y", "town_hall",
]  # fmt: skip


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
    "slug:name": "accept", "str:token": "x", "slug:key": "31187-fonsorbes", "slug:code": "31187", "str:provider_id": "x",
    "section": "communes", "int:width": "400", "str:signature": "x", "photo_name:name": f"2026/11/{'a' * 32}",
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


def test_the_walk_covers_the_site():
    assert len(PATHS) > 60
    assert {"/c/31187-fonsorbes/attente/", "/rejoindre/31187/", "/avis/stop/x/", "/garant/x/"} <= set(PATHS)
    assert {"/place/", "/annonces/nouvelle/", "/messages/1/", "/mairie/", "/confiance/"} <= set(PATHS)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("who", ["resident", "officer", "newcomer", "nobody"])
def test_no_field_and_no_parameter_breaks_a_page(client, people, who, name):
    text = HOSTILE[name]
    for path in PATHS:
        if who != "nobody":
            client.force_login(people[who])
        shown = client.get(path, dict.fromkeys(PARAMETERS, text))
        assert shown.status_code < 500, (path, "GET")
        if path.startswith(("/compte/", "/langue/")) and who != "nobody":
            continue
        sent = client.post(path, dict.fromkeys(FIELDS, text))
        assert sent.status_code < 500, (path, "POST")
        for page in (shown, sent):
            if not page.streaming:
                assert "<script>alert(1)" not in page.content.decode(errors="replace"), path


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
