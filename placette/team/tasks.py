"""Mails of the team, and what is forgotten."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from placette.core.mail import RETRY, compose, deliver
from placette.people.models import Person

from . import rules
from .actions import roles
from .models import Invitation


@app.task(name="team.send_invitation", queue="mail", retry=RETRY)
def send_invitation(invitation: int) -> None:
    """Under a lock, so that who takes the invitation back meanwhile waits, and nobody is sent a dead link."""
    with transaction.atomic():
        found = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("commune")
            .filter(pk=invitation, ended_at=None, expires_at__gt=timezone.now())
            .first()
        )
        if found is None:
            return
        link = settings.SITE_URL + reverse("team:accept", args=[roles.token_of(found)])
        facts = {
            "commune": found.commune,
            "role": found.get_name_display(),
            "opens": rules.OPENS[found.name],
            "link": link,
        }
        known = Person.objects.filter(email__iexact=found.email).values_list("language", flat=True).first()
        deliver(compose(found.email, known or "fr", "team/mail/invitation", facts))


@app.periodic(cron="37 4 * * *", periodic_id="team.forget_old")
@app.task(name="team.forget_old", queue="default")
def forget_old(timestamp: int) -> int:
    return roles.forget_old()
