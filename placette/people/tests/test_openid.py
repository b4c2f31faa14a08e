"""An OpenID Connect provider by settings alone, with a real one on this machine."""

import warnings
from collections.abc import Iterator

import oidc_provider_mock
import pytest
import requests
from django.conf import settings as django_settings

from placette.people.models import Person

pytestmark = [
    pytest.mark.django_db,
    # The provider's own code closes its sockets late.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
]


@pytest.fixture
def provider(settings) -> Iterator[str]:
    user = oidc_provider_mock.User(sub="lucie", claims={"email": "lucie@example.org", "email_verified": True})
    with warnings.catch_warnings(), oidc_provider_mock.run_server_in_thread(user_claims=[user]) as server:
        address = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "village", "name": "Connexion du village", "client_id": "placette", "secret": "secret",
            "settings": {"server_url": address},
        }  # fmt: skip
        held = django_settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": held | {"APPS": [app]}}
        yield address


def test_the_sign_in_page_offers_the_provider(client, provider):
    assert "Connexion du village" in client.get("/compte/login/").content.decode()


def test_somebody_signs_in_with_the_provider_and_goes_on_to_her_commune(client, provider):
    asked = client.post("/compte/oidc/village/login/")
    assert asked["Location"].startswith(provider)

    answered = requests.post(asked["Location"], data={"sub": "lucie"}, allow_redirects=False, timeout=10)
    back = answered.headers["Location"].replace("http://testserver", "")
    landed = client.get(back)

    assert landed.status_code == 302
    assert Person.objects.get().email == "lucie@example.org"
    assert client.session["_auth_user_id"] == str(Person.objects.get().pk)


def test_a_forged_answer_signs_nobody_in(client, provider):
    client.post("/compte/oidc/village/login/")

    client.get("/compte/oidc/village/login/callback/?code=x&state=forged")

    assert "_auth_user_id" not in client.session
    assert not Person.objects.exists()
