"""A crew's life: founded, joined by invitation, left."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool.actions.bookings import Refusal
from placette.carpool.crews.actions.planning import arrange, joined, locked
from placette.carpool.models import Crew, CrewMember
from placette.conversations import actions as conversations
from placette.core import keys
from placette.notices.actions import notify, withdraw
from placette.people.models import Membership, Person

MOST = 20  # members: more are several crews
LEFT_ALONE = timedelta(days=30)  # after a no, or having left


@transaction.atomic
def found(
    founder: Person,
    membership: Membership,
    now: datetime,
    *,
    own: dict[str, int],
    key: object = None,
    **fields: Any,
) -> Crew:
    """A crew with its conversation and its first member. `own`: needs and seats of hers. The same form twice is one crew."""
    # Not the road: the router may answer the first tap and be too slow for the second.
    key = keys.of(key, sorted((name, value) for name, value in fields.items() if name != "road"))
    if key and (sent := Crew.objects.filter(founder=founder, key=key).first()):
        return sent
    try:
        with transaction.atomic():
            conversation = conversations.open_conversation("crew", 0, fields["name"], [founder.pk])
            crew = Crew.objects.create(
                founder=founder,
                commune=membership.commune,
                conversation=conversation,
                founded_at=now,
                key=key,
                **fields,
            )
            conversation.subject_id = crew.pk
            conversation.save(update_fields=["subject_id"])
    except IntegrityError:  # the twin of a double click was faster
        return Crew.objects.get(founder=founder, key=key)
    CrewMember.objects.create(crew=crew, person=founder, joined_at=now, invited_at=now, **own)
    conversations.record(conversation, "founded", founder)
    return crew


@transaction.atomic
def invite(crew: Crew, by: Person, person: Person) -> CrewMember:
    """She is told once, and decides. Who is in it already, or invited, stays as she is.

    Refusal while her last no is recent, lest she be asked day after day; by a link she still comes of her own will.
    """
    crew = locked(crew)
    there = CrewMember.objects.filter(crew=crew, person=person, left_at__isnull=True).first()
    if there:
        return there
    if CrewMember.objects.filter(crew=crew, person=person, left_at__gt=timezone.now() - LEFT_ALONE).exists():
        raise Refusal(
            _("Cette personne a dit non ou est partie il y a moins d’un mois. Le lien lui reste ouvert.")
        )
    if CrewMember.objects.filter(crew=crew, left_at__isnull=True).count() >= MOST:
        raise Refusal(_("Un équipage a vingt membres au plus : formez-en un second."))
    made = CrewMember.objects.create(crew=crew, person=person, invited_by=by)
    notify(
        [person.pk], "crew", "/equipages/", f"crew:{crew.pk}:invited:{made.pk}", step="invited", name=by.display_name, crew=crew.name,
        member=made.pk,
    )  # fmt: skip
    return made


@transaction.atomic
def join(crew: Crew, person: Person, now: datetime, inviter: Person | None = None, **own: int) -> CrewMember:
    """She says yes; the plan makes room for her. `own`: needs, seats, out_days, back_days."""
    crew = locked(crew)
    if crew.ended_at:
        raise Refusal(_("Cet équipage s’est arrêté."))
    member = CrewMember.objects.filter(crew=crew, person=person, left_at__isnull=True).first()
    if member and member.joined_at:
        return member
    if len(joined(crew)) >= MOST:
        raise Refusal(_("Un équipage a vingt membres au plus : formez-en un second."))
    member = member or CrewMember(crew=crew, person=person, invited_by=inviter)
    member.joined_at = now
    for name, value in own.items():
        setattr(member, name, value)
    member.save()
    withdraw(f"crew:{crew.pk}:invited:{member.pk}")
    conversations.join(crew.conversation, person)
    arrange(crew, now)
    _tell(crew, "joined", person, member)
    return member


@transaction.atomic
def change(member: CrewMember, now: datetime, **own: int) -> None:
    """Other days, children or seats; the plan follows."""
    crew = locked(member.crew)
    for name, value in own.items():
        setattr(member, name, value)
    member.save(update_fields=[*own])
    arrange(crew, now)


@transaction.atomic
def leave(member: CrewMember, now: datetime) -> None:
    """Out at once: her turns to come are the others', what she drove stays counted. The last one ends the crew."""
    _out(member, now, "left")


@transaction.atomic
def remove(member: CrewMember, now: datetime) -> None:
    """The founder takes her out, as if she had left. Nobody gets a notice: the conversation says it to those who stay."""
    _out(member, now, "removed")


def _out(member: CrewMember, now: datetime, step: str) -> None:
    crew = locked(member.crew)
    member.refresh_from_db()
    if member.left_at:
        return
    member.left_at = now
    member.save(update_fields=["left_at"])
    withdraw(f"crew:{crew.pk}:invited:{member.pk}")
    if member.joined_at:
        if step == "left":
            _tell(crew, step, member.person, member)
        else:
            conversations.record(crew.conversation, step, member.person)
        conversations.leave(crew.conversation, member.person)
    if joined(crew):
        _say_who_takes_over(crew)
    else:
        crew.ended_at = now
        crew.save(update_fields=["ended_at"])
    arrange(crew, now)


def _say_who_takes_over(crew: Crew) -> None:
    """The database has given it to the oldest verified member already, where its founder has left."""
    founder = crew.founder_id
    crew.refresh_from_db(fields=["founder", "key"])
    if crew.founder and crew.founder_id != founder:
        conversations.record(crew.conversation, "takes_over", crew.founder)
        notify(
            [crew.founder.pk], "crew", crew.get_absolute_url(), f"crew:{crew.pk}:takes_over:{crew.founder.pk}", step="takes_over", crew=crew.name,
        )  # fmt: skip


def _tell(crew: Crew, step: str, by: Person, member: CrewMember) -> None:
    conversations.record(crew.conversation, step, by)
    others = [each.person_id for each in joined(crew) if each.person_id != by.pk]
    notify(
        others, "crew", crew.get_absolute_url(), f"crew:{crew.pk}:{step}:{member.pk}", step=step, name=by.display_name, crew=crew.name,
    )  # fmt: skip
