"""The community's officer writes to the residents of several communes: written, read again, out; taken back."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import rules
from placette.civic.actions import shared as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.shared import SharedForm
from placette.civic.models import Announcement, SharedAnnouncement, SharedCopy
from placette.civic.queries import shared as queries
from placette.core import limits
from placette.places.models import Community

PUBLISHED_A_DAY = 10  # each is told to everybody of all these communes


def for_a_community(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who speak for a community; 404 for everybody else. `epci`: which, of somebody who works for several.

    Where she lives, a space may rest: what she says of another she says, and takes back.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        standing = request.standing
        sent = request.POST if request.method == "POST" else request.GET
        siren = sent.get("epci", "")[:9] or next(iter(sorted(standing.community_desks)), "")
        if not rules.may_speak_for_community(standing, siren):
            raise Http404
        return view(request, Community.objects.get(siren=siren), *args, **kwargs)

    guarded.is_at_a_desk = True
    return guarded


@for_a_community
@require_safe
def told(request: HttpRequest, community: Community) -> HttpResponse:
    context = {
        "community": community,
        "told": queries.told_by(community),
        "new_url": reverse("civic:new_shared", query={"epci": community.siren}),
        "board_url": reverse("townhall:community", query={"epci": community.siren}),
    }
    return render(request, "civic/shared/told.html", context)


@for_a_community
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, community: Community) -> HttpResponse:
    """« Relire » shows it as residents will read it; « Publier » sends it."""
    if request.method != "POST":
        return _form(request, community, SharedForm(community=community))
    form = SharedForm(request.POST, community=community)
    if not form.is_valid() or "again" in request.POST:
        return _form(request, community, form)
    if "publish" not in request.POST:
        return _preview(request, community, form)
    if not limits.allow(f"shared:{community.siren}", PUBLISHED_A_DAY, 86_400):
        form.add_error(
            None,
            _("Dix annonces communes par jour, c’est déjà beaucoup : continuez demain. Rien n’est perdu."),
        )
        return _form(request, community, form)
    communes = list(form.cleaned_data["communes"])
    try:
        shared = actions.publish(
            request.user, community, communes, key=form.cleaned_data["key"], **form.said()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, community, form)
    messages.success(request, _("C’est en ligne : les habitants sont prévenus."))
    return redirect(_page(shared, community))


def _preview(request: HttpRequest, community: Community, form: SharedForm) -> HttpResponse:
    announcement = Announcement(commune=form.cleaned_data["communes"][0], **form.said())
    announcement.shared_copy = SharedCopy(shared=SharedAnnouncement(community=community))
    number = len(form.cleaned_data["communes"])
    context = {
        "community": community,
        "announcement": announcement,
        "sent": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "communes": form.cleaned_data["communes"],
        "reach": ngettext(
            "Les habitants de %(number)s commune la liront",
            "Les habitants de %(number)s communes la liront",
            number,
        )
        % {"number": number},
    }
    return render(request, "civic/shared/preview.html", context)


@for_a_community
@require_safe
def one(request: HttpRequest, community: Community, pk: int) -> HttpResponse:
    """What was told, and by how many at least it was seen in each commune."""
    shared = _own(community, pk)
    copies = queries.copies_of(shared)
    context = {
        "community": community,
        "shared": shared,
        "copies": copies,
        "announcement": copies[0].announcement if copies else None,
        "now": timezone.now(),
        "list_url": reverse("civic:shared_announcements", query={"epci": community.siren}),
    }
    return render(request, "civic/shared/one.html", context)


@for_a_community
@require_POST
def withdraw(request: HttpRequest, community: Community, pk: int) -> HttpResponse:
    shared = _own(community, pk)
    actions.withdraw(shared.pk, request.user)
    messages.success(request, _("C’est retiré de toutes les communes : plus personne ne peut la lire."))
    return redirect(_page(shared, community))


def _own(community: Community, pk: int) -> SharedAnnouncement:
    found = queries.shared(community, pk)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, community: Community, form: SharedForm) -> HttpResponse:
    context = {
        "community": community,
        "form": form,
        "list_url": reverse("civic:shared_announcements", query={"epci": community.siren}),
    }
    return render(request, "civic/shared/write.html", context, status=422 if form.errors else 200)


def _page(shared: SharedAnnouncement, community: Community) -> str:
    return reverse("civic:shared_announcement", args=[shared.pk], query={"epci": community.siren})
