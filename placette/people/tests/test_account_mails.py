"""The e-mails about accounts, as a real SMTP server receives them."""

import json

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection

from placette.core import live

from .factories import PASSWORD, person_of

pytestmark = pytest.mark.django_db(transaction=True)
ROSE = "rose@example.org"


@pytest.fixture(autouse=True)
def _fresh_limits(transactional_db: None) -> None:
    cache.clear()


def parts(smtp) -> list[str]:
    (mail,) = smtp.to(ROSE)
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("known", "path", "sent", "leads_to"),
    [
        (True, "/compte/password/reset/", {"email": ROSE}, "/compte/password/reset/key/"),
        (True, "/compte/signup/", {"email": ROSE, "password1": PASSWORD}, "/compte/password/reset/"),
        (False, "/compte/password/reset/", {"email": ROSE}, "/compte/signup/"),
    ],
    ids=["forgotten password", "signs up again", "unknown address"],
)
def test_it_says_of_which_address_it_speaks(client, worker, smtp, language, known, path, sent, leads_to):
    if known:
        person_of("Rose", email=ROSE, language=language)

    client.post(path, sent, headers={"Accept-Language": language})
    worker()

    for part in parts(smtp):
        assert ROSE in part
        assert leads_to in part
        assert "testserver!" not in part  # the library's own words
    assert f'<html lang="{language}">' in parts(smtp)[1]
    if language == "fr":
        assert all("Bonjour" in part and "Ce n’est pas vous" in part for part in parts(smtp))


def test_the_link_chooses_a_new_password(client, worker, smtp):
    rose = person_of("Rose", email=ROSE)
    client.post("/compte/password/reset/", {"email": ROSE})
    worker()
    (link,) = [word for word in parts(smtp)[0].split() if word.startswith("http")]

    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "quatre mots et puis", "password2": "quatre mots et puis"}
    )

    rose.refresh_from_db()
    assert rose.check_password("quatre mots et puis")


def test_open_pages_hear_of_a_sign_out_and_of_a_new_password(client):
    rose = person_of("Rose", email=ROSE)
    rose.set_password(PASSWORD)
    rose.save()
    fresh = {"oldpassword": PASSWORD, "password1": "lune soupe banc", "password2": "lune soupe banc"}
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as listener:
        listener.execute(f"LISTEN {live.CHANNEL}")

        client.post("/compte/login/", {"login": ROSE, "password": PASSWORD})
        client.post("/compte/password/change/", fresh)
        client.post("/compte/logout/")
        heard = [json.loads(each.payload) for each in listener.notifies(timeout=5, stop_after=2)]

    assert heard == [{"to": [rose.pk], "event": "signed-out", "facts": {}}] * 2
    assert "_auth_user_id" not in client.session
