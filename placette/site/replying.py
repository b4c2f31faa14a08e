"""Answering a message by the link of its e-mail."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.conversations import actions, queries, rules
from placette.conversations.forms import MessageForm
from placette.conversations.models import Message
from placette.notices.by_mail.acts import Act, Asked, Refused, register
from placette.people.standing import Standing

SHOWN = 3  # of the last messages: what one answers to, not the whole talk


def register_acts() -> None:
    register(Act("message.reply", gettext_lazy("Répondre"), _ask, _reply, _form, "send"))


def of_message(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [("message.reply", facts["conversation"])] if "conversation" in facts else []


def _ask(standing: Standing, pk: int) -> Asked | None:
    """The last words of the others, which her e-mail does not hold."""
    conversation = queries.conversation_of(standing.known, pk)
    if conversation is None:
        return None
    written = [each for each in queries.thread(conversation).messages if not each.event]
    words = [(_signed(each), each.body) for each in written[-SHOWN:]]
    others = queries.others(conversation, standing.known)
    may = rules.may_write(others)
    over = "" if may else _("Cette personne a quitté Placette : elle ne lirait pas votre message.")
    return Asked(conversation.title, words, over, others, said=queries.said_for(conversation, others))


def _signed(message: Message) -> str:
    """« Odette M., par la mairie »."""
    author = message.author
    name = author.display_name if author and author.is_active else _("Ancien membre")
    return f"{name}, {message.deed.words}" if message.deed else name


def _form(standing: Standing, pk: int, data: QueryDict | None) -> MessageForm:
    return MessageForm(data, initial={"key": uuid.uuid4()})


def _reply(standing: Standing, pk: int, form: forms.Form) -> str:
    conversation = queries.conversation_of(standing.known, pk)
    if conversation is None:
        raise Refused(_("Cette conversation n’est plus là. Votre texte est toujours ici."))
    key = form.cleaned_data["key"]
    actions.post(conversation, standing.known, form.cleaned_data["body"], str(key) if key else None)
    newest = conversation.messages.order_by("-pk").values_list("pk", flat=True).first()
    actions.mark_read(conversation, standing.known, newest or 0)
    return _("Votre message est parti.")
