import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placette.core import limits

from . import actions, queries
from .forms import MessageForm
from .models import Conversation, Message
from .subjects import SUBJECTS


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    rows = queries.inbox(request.user)  # type: ignore[arg-type]
    lines = [(row, _sentence(request, row.conversation, row.last) if row.last else "") for row in rows]
    return render(request, "conversations/inbox.html", {"lines": lines})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, conversation_id: int) -> HttpResponse:
    conversation = queries.conversation_of(request.user, conversation_id)  # type: ignore[arg-type]
    if conversation is None:
        raise Http404
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        if limits.allow(f"message:{request.user.pk}", 30, 300):
            key = form.cleaned_data["key"]
            actions.post(conversation, request.user, form.cleaned_data["body"], str(key) if key else None)  # type: ignore[arg-type]
            return redirect("conversations:thread", conversation.pk)
        form.add_error(
            "body", _("Vous écrivez très vite : attendez cinq minutes. Votre message est toujours ici.")
        )
    return _show(request, conversation, form)


def _show(request: HttpRequest, conversation: Conversation, form: MessageForm) -> HttpResponse:
    after, before = _number(request, "after"), _number(request, "avant")
    messages = queries.thread(conversation, after, before or None)
    earlier = len(messages) > queries.PAGE
    messages = messages[-queries.PAGE :]
    if messages and not before:
        actions.mark_read(conversation, request.user, messages[-1].pk)  # type: ignore[arg-type]
    subject = SUBJECTS.get(conversation.subject_kind)
    standing = request.standing  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "conversation": conversation,
        "lines": [(message, _sentence(request, conversation, message)) for message in messages],
        "earlier": messages[0].pk if earlier else 0,
        "others": queries.others(conversation, request.user),  # type: ignore[arg-type]
        "card": subject.card(conversation, standing) if subject else None,
        "panel": subject.panel(conversation, standing) if subject else None,
        "form": form,
    }
    template = "conversations/thread.html#live" if after else "conversations/thread.html"
    return render(request, template, context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _sentence(request: HttpRequest, conversation: Conversation, message: Message) -> str:
    """The words of a message, or the line of a step, which its subject writes."""
    if not message.event:
        return message.body
    subject = SUBJECTS.get(conversation.subject_kind)
    return subject.sentence(message, request.standing) if subject else ""  # type: ignore[attr-defined]
