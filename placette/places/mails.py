"""The mails of the waiting list, in the language of who receives them."""

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from . import names
from .models import Waiting
from .tokens import CONFIRM, LEAVE, make


def send(template: str, waiting: Waiting) -> None:
    """`template`: confirm or opening."""
    leave_url = _address("places:waiting_leave", make(waiting.pk, LEAVE))
    with translation.override(waiting.language):
        facts = {
            "commune": waiting.commune,
            "here": names.at(waiting.commune.of_name),
            "commune_url": settings.SITE_URL + waiting.commune.get_absolute_url(),
            "confirm_url": _address("places:waiting_confirm", make(waiting.pk, CONFIRM)),
            "leave_url": leave_url,
            "language": waiting.language,
        }
        subject = render_to_string(f"places/mail/{template}_subject.txt", facts)
        text = render_to_string(f"places/mail/{template}.txt", facts)
        html = css_inline.inline(render_to_string(f"places/mail/{template}.html", facts))
    message = EmailMultiAlternatives(
        " ".join(subject.split()),
        text.strip() + "\n",
        to=[waiting.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(html, "text/html")
    message.send()


def _address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])
