import json
import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placette.core import limits
from placette.people.models import Person
from placette.people.reading import read_aloud_to

from . import actions, queries, rules
from .folding import fold
from .forms import MessageForm
from .models import Conversation, Message
from .subjects import SUBJECTS

# A day of lively talk with everybody, and far below what a machine writes.
MOST, WITHIN = 30, 300


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = queries.inbox(request.user, max(1, min(_number(request, "page"), 10_000)))
    lines = [(row, _sentence(request, row.conversation, row.last) if row.last else "") for row in page.rows]
    return render(request, "conversations/inbox.html", {"lines": lines, "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A page of the conversation; the messages after an id (`after`) or before one (`avant`); or a new message."""
    conversation = queries.conversation_of(request.user, conversation_id)
    if conversation is None:
        raise Http404
    if request.method == "POST":
        return _post(request, conversation)
    if "after" in request.GET:
        return _show(request, conversation, "live", after=_number(request, "after"))
    if before := _number(request, "avant"):
        return _show(request, conversation, "earlier" if request.htmx else "", before=before)
    return _show(request, conversation, form=_empty_form())


def _post(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    form = MessageForm(request.POST)
    others = queries.others(conversation, request.user)
    if not rules.may_write(others):
        form.add_error(None, _("Cette personne a quitté Placette : elle ne lirait pas votre message."))
    elif form.is_valid():
        if limits.allow(f"message:{request.user.pk}", MOST, WITHIN):
            key = form.cleaned_data["key"]
            actions.post(conversation, request.user, form.cleaned_data["body"], str(key) if key else None)
            return _posted(request, conversation)
        form.add_error(
            "body", _("Vous écrivez très vite : attendez cinq minutes. Votre message est toujours ici.")
        )
    if request.htmx:
        context = {"conversation": conversation, "form": form}
        return render(request, "conversations/thread.html#composer", context)
    return _show(request, conversation, form=form)


def _posted(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The page again; or an empty composer and the event by which live-thread looks for what is new."""
    if not request.htmx:
        return redirect(conversation)
    form = _empty_form()
    form.fields["body"].widget.attrs["autofocus"] = True
    context = {"conversation": conversation, "form": form}
    response = render(request, "conversations/thread.html#composer", context)
    response["HX-Trigger"] = json.dumps({"live:conversation": {"id": conversation.pk}})
    return response


def _empty_form() -> MessageForm:
    return MessageForm(initial={"key": uuid.uuid4()})


def _show(
    request: HttpRequest,
    conversation: Conversation,
    part: str = "",
    form: MessageForm | None = None,
    after: int = 0,
    before: int = 0,
) -> HttpResponse:
    found = queries.thread(conversation, after, before)
    if part == "live" and not found.messages:
        return HttpResponse(status=204)
    if found.messages and found.messages[-1].pk > conversation.read_up_to:
        actions.mark_read(conversation, request.user, found.messages[-1].pk)
    others: list[Person] = queries.others(conversation, request.user) if not part else []
    context: dict[str, Any] = {
        "conversation": conversation,
        "blocks": fold([(message, _sentence(request, conversation, message)) for message in found.messages]),
        "earlier": found.messages[0].pk if found.earlier else 0,
        "is_newest": not before,
        "others": others,
        "may_write": rules.may_write(others),
        "read_aloud": read_aloud_to(others, queries.said_for(conversation, others)),
        "form": form or _empty_form(),
    }
    subject = SUBJECTS.get(conversation.subject_kind)
    with timezone.override(subject.zone(conversation) if subject else None):
        if subject and part != "earlier":
            context["panel"] = subject.panel(conversation, request.standing)
        if subject and not part:
            context["card"] = subject.card(conversation, request.standing)
        return render(request, "conversations/thread.html" + (f"#{part}" if part else ""), context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _sentence(request: HttpRequest, conversation: Conversation, message: Message) -> str:
    """The words of a message, or the line of a step, which its subject writes."""
    if not message.event:
        return message.body
    subject = SUBJECTS.get(conversation.subject_kind)
    return subject.sentence(message, request.standing) if subject else ""
