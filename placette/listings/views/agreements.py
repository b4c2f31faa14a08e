"""The steps of an agreement, each a POST from the conversation and back to it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core import limits
from placette.core.text import one_line
from placette.listings import agreement_rules as rules
from placette.listings import thread
from placette.listings.actions import agreements as actions
from placette.listings.forms.agreements import ProposalForm
from placette.listings.models import Agreement, Answer
from placette.listings.moments import clocks_of
from placette.listings.queries import agreements as queries
from placette.people.views.guard import closed_door, neighbours_only

# Of proposing, answering with other terms and withdrawing: each sends an e-mail at once.
MOST, WITHIN = 30, 3600


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
        form = ProposalForm(request.POST, listing=answer.listing)
        return _sent(request, answer, form, partial(actions.propose, answer))


@neighbours_only
@require_POST
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    with clocks_of(agreement.answer.listing):
        form = ProposalForm(request.POST, listing=agreement.answer.listing, held=agreement)
        return _sent(request, agreement.answer, form, partial(actions.counter, agreement))


def _sent(
    request: HttpRequest, answer: Answer, form: ProposalForm, send: Callable[..., Agreement]
) -> HttpResponse:
    """Back in the conversation where the terms were sent; otherwise the terms as they were typed, with what is wrong."""
    if not form.is_valid():
        return _again(request, answer, form)
    if not _may_step(request):
        form.add_error(None, _("Vous proposez très vite : attendez un peu. Votre texte est toujours ici."))
        return _again(request, answer, form)
    try:
        send(request.user, **form.terms())
    except actions.Refusal as refusal:
        form.add_error(None, _("%(why)s Rien n’a été envoyé.") % {"why": refusal})
        return _again(request, answer, form)
    return _back(answer)


def _may_step(request: HttpRequest) -> bool:
    return limits.allow(f"step:{request.user.pk}", MOST, WITHIN)


def _again(
    request: HttpRequest,
    answer: Answer,
    form: ProposalForm | None = None,
    *,
    trouble: str = "",
    text: str = "",
) -> HttpResponse:
    """The agreement as it is now, with the form that was typed, or its text where it takes no terms any more."""
    panel = thread.panel(answer.conversation, request.standing, form)  # type: ignore[attr-defined]
    if form and panel and not panel[1]["takes_terms"]:
        said = [str(each) for each in form.non_field_errors()] or [_("Rien n’a été envoyé.")]
        trouble, text = " ".join(said), form.in_words()
    context = {"panel": panel, "conversation": answer.conversation, "trouble": trouble, "text": text}
    return render(request, "listings/agreements/again.html", context, status=422)


@login_required
@require_POST
def take(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    agreement = _agreement(request, pk)
    if name not in rules.STEPS or name == "counter":
        raise Http404
    if not rules.is_trusted(request.standing, name):  # type: ignore[attr-defined]
        return closed_door(request)
    if name == "withdraw" and not _may_step(request):
        messages.error(
            request, _("C’est beaucoup à la fois : attendez un peu. La proposition est toujours là.")
        )
        return _back(agreement.answer)
    reason = one_line(request.POST.get("reason", ""))[:300]
    try:
        actions.take(name, agreement, request.user, reason)  # type: ignore[arg-type]
    except actions.Refusal as refusal:
        return _refused(request, agreement.answer, refusal, reason)
    if name == "cancel":
        other = queries.other_than(request.standing, agreement.answer)  # type: ignore[attr-defined]
        said = _("L’accord est annulé : %(name)s reçoit un avis.") % {"name": other.display_name}
        messages.success(request, said if other.is_active else _("L’accord est annulé."))
    return _back(agreement.answer)


def _refused(request: HttpRequest, answer: Answer, refusal: actions.Refusal, text: str) -> HttpResponse:
    if text:
        return _again(request, answer, trouble=str(refusal), text=text)
    messages.error(request, str(refusal))
    return _back(answer)


@login_required
@require_POST
def thank(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    text = one_line(request.POST.get("text", ""))[:300]
    try:
        may_be_quoted = bool(request.POST.get("quote"))
        actions.thank(agreement, request.user, text, may_be_quoted=may_be_quoted)  # type: ignore[arg-type]
    except actions.Refusal as refusal:
        return _refused(request, agreement.answer, refusal, text)
    return _back(agreement.answer)


@login_required
@require_POST
def let_quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the town hall quote what she said, without her name, or no longer."""
    agreement = _agreement(request, pk)
    thanks = queries.thanks_by(agreement, request.user.pk)
    if thanks is None:
        raise Http404
    actions.let_quote(thanks, request.POST.get("allowed") == "1")
    return _back(agreement.answer)


@login_required
@require_POST
def show_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a profile show what somebody thanked its owner for, or no longer."""
    thanks = queries.thanks_of(request.standing, pk)  # type: ignore[attr-defined]
    if thanks is None:
        raise Http404
    actions.show_on_profile(thanks, request.POST.get("shown") == "1")
    return redirect("people:profile_me")


@login_required
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    found = queries.agreements_of(request.standing)  # type: ignore[attr-defined]
    current = [each for each in found if each.state in rules.OPEN]
    past = [each for each in found if each.state not in rules.OPEN]
    return render(request, "listings/agreements/list.html", {"current": current, "past": past})
