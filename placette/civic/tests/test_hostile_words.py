"""What an officer types is kept and shown as text, on every page and in every feed."""

import json

import pytest
from defusedxml.ElementTree import fromstring
from django.utils.html import escape

from placette.civic import tasks
from placette.core.text import one_line
from placette.notices.models import Notice
from placette.people.tests.factories import officer_of, person_of

from .factories import announcement_of, poll_of

pytestmark = pytest.mark.django_db
WORDS = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "👩‍👩‍👧 שלום مرحبا",
    "{{ 7*7 }}{% debug %}%(name)s 100 %",
    "' OR 1=1 -- & | ! :*",
]


@pytest.mark.parametrize("words", WORDS)
def test_an_announcement(client, words):
    officer, resident = officer_of(), person_of()
    one = announcement_of(officer, level="emergency", title=one_line(words), text=words, place=words)
    tasks.tell(one.pk)
    pages = {
        None: ("/c/31187-fonsorbes/", "/c/31187-fonsorbes/actualites/", one.get_absolute_url()),
        resident: ("/place/", "/avis/"),
        officer: (
            "/mairie/actualites/",
            f"/mairie/actualites/{one.pk}/",
            f"/mairie/actualites/{one.pk}/modifier/",
        ),
    }
    for who, paths in pages.items():
        client.logout()
        if who:
            client.force_login(who)
        for path in paths:
            page = client.get(path).content.decode()
            assert escape(one_line(words)) in page, path
            assert "<script>alert(1)" not in page
            assert "<img src=x" not in page
    atom = fromstring(client.get("/c/31187-fonsorbes/actualites/flux.atom").content)
    cap = fromstring(client.get(f"/actualites/{one.pk}/alerte.xml").content)
    feed = json.loads(client.get("/c/31187-fonsorbes/actualites/flux.json").content)
    assert one_line(words) in [each.text for each in atom.iter("{http://www.w3.org/2005/Atom}title")]
    assert words in [each.text for each in cap.iter("{urn:oasis:names:tc:emergency:cap:1.2}description")]
    assert feed["items"][0]["content_text"] == words
    assert Notice.objects.get(person=resident).facts["title"] == one_line(words)


@pytest.mark.parametrize("words", WORDS)
def test_a_poll(client, words):
    officer, resident = officer_of(), person_of()
    poll = poll_of(officer, [words, "Autre chose"], question=words, text=words)
    client.force_login(resident)
    again = client.post(f"/consultations/{poll.pk}/vote/", {"choice": "0"}).content.decode()
    shown = [
        client.get(path).content.decode()
        for path in ("/place/", "/consultations/", f"/consultations/{poll.pk}/")
    ]
    client.force_login(officer)
    shown += [
        client.get(path).content.decode()
        for path in ("/mairie/consultations/", f"/mairie/consultations/{poll.pk}/")
    ]

    for page in (again, *shown):
        assert escape(words) in page
        assert "<script>alert(1)" not in page


def test_a_control_sign_is_taken_out_and_a_long_text_refused_in_words(client):
    client.force_login(officer_of())
    typed = {"level": "normal", "title": "a\x00b\u202ec", "text": "e" * 4001}

    page = client.post("/mairie/actualites/nouvelle/", typed).content.decode()

    assert "4000 caractères" in page.replace("\u202f", "").replace("\xa0", " ").replace("4 000", "4000")
    assert "e" * 4001 in page
