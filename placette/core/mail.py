"""Every e-mail of the site: one look, the language of who reads it, and what mail programs expect in its headers."""

import logging
import smtplib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate import RetryStrategy

from placette.core.text import one_line

# 8 tries in under three hours: 3 s, 9 s, 27 s … 36 min, 1 h 49.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The server did not take a mail this time. Says why, never to whom: it ends up in the log."""


def compose(
    to: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    *,
    stop_url: str = "",
    message_id: str = "",
) -> EmailMultiAlternatives:
    """A mail from `template` (`…_subject.txt`, `….txt`, `….html`; the last two extend core/mail/base)."""
    with translation.override(language):
        facts = {"site_url": settings.SITE_URL, "stop_url": stop_url, **context}
        subject = one_line(render_to_string(f"{template}_subject.txt", facts))
        text = render_to_string(f"{template}.txt", {**facts, "subject": subject})
        html = render_to_string(f"{template}.html", {**facts, "subject": subject})
    return write(to, subject, text, html, stop_url=stop_url, message_id=message_id)


def write(
    to: str, subject: str, text: str, html: str, *, stop_url: str = "", message_id: str = ""
) -> EmailMultiAlternatives:
    """A mail from its words. With `message_id` the same mail sent twice is shown once by most mail programs."""
    headers = {"Auto-Submitted": "auto-generated"}
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if message_id:
        headers["Message-ID"] = f"<{message_id}@{urlsplit(settings.SITE_URL).hostname}>"
    # In one line, so that nothing in a name or a title begins another header.
    mail = EmailMultiAlternatives(one_line(subject), text.strip() + "\n", to=[to], headers=headers)
    mail.attach_alternative(css_inline.inline(html, keep_at_rules=True), "text/html")
    return mail


def deliver(mail: EmailMultiAlternatives) -> bool:
    """True once the server has taken it, False when it refuses this address for good; raises NotTaken to try again."""
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = sorted({code for code, _ in refused.recipients.values()})
        if codes and codes[0] >= 500:
            log.warning("an e-mail is refused for good: %s", codes)
            return False
        raise NotTaken(f"SMTPRecipientsRefused {codes}") from None
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"{type(error).__name__} {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(type(error).__name__) from None
    return True
