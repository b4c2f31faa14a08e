"""Every setting that an operator can give, with its default, in one place.

Values come from the environment. `placette settings` prints this list; docs/operations.md shows it.
A wrong value stops the start with a sentence that names the variable and says what is expected.
"""

import json
import os
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MAX_BODY = 100_000_000  # bytes of a request: six photos of 15 MB and some room
PROJECT = Path(__file__).resolve().parents[2]
SECRET_KEY_LENGTH = 50
PREFIX = "PLACETTE_"
OF_THE_TESTS = "PLACETTE_TESTS"  # the folder of a test run
# What a real site cannot do without, and what to say where it is not given.
REQUIRED = {
    "secret_key": f"PLACETTE_SECRET_KEY is missing: give at least {SECRET_KEY_LENGTH} random characters "
    "(or PLACETTE_DEMO=1 to try the demo).",
    "site_url": "PLACETTE_SITE_URL is missing: give the public address, as https://placette.example.",
    "smtp_url": "PLACETTE_SMTP_URL is missing: give the mail server, as smtp+tls://user:password@host:587.",
    "mail_from": "PLACETTE_MAIL_FROM is missing: give the sender of e-mails, as Placette <bonjour@placette.example>.",
    "operator_email": "PLACETTE_OPERATOR_EMAIL is missing: give the address at which residents reach you.",
}


