"""Roles are offered by e-mail, accepted by who holds the address, and end; each is dated and in the audit trail."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.notices.actions import notify
from placette.people.models import Person, Role
from placette.places.models import Commune
from placette.team.models import Invitation
from placette.trust import trail

SALT = "team.invitation"
INVITATION_LIFE = timedelta(days=14)


class Refusal(Exception):
    """Why it cannot be, and what to do, in words for the person."""


@transaction.atomic
def invite(commune: Commune, email: str, name: str, by: Person) -> Invitation:
    """The e-mail leaves with the transaction. Asked twice, the same invitation begins anew and its link is sent again."""
    from placette.team.tasks import send_invitation

    now = timezone.now()
    invitation, _made = Invitation.objects.update_or_create(
        commune=commune, email=email.lower(), name=name, ended_at=None,
        defaults={"by": by, "at": now, "expires_at": now + INVITATION_LIFE},
    )  # fmt: skip
    trail.record("role.invited", by, commune=commune, role=name)
    send_invitation.defer(invitation=invitation.pk)
    return invitation


@transaction.atomic
def withdraw(commune: Commune, pk: int, by: Person) -> None:
    """Its link stops working at once. One that was answered meanwhile stays answered."""
    found = Invitation.objects.select_for_update().filter(commune=commune, pk=pk, ended_at=None).first()
    if found:
        _end(found)
        trail.record("role.withdrawn", by, commune=commune, role=found.name)


@transaction.atomic
def accept(pk: int, person: Person) -> Role:
    """The caller has asked `addressed_to` and rules.may_hold. Whatever races, an invitation gives one role once."""
    now = timezone.now()
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("commune")
        .filter(pk=pk, ended_at=None, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise Refusal(_("Cette invitation ne vaut plus. Demandez à la mairie de vous en envoyer une autre."))
    role, fresh = Role.objects.get_or_create(
        person=person, name=found.name, commune=found.commune, until=None, defaults={"since": now}
    )
    _end(found, role if fresh else None)
    if fresh and role.name == Role.Name.OFFICER:
        _leave_the_neighbours(role)
    if fresh:
        trail.record("role.given", found.by, commune=found.commune, person=person, role=role.name)
        _tell(role, ended=False)
    return role


@transaction.atomic
def end(commune: Commune, pk: int, by: Person) -> Role | None:
    """None where it had ended already. Of two officers who end each other's at once, one stays: the commune's row
    is locked first.
    """
    Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
    role = Role.objects.select_related("person").filter(commune=commune, pk=pk, until=None).first()
    if role is None:
        return None
    current = Role.objects.filter(commune=commune, name=Role.Name.OFFICER, until=None)
    if role.name == Role.Name.OFFICER and not current.exclude(pk=pk).exists():
        raise Refusal(
            _(
                "C’est la dernière personne de la mairie : sans elle, plus personne n’ouvrirait ce bureau. Invitez d’abord un·e collègue ; quand elle aura accepté, revenez ici."
            )
        )
    role.until = timezone.now()
    role.save(update_fields=["until"])
    if role.name == Role.Name.OFFICER:
        # She must not come back by a link that she sent to another address of hers.
        for sent in Invitation.objects.select_for_update().filter(
            commune=commune, by=role.person, ended_at=None
        ):
            _end(sent)
    trail.record("role.ended", by, commune=commune, person=role.person, role=role.name)
    _tell(role, ended=True)
    return role


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, int(invitation.at.timestamp())], salt=SALT)


def invitation_of(token: str) -> Invitation | None:
    """The open invitation behind a link; None where it was answered, taken back, renewed, is too old or forged."""
    try:
        pk, at = signing.loads(token, salt=SALT, max_age=INVITATION_LIFE)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    found = Invitation.objects.select_related("commune", "by").filter(pk=pk, ended_at=None).first()
    live = found and int(found.at.timestamp()) == at and found.expires_at > timezone.now()
    return found if live else None


def addressed_to(invitation: Invitation, person: Person) -> bool:
    """She holds the address that was written to: a link that was passed on opens nothing. One query."""
    from allauth.account.models import EmailAddress

    hers = EmailAddress.objects.filter(user=person, verified=True, email__iexact=invitation.email)
    return bool(hers.exists())


def forget_old() -> int:
    """Invitations that nobody answered lose their address; those that ended long ago go altogether."""
    now = timezone.now()
    Invitation.objects.filter(ended_at__lt=now - timedelta(days=365)).delete()
    return Invitation.objects.filter(ended_at=None, expires_at__lt=now).update(ended_at=now, email="")


def _leave_the_neighbours(role: Role) -> None:
    """Whoever works for the town hall reads nothing more of what residents ask each other: she is told what she asks of
    nobody as an ambassador, or as a moderator, no longer."""
    held = Role.objects.filter(
        person=role.person, commune=role.commune, name__in=Role.OF_RESIDENTS, until=None
    )
    for other in held.select_related("commune"):
        other.until = role.since
        other.save(update_fields=["until"])
        trail.record("role.ended", role.person, commune=other.commune, person=role.person, role=other.name)


def _end(invitation: Invitation, role: Role | None = None) -> None:
    invitation.ended_at, invitation.email, invitation.role = timezone.now(), "", role
    invitation.save(update_fields=["ended_at", "email", "role"])


def _tell(role: Role, *, ended: bool) -> None:
    assert role.commune
    notify(
        [role.person_id],
        "role",
        role.commune.get_absolute_url(),
        f"role:{role.pk}:{'ended' if ended else 'given'}",
        role=role.name,
        commune=role.commune.name,
        ended=ended,
    )
