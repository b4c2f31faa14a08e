"""What an operator can set is documented in one place, and refused in words when it is wrong."""

import pytest

from placette.core import configuration
from placette.core.configuration import PROJECT, ConfigurationError
from placette.site.processes.settings_table import table

REAL = {
    "PLACETTE_SECRET_KEY": "x" * 50,
    "PLACETTE_SITE_URL": "https://placette.example",
    "PLACETTE_SMTP_URL": "smtp://mail.example:25",
    "PLACETTE_MAIL_FROM": "Placette <bonjour@placette.example>",
    "PLACETTE_OPERATOR_EMAIL": "contact@placette.example",
}


@pytest.fixture
def given(monkeypatch):
    def give(**settings: str) -> configuration.Configuration:
        for name in ("PLACETTE_DEMO", "PORT", "DATABASE_URL", *REAL):
            monkeypatch.delenv(name, raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return configuration.read()

    return give


def test_the_documentation_lists_every_setting():
    assert table(markdown=True) in (PROJECT / "docs" / "operations.md").read_text()


def test_the_demo_needs_nothing(given):
    assert given(PLACETTE_DEMO="1").url == "http://127.0.0.1:8000"


def test_a_site_for_real_is_ready_with_five_settings(given):
    read = given(**REAL)

    assert read.demo is False
    assert read.url == "https://placette.example"


@pytest.mark.parametrize("name", REAL)
def test_a_site_for_real_does_not_start_without_one_of_them(given, name):
    with pytest.raises(ConfigurationError, match=f"{name} is missing"):
        given(**{each: value for each, value in REAL.items() if each != name})


def test_all_that_is_missing_is_said_at_once(given):
    with pytest.raises(ConfigurationError) as refused:
        given()

    assert str(refused.value).count(" is missing: ") == len(REAL)


def test_a_short_secret_is_refused(given):
    with pytest.raises(ConfigurationError, match="at least 50 characters"):
        given(**REAL | {"PLACETTE_SECRET_KEY": "short"})


def test_detailed_error_pages_are_for_the_demo(given):
    with pytest.raises(ConfigurationError, match="PLACETTE_DEBUG shows what the site knows"):
        given(**REAL, PLACETTE_DEBUG="1")
    assert given(PLACETTE_DEMO="1", PLACETTE_DEBUG="1").debug


def test_the_proof_register_wants_all_of_its_settings(given):
    with pytest.raises(ConfigurationError, match="the register also wants PLACETTE_PROOF_CLASS"):
        given(PLACETTE_DEMO="1", PLACETTE_PROOF_URL="https://register.example/v3.3")
    read = given(
        PLACETTE_DEMO="1", PLACETTE_PROOF_URL="https://register.example/v3.3", PLACETTE_PROOF_CLASS="A",
        PLACETTE_PROOF_ACCESS_KEY="us", PLACETTE_PROOF_SECRET_KEY="known",
    )  # fmt: skip
    assert "known" not in repr(read)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("PLACETTE_COLOUR", "`placette settings` lists them all"),
        ("PLACETTE_WEB_WORKER", "did you mean PLACETTE_WEB_WORKERS?"),
        ("PLACETTE_PORT", "did you mean PORT?"),
        ("placette_mailfrom", "did you mean PLACETTE_MAIL_FROM?"),
    ],
)
def test_a_misspelt_setting_is_refused_by_its_name(given, name, advice):
    with pytest.raises(ConfigurationError) as refused:
        given(PLACETTE_DEMO="1", **{name: "2"})

    assert f"{name} is no setting: {advice}" in str(refused.value)


def test_subdomains_are_left_alone_unless_asked_for(given):
    assert given(**REAL).hsts_subdomains is False
    assert given(**REAL, PLACETTE_HSTS_SUBDOMAINS="1").hsts_subdomains is True


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
