"""An officer opens the desk with a second factor, set up at once and used in this session."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from placette.people.models import Role
from placette.people.tests.factories import PASSWORD, commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _forgotten():
    """allauth counts attempts and used codes in the cache, whose table outlives a test."""
    cache.clear()


@pytest.fixture
def officer():
    officer = officer_of()
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def code_of(secret: str, shift: int = 0) -> str:
    """What an application shows, by RFC 6238."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def enter(client, person):
    return client.post("/compte/login/", {"login": person.email, "password": PASSWORD})


def test_no_page_of_the_desk_opens_before_a_second_factor_is_set_up(client, officer):
    enter(client, officer)

    for path in ("/mairie/", "/mairie/equipe/", "/mairie/tableau/", "/mairie/actualites/", "/mairie/points/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/mairie/securite/"), path
    assert client.post("/mairie/codes/", {"address": "1 rue"})["Location"].startswith("/mairie/securite/")
    page = client.get("/mairie/securite/").content.decode()
    assert "/compte/2fa/totp/activate/" in page
    assert "/compte/2fa/webauthn/add/" in page


def test_an_officer_sets_up_her_code_without_javascript_and_is_let_in(client, officer):
    enter(client, officer)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    page = client.get("/compte/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    answer = client.post("/compte/2fa/totp/activate/", {"code": code_of(secret)})

    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_is_using_it(client, officer):
    enter(client, officer)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/compte/2fa/totp/activate/").context["form"].secret
    client.post("/compte/2fa/totp/activate/", {"code": code_of(secret)})

    assert client.get("/mairie/").status_code == 200
    assert "ouvrir la mairie" in client.get("/compte/2fa/recovery-codes/").content.decode()


def test_at_sign_in_the_code_is_asked_and_opens_the_desk(client, officer):
    TOTP.activate(officer, SECRET)
    assert enter(client, officer)["Location"] == "/compte/2fa/authenticate/"
    assert client.get("/mairie/").status_code == 302, "a password alone signs nobody in"
    wrong = client.post("/compte/2fa/authenticate/", {"code": "000000"})
    assert "n’est pas le bon" in wrong.content.decode()

    client.post("/compte/2fa/authenticate/", {"code": code_of(SECRET)})

    assert client.get("/mairie/").status_code == 200


def test_a_session_without_it_is_asked_for_it_and_led_back(client, officer):
    enter(client, officer)
    TOTP.activate(officer, SECRET)

    asked = client.get("/mairie/equipe/?commune=31187")
    assert asked["Location"].startswith("/compte/2fa/reauthenticate/?next=%2Fmairie%2Fequipe%2F")
    assert "six chiffres" in client.get(asked["Location"]).content.decode()
    answer = client.post(
        "/compte/2fa/reauthenticate/", {"code": code_of(SECRET), "next": "/mairie/equipe/?commune=31187"}
    )

    assert answer["Location"] == "/mairie/equipe/?commune=31187"
    assert client.get(answer["Location"]).status_code == 200


def test_a_code_serves_once(client, officer):
    TOTP.activate(officer, SECRET)
    code = code_of(SECRET)
    enter(client, officer)
    client.post("/compte/2fa/authenticate/", {"code": code})
    client.post("/compte/logout/")
    enter(client, officer)
    assert "déjà servi" in client.post("/compte/2fa/authenticate/", {"code": code}).content.decode()


def test_an_officer_keeps_her_last_second_factor(client, officer):
    TOTP.activate(officer, SECRET)
    enter(client, officer)
    client.post("/compte/2fa/authenticate/", {"code": code_of(SECRET)})
    client.post("/compte/2fa/reauthenticate/", {"code": code_of(SECRET, 1)})

    page = client.post("/compte/2fa/totp/deactivate/")

    assert "deuxième clé" in page.content.decode()
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_residents_and_the_elected_are_not_asked(client):
    commune_of()
    jeanne = person_of("Jeanne")
    jeanne.set_password(PASSWORD)
    jeanne.save()
    enter(client, jeanne)
    assert client.get("/mairie/").status_code == 404
    assert client.get("/mairie/securite/").status_code == 404
    Role.objects.create(person=jeanne, name="elected", commune=commune_of())
    assert client.get("/mairie/maire/").status_code == 200


@pytest.mark.parametrize("page", ["/operateur/", "/devis/1.pdf", "/contrats/1.pdf", "/signalements/achats/"])
def test_an_operator_is_asked_before_any_page_of_hers(client, page):
    camille = person_of("Camille", lives_in=None, is_operator=True)
    camille.set_password(PASSWORD)
    camille.save()
    enter(client, camille)

    assert client.get(page)["Location"].split("?")[0] == "/mairie/securite/"
    assert client.get("/mairie/securite/").status_code == 200


@pytest.mark.parametrize(
    ("name", "place", "desk"),
    [
        ("social", "commune", "/mairie/ccas/"),
        ("territory_officer", "community", "/intercommunalite/"),
    ],
)
def test_the_social_service_and_the_community_are_asked_as_well(client, name, place, desk):
    worker = person_of("Claire", lives_in=None)
    worker.set_password(PASSWORD)
    worker.save()
    held = commune_of() if place == "commune" else commune_of().community
    Role.objects.create(person=worker, name=name, **{place: held})
    enter(client, worker)

    assert client.get(desk)["Location"].split("?")[0] == "/mairie/securite/"
    assert client.get("/mairie/securite/").status_code == 200


@pytest.mark.parametrize("keys", ["recovery-codes/", "webauthn/add/", "totp/activate/"])
def test_an_old_session_and_a_password_make_no_further_key(client, officer, keys):
    enter(client, officer)
    TOTP.activate(officer, SECRET)

    answer = client.get(f"/compte/2fa/{keys}")

    assert answer["Location"].startswith("/compte/2fa/reauthenticate/")
