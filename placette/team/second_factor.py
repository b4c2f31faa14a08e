"""Whoever works for a town hall opens its desk with a password and a second thing: an application's code, a passkey, or
a recovery code. What was used is kept in the session, where allauth writes it."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse

from placette.people.models import Person
from placette.people.standing import Standing

POSSESSIONS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_used(request: HttpRequest) -> bool:
    """In this session. No query of its own."""
    return any(each.get("method") == "mfa" for each in get_authentication_records(request, request.user))


def opens_a_desk(standing: Standing) -> bool:
    """Of a town hall, its social service, a community of communes, or the whole site."""
    return bool(standing.town_halls or standing.social or standing.community_desks or standing.is_operator)


def desk_of(standing: Standing) -> str:
    """The first page of where she works."""
    if standing.town_halls:
        return reverse("townhall:desk")
    if standing.social:
        return reverse("social:letters")
    return reverse("townhall:community" if standing.community_desks else "townhall:operator")


def has_one(person: Person) -> bool:
    """One query."""
    return Authenticator.objects.filter(user=person, type__in=POSSESSIONS).exists()


def added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Setting up the first is using it: her application's code was checked, her key has signed. A further one proves
    nothing of who adds it."""
    hers = Authenticator.objects.filter(user=user, type__in=POSSESSIONS).exclude(pk=authenticator.pk)
    if authenticator.type in POSSESSIONS and not hers.exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
