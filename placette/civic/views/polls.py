"""What residents see of polls: the question, their vote, the result."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from placette.civic import rules
from placette.civic.actions import polls as actions
from placette.civic.actions.refusals import AlreadyVoted, Refused
from placette.civic.forms.polls import BallotForm
from placette.civic.models import Poll
from placette.civic.queries import polls as queries
from placette.core import limits

TRIES_AN_HOUR = 60


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Those of one's own commune."""
    commune = request.standing.home_commune
    if commune is None:
        return redirect("people:welcome")
    cards = queries.of_commune(request.standing, commune.code, timezone.now())
    now = timezone.now()
    context = {
        "commune": commune,
        "open": [card for card in cards if card.open],
        "coming": [card for card in cards if not card.open and card.poll.opens_at > now],
        "over": [card for card in cards if not card.open and card.poll.opens_at <= now],
    }
    return render(request, "civic/polls.html", context)


@login_required
@require_safe
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return _show(request, found, BallotForm(poll=found))


@login_required
@require_POST
@sensitive_post_parameters()
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """First read again, then yes: a vote is final. Nothing of the choice is kept but the sums."""
    found = _found(request, pk)
    if not rules.may_vote(request.standing, found, timezone.now()):
        return redirect(found)
    form = BallotForm(request.POST, poll=found)
    if not form.is_valid() or request.POST.get("sure") == "no":
        return _show(request, found, form)
    if request.POST.get("sure") != "yes":
        return _confirm(request, found, form)
    if not limits.allow(f"vote:{request.user.pk}", TRIES_AN_HOUR, 3600):
        form.add_error(
            None, _("Beaucoup d’essais en peu de temps : attendez un peu. Votre choix est toujours ici.")
        )
        return _show(request, found, form)
    try:
        actions.vote(pk, request.user, form.chosen())
    except AlreadyVoted:
        return redirect(found)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, found, form)
    return redirect("civic:voted", pk)


@login_required
@require_safe
def voted(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks; how the secret is kept."""
    found = _found(request, pk)
    if not actions.has_voted(found, request.user):
        return redirect(found)
    return render(request, "civic/voted.html", {"poll": found})


def _confirm(request: HttpRequest, found: Poll, form: BallotForm) -> HttpResponse:
    sent = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    context = {"poll": found, "chosen": form.in_words(), "sent": sent}
    return render(request, "civic/confirm.html", context)


def _show(request: HttpRequest, found: Poll, form: BallotForm) -> HttpResponse:
    now, standing = timezone.now(), request.standing
    is_open = found.is_open(now)
    context = {
        "poll": found,
        "commune": found.commune,
        "form": form,
        "is_open": is_open,
        "is_coming": found.state == Poll.State.PUBLISHED and now < found.opens_at,
        "is_counting": found.state == Poll.State.PUBLISHED and now >= found.closes_at,
        "may_vote": rules.may_vote(standing, found, now),
        "may_ask": rules.may_ask(standing, found.commune_id),
        "has_voted": is_open and actions.has_voted(found, request.user),
        "result": queries.result(found),
        "turnout": queries.turnout_of(found) if is_open else [],
    }
    context["so_far"] = sum(group.voters for group in context["turnout"])
    return render(request, "civic/poll.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> Poll:
    found = queries.found(request.standing, pk)
    if found is None:
        raise Http404
    return found
