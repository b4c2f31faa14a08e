"""A passkey instead of a password, with the authenticator that Chromium simulates."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from .pages import DESKTOP, PHONE, code_for

pytestmark = pytest.mark.browser


def with_authenticator(page: Page) -> Page:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_one_joins_and_comes_back_without_a_password(site, visitor, options):
    page = with_authenticator(visitor(options))
    here = f"http://localhost:{site.port}"  # a passkey belongs to a name, never to a number
    address = f"cle-{uuid.uuid4().hex[:8]}@example.org"

    page.goto(f"{here}/compte/signup/")
    page.get_by_role("link", name=re.compile("clé d’accès")).click()
    page.fill("input[name=email]", address)
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.fill("input[name=code]", code_for(site, address).strip())
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_label("Nom de la clé").fill("Ma tablette")
    page.get_by_role("button", name="Créer la clé").click()
    page.fill("input[name=first_name]", "Odette")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(re.compile("/bienvenue/commune/"))

    page.goto(f"{here}/moi/reglages/")
    page.get_by_role("button", name="Me déconnecter").click()
    page.goto(f"{here}/compte/login/")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(re.compile("/bienvenue/"))

    page.goto(f"{here}/compte/2fa/webauthn/")
    expect(page.get_by_text("Ma tablette")).to_be_visible()
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.get_by_role("button", name="Retirer la clé").click()
    expect(page.get_by_text("Pas encore de clé d’accès")).to_be_visible()
