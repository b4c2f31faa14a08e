"""Where rooms that do not know each other are joined: messages and verifications become notices, the square shows all."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic import showing
from placette.conversations import events as conversations
from placette.conversations.models import Conversation, Message, Participant
from placette.groupbuys.actions.invited import invited_to, opens
from placette.groupbuys.registrations import soonest_on_the_square
from placette.listings import square
from placette.notices.actions import notify, see
from placette.notices.kinds import Group, Kind, register
from placette.people import events as people
from placette.people.carried import facts_of, signed
from placette.people.models import Membership, Person
from placette.people.standing import standing_of
from placette.site import replying
from placette.townhall.square import figures_on_the_square, welcome_on_the_square

# Time to read a message on the site before it is told by e-mail.
READS_WITHIN = timedelta(minutes=2)


def wire() -> None:
    replying.register_acts()
    register(
        Kind(
            "message",
            gettext_lazy("Un message m’attend"),
            _message_sentence,
            "message",
            grace=READS_WITHIN,
            on_site=False,
            acts=replying.of_message,
        )
    )
    register(
        Kind(
            "verified",
            gettext_lazy("Ma résidence est confirmée"),
            _verified_sentence,
            "shield",
            Group.ACCOUNT,
        )
    )
    conversations.posted.append(_tell_of_message)
    conversations.read.append(_forget_what_is_read)
    people.verified.append(_tell_of_verification)
    square.above.append(showing.above_the_square)
    square.sections.append(welcome_on_the_square)
    square.sections.append(figures_on_the_square)
    square.sections.extend([showing.on_the_square, soonest_on_the_square])


def _tell_of_message(message: Message, others: list[int]) -> None:
    """The first unread message is told; while it stays unread, further ones add no e-mail."""
    conversation = message.conversation
    read = Participant.objects.filter(conversation=conversation, person__in=others)
    for person, read_up_to in read.values_list("person_id", "read_up_to"):
        notify(
            [person],
            "message",
            conversation.get_absolute_url(),
            f"message:{conversation.pk}:{read_up_to}",
            name=message.author.display_name if message.author else "",
            title=conversation.title,
            **facts_of(message.deed),
            conversation=conversation.pk,
        )


def _forget_what_is_read(conversation: Conversation, person: Person) -> None:
    """Whoever has read the conversation needs no notice that leads to it."""
    see(person, url=conversation.get_absolute_url())


def _tell_of_verification(membership: Membership) -> None:
    """With the way to the grouped purchase to which she was invited meanwhile."""
    invitation = invited_to(membership.person)
    if invitation and not opens(standing_of(membership.person), invitation):
        invitation = None
    page = invitation.get_absolute_url() if invitation else "/place/"
    facts = {"invited": True} if invitation else {}
    notify([membership.person_id], "verified", page, f"verified:{membership.pk}", **facts)


def _message_sentence(facts: dict[str, Any]) -> str:
    known = {"name": signed(facts.get("name", ""), facts.get("through")), "title": facts.get("title", "")}
    return _("%(name)s vous a écrit au sujet de « %(title)s ».") % known


def _verified_sentence(facts: dict[str, Any]) -> str:
    if facts.get("invited"):
        return _("Votre résidence est confirmée : voici l’achat groupé auquel on vous a invité·e.")
    return _("Votre résidence est confirmée : la place vous est ouverte.")