class Configuration(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore")

    port: int = Field(
        8000,
        ge=1,
        le=65535,
        validation_alias=AliasChoices("PORT", "port"),
        description="Port on which the site answers.",
    )
    host: str = Field("127.0.0.1", description="Address on which the site listens.")
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
        pattern=r"^(postgres(ql)?://.*)?$",
        description="PostgreSQL 15 or later, as postgresql://user:password@host:port/name. "
        "Empty: the embedded PostgreSQL under PLACETTE_VAR.",
    )
    var: Path = Field(PROJECT / "var", description="Folder of everything that the site writes.")
    demo: bool = Field(
        False, description="Demo territory, demo accounts on the sign-in page, mails kept under PLACETTE_VAR."
    )
    debug: bool = Field(False, description="Detailed error pages. Refused outside the demo.")
    secret_key: str = Field(
        "", description="Signs sessions and links; at least 50 random characters. Required outside the demo."
    )
    site_url: str = Field(
        "",
        pattern=r"^(https?://[^/]+)?$",
        description="Public address without trailing slash, as https://placette.example. "
        "Required outside the demo; in the demo http://HOST:PORT.",
    )
    allowed_hosts: str = Field("", description="Further host names, separated by commas.")
    https: bool = Field(
        False,
        description="Served over HTTPS by a proxy (X-Forwarded-Proto): secure cookies, HSTS, redirect.",
    )
    proxies: int = Field(
        0,
        ge=0,
        le=9,
        description="How many proxies in front of the site add the visitor's address to "
        "X-Forwarded-For (the Caddy of `placette up` counts itself).",
    )
    hsts_seconds: int = Field(
        31536000, ge=0, description="Length of Strict-Transport-Security when PLACETTE_HTTPS is on."
    )
    hsts_subdomains: bool = Field(
        False,
        description="Strict-Transport-Security also for every subdomain of this host: only where all of them "
        "speak HTTPS.",
    )
    smtp_url: str = Field(
        "",
        pattern=r"^(smtps?(\+tls)?://.*)?$",
        description="Mail server: smtp+tls://user:password@host:587 or smtp://host:25. Required outside the demo.",
    )
    mail_from: str = Field(
        "Placette <ne-pas-repondre@placette.invalid>",
        description="Sender of the site's e-mails. Required outside the demo.",
    )
    operator_name: str = Field(
        "L’équipe Placette",
        description="Who runs this site: shown in the footer, the legal page and e-mails.",
    )
    operator_email: str = Field(
        "contact@placette.invalid",
        description="Public contact address of the operator. Required outside the demo.",
    )
    web_workers: Annotated[int, Field(ge=1, le=64)] = Field(1, description="Processes that answer pages.")
    web_threads: Annotated[int, Field(ge=1, le=64)] = Field(
        4, description="Threads of each of these processes."
    )
    worker_threads: Annotated[int, Field(ge=1, le=64)] = Field(
        4, description="Jobs that a worker runs at the same time."
    )
    metrics_token: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(
        "", description="Bearer token that opens /metrics. Empty: /metrics is closed."
    )
    openid_providers: str = Field(
        "[]",
        description="OpenID Connect providers, JSON: [{provider_id, name, client_id, secret, server_url}].",
    )
    carpool_partners: str = Field(
        "[]",
        description="Carpooling services that speak the Standard Covoiturage and are asked for journeys, JSON: "
        "[{name, url, key}], with operator where its domain is not that of the url.",
    )
    media_root: str = Field("", description="Folder of uploaded photos. Empty: PLACETTE_VAR/media.")
    carpool_cents_per_km: Annotated[int, Field(ge=0, le=30)] = Field(
        10, description="Share of a carpool’s cost that is suggested, in cents a kilometre and seat. 0: free."
    )
    carpool_alone_percent: Annotated[int, Field(ge=0, le=100)] = Field(
        50,
        description="Of passengers who have not said how they would have come, how many are counted as alone in a "
        "car of their own, in percent, at the high end of what carpools spare. The low end counts none.",
    )
    proof_class: Literal["", "A", "B", "C"] = Field(
        "",
        description="Class that the Registre de preuve de covoiturage has given to this site. Empty: residents are not "
        "asked, nothing is kept for it and nothing sent.",
    )
    proof_url: str = Field(
        "",
        pattern=r"^(https?://.*[^/])?$",
        description="Address of the register’s API with its version, as https://api.covoiturage.beta.gouv.fr/v3.3. "
        "Empty: nothing is sent.",
    )
    proof_access_key: str = Field("", description="Access key of the register.")
    proof_secret_key: str = Field("", description="Secret key of the register.", repr=False)
    carpool_in_memory: bool = Field(
        False,
        description="Search carpools in columns that each process keeps in memory (about 150 MB a million), not by "
        "the index: for a whole country on one site.",
    )
    router_url: str = Field(
        "",
        pattern=r"^(https?://[^?#]+)?$",
        description="Router of this site, as http://127.0.0.1:5000: detours of carpools by road. "
        "Empty, or while it fails: estimated from straight lines.",
    )
    router_kind: Literal["osrm", "valhalla"] = Field(
        "osrm", description="What answers at PLACETTE_ROUTER_URL: osrm or valhalla."
    )
    geocoder_url: str = Field(
        "",
        pattern=r"^(https?://[^?#]+)?$",
        description="Finds addresses and places that residents type as the ends of a ride, as "
        "https://data.geopf.fr/geocodage (IGN): it is asked what they type. Empty, or while it fails: communes, "
        "postcodes, carpool areas and the map.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severity that is logged."
    )

    @field_validator("openid_providers")
    @classmethod
    def _providers_are_complete(cls, text: str) -> str:
        needed = {"provider_id", "name", "client_id", "secret", "server_url"}
        try:
            complete = all(needed <= set(provider) for provider in json.loads(text))
        except (TypeError, ValueError):
            complete = False
        if not complete:
            raise ValueError("this is no JSON list of providers with all five keys")
        return text

    @field_validator("carpool_partners")
    @classmethod
    def _partners_are_complete(cls, text: str) -> str:
        needed, known = {"name", "url", "key"}, {"name", "url", "key", "operator"}
        try:
            complete = all(
                needed <= set(each) <= known
                and all(isinstance(value, str) and value for value in each.values())
                and urlsplit(each["url"]).scheme in {"http", "https"}
                and urlsplit(each["url"]).hostname
                and (urlsplit(each["url"]).port or True)
                for each in json.loads(text)
            )
        except (TypeError, ValueError, AttributeError):
            complete = False
        if not complete:
            raise ValueError("this is no JSON list of partners with name, url (http or https) and key")
        return text

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> Self:
        if self.secret_key and len(self.secret_key) < SECRET_KEY_LENGTH:
            raise ValueError(f"PLACETTE_SECRET_KEY: at least {SECRET_KEY_LENGTH} characters are expected.")
        if self.proof_url and not (self.proof_class and self.proof_access_key and self.proof_secret_key):
            raise ValueError(
                "PLACETTE_PROOF_URL: the register also wants PLACETTE_PROOF_CLASS, PLACETTE_PROOF_ACCESS_KEY and "
                "PLACETTE_PROOF_SECRET_KEY."
            )
        if not self.demo:
            missing = [sentence for field, sentence in REQUIRED.items() if field not in self.model_fields_set]
            if self.debug:
                missing.append(
                    "PLACETTE_DEBUG shows what the site knows to every visitor: only with PLACETTE_DEMO=1."
                )
            if missing:
                raise ValueError("\n".join(missing))
        return self

    @property
    def url(self) -> str:
        return self.site_url or f"http://{self.host}:{self.port}"


class ConfigurationError(Exception):
    """Says in one sentence which variable is wrong and what is expected."""


def variable(field: str) -> str:
    return field.upper() if field in {"port", "database_url"} else f"PLACETTE_{field.upper()}"


def read() -> Configuration:
    _refuse_unknown_names()
    try:
        return Configuration()
    except ValidationError as wrong:
        sentences = []
        for error in wrong.errors():
            if not error["loc"]:
                sentences.append(str(error["ctx"]["error"]))
                continue
            name = str(error["loc"][0])
            field = name.lower().removeprefix("placette_")
            expected = Configuration.model_fields[field].description
            sentences.append(f"{variable(field)}: {error['msg']}. Expected: {expected}")
        raise ConfigurationError("\n".join(sentences)) from None


def _refuse_unknown_names() -> None:
    """A misspelt variable would be a setting that silently keeps its default."""
    fields = Configuration.model_fields
    known = {OF_THE_TESTS, *map(variable, fields)}
    sentences = []
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            meant = get_close_matches(name.lower().removeprefix(PREFIX.lower()), fields, n=1)
            advice = f"did you mean {variable(meant[0])}?" if meant else "`placette settings` lists them all."
            sentences.append(f"{name} is no setting: {advice}")
    if sentences:
        raise ConfigurationError("\n".join(sentences))
