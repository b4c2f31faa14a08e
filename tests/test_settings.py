"""What an operator can set is documented in one place, and refused in words when it is wrong."""

import pytest

from placette.core import configuration
from placette.core.configuration import PROJECT, ConfigurationError
from placette.site.processes.settings_table import table

SECRET = "x" * 50


@pytest.fixture
def given(monkeypatch):
    def give(**settings: str) -> configuration.Configuration:
        for name in ("PLACETTE_DEMO", "PLACETTE_SECRET_KEY", "PLACETTE_SMTP_URL", "PORT", "DATABASE_URL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return configuration.read()

    return give


def test_the_documentation_lists_every_setting():
    assert table(markdown=True) in (PROJECT / "docs" / "operations.md").read_text()


def test_the_demo_needs_nothing(given):
    assert given(PLACETTE_DEMO="1").url == "http://127.0.0.1:8000"


def test_a_site_for_real_needs_a_secret_and_a_mail_server(given):
    with pytest.raises(ConfigurationError, match="PLACETTE_SECRET_KEY is missing"):
        given()
    with pytest.raises(ConfigurationError, match="at least 50 characters"):
        given(PLACETTE_SECRET_KEY="short", PLACETTE_SMTP_URL="smtp://mail.example:25")
    with pytest.raises(ConfigurationError, match="PLACETTE_SMTP_URL is missing"):
        given(PLACETTE_SECRET_KEY=SECRET)
    assert given(PLACETTE_SECRET_KEY=SECRET, PLACETTE_SMTP_URL="smtp://mail.example:25").demo is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://localhost/placette"),
        ("PLACETTE_SITE_URL", "placette.example"),
        ("PLACETTE_SMTP_URL", "mail.example"),
        ("PLACETTE_WEB_WORKERS", "0"),
        ("PLACETTE_LOG_LEVEL", "LOUD"),
        ("PLACETTE_HTTPS", "perhaps"),
        ("PLACETTE_OPENID_PROVIDERS", "not json"),
        ("PLACETTE_OPENID_PROVIDERS", '[{"name": "FranceConnect"}]'),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(given, name, value):
    with pytest.raises(ConfigurationError, match=name):
        given(PLACETTE_DEMO="1", **{name: value})
