"""Whoever tries the demo enters with one press; a real site names no account."""

import re

import pytest
from allauth.mfa.models import Authenticator

from placette.people.models import Person, Role
from placette.people.tests.factories import commune_of, person_of
from placette.site.demo import accounts

pytestmark = pytest.mark.django_db


def test_one_press_enters_as_an_account_of_the_demo(client):
    jeanne = person_of("Jeanne", "Marty", email=accounts.RESIDENT.email)
    jeanne.set_password(accounts.PASSWORD)
    jeanne.save()
    page = client.get("/compte/login/").content.decode()
    assert "Entrer comme Jeanne, habitante de Fonsorbes" in " ".join(page.split())

    answer = client.post(
        "/compte/login/", {"login": accounts.RESIDENT.email, "password": accounts.PASSWORD}, follow=True
    )

    assert Person.objects.get(pk=client.session["_auth_user_id"]) == jeanne
    assert answer.redirect_chain[0][0] == "/place/"


def test_the_press_sends_what_the_page_to_sign_in_asks(client):
    page = client.get("/compte/login/?next=/messages/").content.decode()

    form = page.split("<form")[1].split("</form>")[0]
    assert f'name="password" value="{accounts.PASSWORD}"' in form
    assert f'name="login" value="{accounts.OFFICER.email}"' in form
    assert 'name="next" value="/messages/"' in form


def test_the_code_of_the_town_hall_is_shown_and_opens_its_desk(client):
    officer = person_of("Sandrine", "Pagès", email=accounts.OFFICER.email)
    officer.set_password(accounts.PASSWORD)
    officer.save()
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of())
    Authenticator.objects.create(
        user=officer, type=Authenticator.Type.TOTP, data={"secret": accounts.TOTP_SECRET}
    )
    typed = {"login": accounts.OFFICER.email, "password": accounts.PASSWORD}

    page = client.post("/compte/login/", typed, follow=True).content.decode()

    code = re.search(r'<strong class="demo-code">(\d{6})</strong>', page)
    assert code
    client.post("/compte/2fa/authenticate/", {"code": code[1]})
    assert client.get("/mairie/").status_code == 200


def test_a_real_site_names_no_account(client, settings):
    settings.DEMO = False

    page = client.get("/compte/login/").content.decode()

    assert accounts.PASSWORD not in page
    assert "demo.placette.invalid" not in page
