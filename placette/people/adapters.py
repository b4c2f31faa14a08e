"""How accounts are made here, and how their e-mails leave: by a job, never while a page waits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from placette.core import limits

from . import tasks

MAILS_A_DAY = 20  # to one address, far more than the clumsiest need


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Rendered now (links and codes are of this request), delivered by the worker.

        Silent when an address has had its share: whoever asks must not learn whose it is.
        """
        if not limits.allow(f"account-mail:{email.lower()}", MAILS_A_DAY, 86_400):
            return
        person = context.get("user")
        language = getattr(person, "language", None) or translation.get_language() or "fr"
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
            body = render_to_string(f"{template_prefix}_message.txt", context).strip()
            html = render_to_string("people/mail.html", {"body": body, "subject": subject})
        tasks.deliver.defer(to=email, subject=subject, body=body, html=html)

    def new_user(self, request: HttpRequest) -> Any:
        """Somebody new is written to in the language in which she read the page."""
        person = super().new_user(request)
        person.language = (translation.get_language() or "fr")[:2]
        return person

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:welcome")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect providers by settings alone; a provider's e-mail is trusted only when it says it is verified."""
