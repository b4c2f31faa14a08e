"""Django's settings, made from the operator's configuration."""

import json
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from . import configuration

CONFIGURATION = configuration.read()
BASE_DIR = configuration.PROJECT
VAR = CONFIGURATION.var
DEMO = CONFIGURATION.demo
DEBUG = CONFIGURATION.debug
SITE_URL = CONFIGURATION.url


def _secret_key() -> str:
    """The operator's; in the demo one that is made once. Elsewhere configuration.py refuses its absence."""
    if CONFIGURATION.secret_key:
        return CONFIGURATION.secret_key
    kept = VAR / "demo-secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    CONFIGURATION.host,
    urlsplit(SITE_URL).hostname or "",
    *(host.strip() for host in CONFIGURATION.allowed_hosts.split(",") if host.strip()),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "placette.site.urls"
WSGI_APPLICATION = "placette.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "placette.site",
    "placette.team",
    "placette.invitations",
    "placette.behalf",
    "placette.townhall",
    "placette.civic",
    "placette.social",
    "placette.carpool",
    "placette.groupbuys",
    "placette.listings",
    "placette.impact",
    "placette.conversations",
    "placette.notices",
    "placette.trust",
    "placette.people",
    "placette.places",
    "placette.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_vite",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "placette.core.metrics.Measured",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "placette.core.middleware.PermissionsPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "placette.core.middleware.RequestId",
    "placette.core.middleware.KeptByNobodyElse",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "placette.core.middleware.TooLarge",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "placette.people.middleware.StandingMiddleware",
    "placette.team.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "placette.townhall.middleware.SpaceGuard",
    "placette.core.middleware.NothingSent",
    "placette.core.middleware.DatabaseAway",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "placette.core.templatetags.ui",
                "placette.core.templatetags.amounts",
                "placette.core.templatetags.moments",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "placette.core.context.chrome",
                "placette.site.demo.context.ways_in",
            ],
        },
    }
]
FORM_RENDERER = "placette.core.forms.Renderer"


# --- PostgreSQL -------------------------------------------------------------------------------------------


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// address; a socket folder may stand in ?host=.

    ?prepares=no: behind a pooler, which may give each transaction another connection (core.prepared).
    """
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    prepares = query.pop("prepares", "yes")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "placette",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
        "PREPARES": prepares != "no",
    }


# The command-line tool starts the embedded PostgreSQL and sets DATABASE_URL before Django is imported.
DATABASES = {"default": database(CONFIGURATION.database_url or "postgresql:///placette")}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # Django keeps 300 by default and throws out others that still count: failed sign-ins, numbers for the counter.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- Accounts ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["placette.people.signing_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "first_name", "last_name"]},
    },
    {"NAME": "placette.people.password.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:feed"
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIGURATION.proxies
ACCOUNT_LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_ADAPTER = "placette.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "placette.people.adapters.SocialAccountAdapter"
ACCOUNT_FORMS = {
    "login": "placette.people.account_forms.LoginForm",
    "signup": "placette.people.account_forms.SignupForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "placette.team.adapters.MFAAdapter"
MFA_TOTP_ISSUER = "Placette"
# A telephone whose clock is half a minute off still opens the door.
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(SITE_URL).hostname in {"127.0.0.1", "localhost"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider["provider_id"],
                "name": provider["name"],
                "client_id": provider["client_id"],
                "secret": provider["secret"],
                "settings": {"server_url": provider["server_url"]},
            }
            for provider in json.loads(CONFIGURATION.openid_providers)
        ],
    }
}

# --- E-mail -----------------------------------------------------------------------------------------------


def mailer(url: str) -> dict[str, object]:
    """Django's mailer for smtp://, smtp+tls:// or smtps://user:password@host:port."""
    parts = urlsplit(url)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or 25,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


# In the demo the command-line tool starts a local mail catcher and sets PLACETTE_SMTP_URL.
MAILERS = {"default": mailer(CONFIGURATION.smtp_url or "smtp://127.0.0.1:2525")}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIGURATION.mail_from

# --- Language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [BASE_DIR / "placette" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = Path(CONFIGURATION.media_root) if CONFIGURATION.media_root else VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "placette.core.static_files.Storage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"(^.+[.-][0-9a-zA-Z_-]{8,12}\..+$)"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "build",
        "manifest_path": BASE_DIR / "placette" / "core" / "static" / "build" / "manifest.json",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# The largest form is a grouped purchase of twenty products with seven tiers each: 24 fields a product, and some forty more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
# Whoever chooses a whole album reads on the form that six are kept; MAX_BODY limits what it may weigh.
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
UPLOAD_MAX_BYTES = 15_000_000

# --- Carpooling -------------------------------------------------------------------------------------------

CARPOOL_PARTNERS = json.loads(CONFIGURATION.carpool_partners)

# --- Security ---------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [
        CSP.SELF,
        *(provider["server_url"] for provider in json.loads(CONFIGURATION.openid_providers)),
    ],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "placette.core.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
if CONFIGURATION.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = CONFIGURATION.hsts_seconds
    SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIGURATION.hsts_subdomains
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# --- Logs -------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "placette.core.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": CONFIGURATION.log_level},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
        "ofxtools": {"level": "WARNING"},  # below it writes out the bank statement that it reads
    },
}
