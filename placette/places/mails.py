"""The mails of the waiting list, in the language of who receives them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from placette.core.mail import compose, deliver

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
        }
    deliver(compose(waiting.email, waiting.language, f"places/mail/{template}", facts, stop_url=leave_url))


def _address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])
