"""The steps of an agreement, each a POST from the conversation and back to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core.text import one_line
from placette.listings import agreement_rules as rules
from placette.listings import thread
from placette.listings.actions import agreements as actions
from placette.listings.forms.agreements import ProposalForm
from placette.listings.models import Agreement, Answer
from placette.listings.moments import clocks_of
from placette.listings.queries import agreements as queries
from placette.people.views.guard import closed_door, neighbours_only


def _agreement(request: HttpRequest, pk: int) -> Agreement:
    agreement = queries.agreement_of(request.standing, pk)  # type: ignore[attr-defined]
    if agreement is None:
        raise Http404
    return agreement


def _back(answer: Answer) -> HttpResponse:
    return redirect("conversations:thread", answer.conversation_id)


@neighbours_only
@require_POST
def propose(request: HttpRequest, conversation_id: int) -> HttpResponse:
    answer = queries.answer_of(conversation_id)
    if answer is None or not rules.is_party(request.standing, answer):  # type: ignore[attr-defined]
        raise Http404
    with clocks_of(answer.listing):
        form = ProposalForm(request.POST)
        if not form.is_valid():
            return _again(request, answer, form)
    if not rules.may_propose(request.standing, answer, queries.last_of(answer)):  # type: ignore[attr-defined]
        messages.error(request, _("Une proposition est déjà là : répondez-y d’abord."))
        return _back(answer)
    try:
        actions.propose(answer, request.user, **form.terms())  # type: ignore[arg-type]
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(answer)


@neighbours_only
@require_POST
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    with clocks_of(agreement.answer.listing):
        form = ProposalForm(request.POST)
        if not form.is_valid():
            return _again(request, agreement.answer, form)
    try:
        actions.counter(agreement, request.user, **form.terms())  # type: ignore[arg-type]
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(agreement.answer)


def _again(request: HttpRequest, answer: Answer, form: ProposalForm) -> HttpResponse:
    """The proposal as it was typed, with what is wrong."""
    panel = thread.panel(answer.conversation, request.standing, form)  # type: ignore[attr-defined]
    return render(
        request,
        "listings/agreements/again.html",
        {"panel": panel, "conversation": answer.conversation},
        status=422,
    )


@login_required
@require_POST
def take(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    agreement = _agreement(request, pk)
    if name not in rules.STEPS or name == "counter":
        raise Http404
    if not rules.is_trusted(request.standing, name):  # type: ignore[attr-defined]
        return closed_door(request)
    try:
        actions.take(name, agreement, request.user, one_line(request.POST.get("reason", ""))[:300])  # type: ignore[arg-type]
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(agreement.answer)


@login_required
@require_POST
def thank(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    try:
        actions.thank(agreement, request.user, one_line(request.POST.get("text", ""))[:300])  # type: ignore[arg-type]
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(agreement.answer)


@login_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    found = queries.agreements_of(request.standing)  # type: ignore[attr-defined]
    current = [each for each in found if each.state in rules.OPEN]
    past = [each for each in found if each.state not in rules.OPEN]
    return render(request, "listings/agreements/list.html", {"current": current, "past": past})
