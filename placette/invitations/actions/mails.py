"""Invitations by e-mail: each leaves once, to nobody who has said no, and its address is forgotten after a month."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from placette.core.mail import compose, deliver
from placette.invitations.models import Campaign, Declined, Invited
from placette.places import names

from .campaigns import end, tell

SALT = "invitations.mail"
ADDRESS_LIFE = timedelta(days=30)
GIVEN_UP = timedelta(hours=4)
STUCK = timedelta(
    days=4
)  # since it began; the last try of a mail is three hours after its first, and each hour begins anew


def send(invited_id: int) -> int | None:
    """Writes to one person, under a lock: a second job finds that she was written to. Which campaign; None where it is over.

    Who has an account, or wants no invitation, is passed over in silence: the town hall learns of neither.
    """
    with transaction.atomic():
        found = (
            Invited.objects.select_for_update(of=("self",))
            .select_related("campaign__commune")
            .filter(pk=invited_id, campaign__state=Campaign.State.MAKING)
            .first()
        )
        if found is None:
            return None
        if found.sent_at is None:
            if found.email and not _is_passed_over(found.email):
                _deliver(found)
            found.sent_at = timezone.now()
            found.save(update_fields=["sent_at"])
    return found.campaign_id


@transaction.atomic
def count(campaign_id: int) -> None:
    """How many the worker has done with. In a transaction of its own: who gives up holds the campaign and waits for those
    that are just leaving.
    """
    campaign = (
        Campaign.objects.select_for_update().filter(pk=campaign_id, state=Campaign.State.MAKING).first()
    )
    if campaign is None:
        return
    campaign.done = campaign.invited.filter(sent_at__isnull=False).count()
    if campaign.done == campaign.total:
        end(campaign, Campaign.State.READY)
    elif campaign.done % 10 == 0:
        campaign.save(update_fields=["done"])
        tell(campaign)


@transaction.atomic
def decline(token: str) -> bool:
    """She is not written to any more, by any town hall; her address goes at once. Doing it twice changes nothing."""
    read = _read(token)
    if read is None:
        return False
    campaign_id, wanted = read
    Declined.objects.get_or_create(digest=wanted)
    hers = [
        i.pk
        for i in Invited.objects.filter(campaign=campaign_id).exclude(email="")
        if digest(i.email) == wanted
    ]
    Invited.objects.filter(pk__in=hers, sent_at__isnull=False).update(email="", name="")
    return True


def campaign_of(token: str) -> Campaign | None:
    """By which link she comes; None where it is forged, or its campaign is gone."""
    read = _read(token)
    found = Campaign.objects.select_related("commune__space").filter(kind=Campaign.Kind.EMAILS)
    return found.filter(pk=read[0]).first() if read else None


def is_genuine(token: str) -> bool:
    return _read(token) is not None


def token_of(campaign_id: int, email: str) -> str:
    """It names nobody: the campaign, and the hash of the address."""
    return signing.dumps([campaign_id, digest(email)], salt=SALT)


def digest(email: str) -> str:
    """Keyed: a stolen table does not tell whether an address is in it."""
    said = f"placette.invitations:{email.lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def forget_addresses() -> int:
    old = Invited.objects.filter(campaign__created_at__lt=timezone.now() - ADDRESS_LIFE).exclude(email="")
    return old.update(email="", name="")


def to_try_again() -> list[int]:
    """Campaigns whose mails were all tried and did not all leave: the mail server was away for longer."""
    now = timezone.now()
    making = Campaign.objects.filter(kind=Campaign.Kind.EMAILS, state=Campaign.State.MAKING)
    return list(
        making.filter(begun_at__lt=now - GIVEN_UP, begun_at__gte=now - STUCK).values_list("pk", flat=True)
    )


def end_stuck() -> int:
    """Who could not be written to, whatever was tried, is left out: the campaign ends without her."""
    old = Campaign.objects.filter(
        kind=Campaign.Kind.EMAILS, state=Campaign.State.MAKING, begun_at__lt=timezone.now() - STUCK
    )
    for pk in old.values_list("pk", flat=True):
        Invited.objects.filter(campaign=pk, sent_at=None).update(sent_at=timezone.now())
        count(pk)
    return len(old)


def _read(token: str) -> tuple[int, str] | None:
    try:
        campaign_id, wanted = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(campaign_id), str(wanted)


def _is_passed_over(email: str) -> bool:
    return (
        Declined.objects.filter(digest=digest(email)).exists()
        or EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
    )


def _deliver(invited: Invited) -> None:
    campaign, token = invited.campaign, token_of(invited.campaign_id, invited.email)
    with translation.override("fr"):
        facts = {
            "commune": campaign.commune,
            "here": names.at(campaign.commune.of_name),
            "name": invited.name,
            "word": campaign.word,
            "link": settings.SITE_URL + reverse("invitations:invited", args=[token]),
        }
    stop = settings.SITE_URL + reverse("invitations:stop_inviting", args=[token])
    mail = compose(
        invited.email,
        "fr",
        "invitations/mail/invitation",
        facts,
        stop_url=stop,
        message_id=f"invitation-{invited.pk}",
    )
    deliver(mail)
