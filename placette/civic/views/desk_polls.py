"""The officer asks: a draft, how it will look, then published; never what is in the urn."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import rules
from placette.civic.actions import polls as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.polls import BallotForm, PollForm, held
from placette.civic.models import Poll
from placette.civic.queries import polls as queries
from placette.civic.views.guard import at_the_desk, at_the_desk_of, tabs_of
from placette.core import limits
from placette.places.models import Commune

WRITTEN_A_DAY = 60
PUBLISHED_A_WEEK = 10  # each asks for everybody's time


@at_the_desk
@require_safe
def desk(request: HttpRequest, commune: Commune) -> HttpResponse:
    now = timezone.now()
    context = {
        "commune": commune,
        "desks": tabs_of(request, commune, "civic:desk_polls"),
        "rows": [(each, each.is_open(now)) for each in queries.of_the_desk(commune.code)],
        "new_url": reverse("civic:new_poll", query={"commune": commune.pk}),
    }
    return render(request, "civic/desk_polls.html", context)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune) -> HttpResponse:
    if request.method != "POST":
        return _form(request, PollForm(initial={"key": uuid.uuid4()}, commune=commune), commune)
    form = PollForm(request.POST, commune=commune)
    if not form.is_valid() or not _may_write(request, form):
        return _form(request, form, commune)
    written = actions.write(request.user, commune, key=form.cleaned_data["key"], **form.said())
    return redirect("civic:preview_poll", written.pk)


@at_the_desk_of(Poll)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    poll = _own(request, pk)
    if not rules.may_edit_poll(request.standing, poll):
        messages.error(request, _("Cette consultation est publiée : ses mots ne changent plus."))
        return redirect("civic:preview_poll", pk)
    if request.method != "POST":
        return _form(request, PollForm(initial=held(poll), commune=poll.commune), commune, poll)
    form = PollForm(request.POST, commune=poll.commune)
    if not form.is_valid() or not _may_write(request, form):
        return _form(request, form, commune, poll)
    try:
        actions.change(pk, **form.said())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, form, commune, poll)
    messages.success(request, _("C’est enregistré."))
    return redirect("civic:preview_poll", pk)


@at_the_desk_of(Poll)
@require_safe
def preview(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """As residents will see it, with what may be done now; how many voted, in groups of five at least."""
    poll = _own(request, pk)
    turnout = queries.turnout_of(poll) if poll.is_open(timezone.now()) else []
    context = {
        "poll": poll,
        "commune": poll.commune,
        "form": BallotForm(poll=poll),
        "is_open": poll.is_open(timezone.now()),
        "result": queries.result(poll),
        "turnout": turnout,
        "so_far": sum(group.voters for group in turnout),
        "may_publish": rules.may_publish_poll(request.standing, poll),
        "is_going": rules.is_going(poll.commune),
        "may_edit": rules.may_edit_poll(request.standing, poll),
        "may_withdraw": rules.may_withdraw_poll(request.standing, poll),
        "list_url": reverse("civic:desk_polls", query={"commune": poll.commune_id}),
    }
    return render(request, "civic/preview_poll.html", context)


@at_the_desk_of(Poll)
@require_POST
def publish(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    poll = _own(request, pk)
    if not rules.may_publish_poll(request.standing, poll):
        return redirect("civic:preview_poll", pk)
    if not limits.allow(f"asked:{poll.commune_id}", PUBLISHED_A_WEEK, 7 * 86_400):
        messages.error(
            request, _("Dix consultations par semaine, c’est déjà beaucoup. Votre brouillon est gardé.")
        )
        return redirect("civic:preview_poll", pk)
    try:
        actions.publish(pk, by=request.user)
        messages.success(request, _("C’est publié : les habitants seront prévenus à l’ouverture du vote."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("civic:preview_poll", pk)


@at_the_desk_of(Poll)
@require_POST
def withdraw(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    if rules.may_withdraw_poll(request.standing, _own(request, pk)):
        actions.withdraw(pk, by=request.user)
        messages.success(request, _("La consultation est retirée, et les votes sont effacés."))
    return redirect("civic:preview_poll", pk)


@at_the_desk_of(Poll)
@require_POST
def discard(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    poll = _own(request, pk)
    try:
        actions.discard(pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("civic:preview_poll", pk)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect(reverse("civic:desk_polls", query={"commune": poll.commune_id}))


def _own(request: HttpRequest, pk: int) -> Poll:
    found = queries.found(request.standing, pk)
    if found is None or not rules.may_ask(request.standing, found.commune_id):
        raise Http404
    return found


def _may_write(request: HttpRequest, form: PollForm) -> bool:
    if limits.allow(f"polls:{request.user.pk}", WRITTEN_A_DAY, 86_400):
        return True
    form.add_error(
        None, _("Beaucoup d’écritures pour un jour : attendez un peu. Votre texte est toujours ici.")
    )
    return False


def _form(request: HttpRequest, form: PollForm, commune: Commune, poll: Poll | None = None) -> HttpResponse:
    context = {
        "form": form,
        "commune": poll.commune if poll else commune,
        "poll": poll,
        "list_url": reverse("civic:desk_polls", query={"commune": commune.pk}),
    }
    return render(request, "civic/ask.html", context)
