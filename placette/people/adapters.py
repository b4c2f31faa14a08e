"""How accounts are made here, and how their e-mails leave: by a job, never while a page waits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from placette.core import limits, live

from . import tasks

MAILS_A_DAY = 20  # to one address, far more than the clumsiest need
SIGNED_OUT = "signed-out"  # the live streams look at their sessions again


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("L’adresse e-mail ou le mot de passe est incorrect.")
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Rendered now (links and codes are of this request), delivered by the worker.

        Silent when an address has had its share: whoever asks must not learn whose it is.
        """
        if not limits.allow(f"account-mail:{email.lower()}", MAILS_A_DAY, 86_400):
            return
        language = getattr(context.get("user"), "language", None) or translation.get_language() or "fr"
        facts = {
            "request": current.request,
            "email": email,
            "current_site": get_current_site(current.request),
            "site_url": settings.SITE_URL,
            **context,
        }
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", facts).split())
            body = render_to_string(f"{template_prefix}_message.txt", facts).strip()
            pages = [f"{template_prefix}_message.html", "people/mail.html"]
            html = render_to_string(pages, {**facts, "body": body, "subject": subject})
        tasks.deliver.defer(to=email, subject=subject, body=body, html=html)

    def new_user(self, request: HttpRequest) -> Any:
        """Somebody new is written to in the language in which she read the page."""
        person = super().new_user(request)
        person.language = (translation.get_language() or "fr")[:2]
        return person

    def logout(self, request: HttpRequest) -> None:
        """Her open pages hear of it once the session has gone: no sooner, or they would still find it."""
        person = request.user.pk
        super().logout(request)
        if person:
            live.tell([person], SIGNED_OUT)

    def set_password(self, user: Any, password: str) -> None:
        """The pages that are open elsewhere, with the former password, hear of it."""
        user.set_password(password)
        user.save(update_fields=["password"])
        live.tell([user.pk], SIGNED_OUT)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:welcome")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect providers by settings alone; a provider's e-mail is trusted only when it says it is verified."""
