"""Her conversations, read to her and answered as she says; and the steps of what she agrees with neighbours."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.behalf import opened
from placette.behalf.actions import acting
from placette.behalf.forms import SaidForm
from placette.conversations import queries
from placette.conversations import rules as conversations
from placette.conversations.actions import mark_read
from placette.conversations.models import Conversation
from placette.conversations.subjects import SUBJECTS
from placette.core.text import one_line
from placette.listings import agreement_rules as rules
from placette.listings.actions.agreements import Refusal
from placette.listings.models import Agreement
from placette.listings.queries.agreements import agreement_of
from placette.people.models import Consent
from placette.people.standing import Standing, standing_of

from .guard import for_her, may_go_on, shown, slow_down


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, consent: Consent, conversation_id: int) -> HttpResponse:
    """Wants her consent to reading and writing: without it nobody opens what neighbours write to her, and with it each
    opens what was said by him.
    """
    conversation = queries.conversation_of(consent.person, conversation_id)
    if conversation is None or not consent.writes:
        raise Http404
    if not opened.conversations(consent).filter(pk=conversation_id).exists():
        raise Http404
    form = SaidForm(request.POST) if request.method == "POST" else SaidForm(initial={"key": uuid.uuid4()})
    others = queries.others(conversation, consent.person)
    if form.is_bound and form.is_valid():
        if not conversations.may_write(others):
            form.add_error(None, _("Cette personne a quitté Placette : elle ne lirait pas ce message."))
        elif not may_go_on(request):
            form.add_error(None, slow_down())
        else:
            key = form.cleaned_data["key"]
            acting.write(
                consent, request.user, conversation, form.cleaned_data["text"], str(key) if key else None
            )  # type: ignore[arg-type]
            return redirect("behalf:thread", consent.pk, conversation.pk)
    return _show(request, consent, conversation, form)


def _show(request: HttpRequest, consent: Consent, conversation: Conversation, form: SaidForm) -> HttpResponse:
    hers = standing_of(consent.person)
    found = queries.thread(conversation, among=opened.words(consent))
    if found.messages and found.messages[-1].pk > conversation.read_up_to:
        mark_read(conversation, consent.person, found.messages[-1].pk)
    subject = SUBJECTS.get(conversation.subject_kind)
    with timezone.override(subject.zone(conversation) if subject else None):
        lines = [
            (each, subject.sentence(each, hers) if each.event and subject else each.body)
            for each in found.messages
        ]
        panel = subject.panel(conversation, hers) if subject else None
        others = queries.others(conversation, consent.person)
        context = shown(
            consent,
            conversation=conversation,
            lines=lines,
            others=others,
            facts=panel[1] if panel and _may_settle(consent, panel[1].get("agreement")) else None,
            is_all=opened.is_all(consent, conversation),
            ride=conversation.subject_id if consent.rides and conversation.subject_kind == "ride" else None,
            form=form,
            may_write=conversations.may_write(others),
        )
        return render(request, "behalf/thread.html", context, status=422 if form.errors else 200)


@for_her
@require_POST
def take(request: HttpRequest, consent: Consent, agreement_id: int, name: str) -> HttpResponse:
    """A step that is one tap: accept, decline, withdraw, cancel, done, no_show."""
    agreement = _agreement(consent, agreement_id)
    if name not in rules.STEPS or name == "counter":
        raise Http404
    reason = one_line(request.POST.get("reason", ""))[:300]
    try:
        if not may_go_on(request):
            raise Refusal(slow_down())
        acting.take(consent, request.user, agreement, name, reason)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("behalf:thread", consent.pk, agreement.answer.conversation_id)


@for_her
@require_POST
def thank(request: HttpRequest, consent: Consent, agreement_id: int) -> HttpResponse:
    agreement = _agreement(consent, agreement_id)
    text = one_line(request.POST.get("text", ""))[:300]
    try:
        if not may_go_on(request):
            raise Refusal(slow_down())
        acting.thank(consent, request.user, agreement, text)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("behalf:thread", consent.pk, agreement.answer.conversation_id)


def _may_settle(consent: Consent, agreement: Agreement | None) -> bool:
    return consent.agrees and agreement is not None and opened.knows_terms(consent, agreement)


def _agreement(consent: Consent, pk: int) -> Agreement:
    """One of hers, whose terms were said here."""
    hers: Standing = standing_of(consent.person)
    agreement = agreement_of(hers, pk)
    if agreement is None or not opened.knows_terms(consent, agreement):
        raise Http404
    return agreement
