"""The community's officer writes to the residents of several communes: written, read again, out now or later, changed,
taken back.
"""

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

from placette.civic import rules, venues
from placette.civic.actions import shared as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.shared import SharedForm, held
from placette.civic.models import Announcement, SharedAnnouncement, SharedCopy
from placette.civic.queries import shared as queries
from placette.core import limits
from placette.places.models import Community

PUBLISHED_A_DAY = 10  # each is told to everybody of all these communes
WRITTEN_A_DAY = 60


def for_a_community(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who speak for a community, on the clocks of its communes; 404 for everybody else. `epci`: which, of somebody
    who works for several.

    Where she lives, a space may rest: what she says of another she says, and takes back.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        standing = request.standing
        asked = request.POST.get("epci") or request.GET.get("epci", "")
        siren = asked[:9] or next(iter(sorted(standing.community_desks)), "")
        if not rules.may_speak_for_community(standing, siren):
            raise Http404
        community = Community.objects.get(siren=siren)
        with timezone.override(queries.clocks_of(community)):
            return view(request, community, *args, **kwargs)

    guarded.is_at_a_desk = True
    return guarded


@for_a_community
@require_safe
def told(request: HttpRequest, community: Community) -> HttpResponse:
    now = timezone.now()
    told = queries.told_by(community, now)
    context = {
        "community": community,
        "events": [(each, each.waits(now)) for each in told.events],
        "told": [(each, each.waits(now)) for each in told.announcements],
        "new_url": reverse("civic:new_shared", query={"epci": community.siren}),
        "board_url": reverse("townhall:community", query={"epci": community.siren}),
    }
    return render(request, "civic/shared/told.html", context)


@for_a_community
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, community: Community) -> HttpResponse:
    """« Relire » shows it as residents will read it; « Publier » and « Programmer » send it."""
    if request.method != "POST":
        return _form(request, community, SharedForm(community=community, author=request.user))
    form = SharedForm(request.POST, community=community, author=request.user)
    if not form.is_valid() or "again" in request.POST:
        return _form(request, community, form)
    when = request.POST.get("publish", "")
    if not when:
        return _preview(request, community, form)
    if not limits.allow(f"shared:{community.siren}", PUBLISHED_A_DAY, 86_400):
        form.add_error(
            None,
            _("Dix annonces communes par jour, c’est déjà beaucoup : continuez demain. Rien n’est perdu."),
        )
        return _form(request, community, form)
    communes, said = list(form.cleaned_data["communes"]), form.said()
    if when != "later":
        said["publish_at"] = None
    try:
        shared = actions.publish(request.user, community, communes, key=form.cleaned_data["key"], **said)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, community, form)
    if said["publish_at"]:
        messages.success(request, _("C’est programmé : la publication se fera toute seule."))
    else:
        messages.success(request, _("C’est en ligne : les habitants sont prévenus."))
    return redirect(_page(shared, community))


@for_a_community
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, community: Community, pk: int) -> HttpResponse:
    """Other words, in all its communes; another moment while it waits."""
    shared = _own(community, pk)
    there = queries.words_of(queries.copies_of(shared))
    if shared.withdrawn_at or there is None:
        messages.error(request, _("Cette annonce est retirée : elle ne se modifie plus."))
        return redirect(_page(shared, community))
    given = {"community": community, "author": request.user, "shared": shared, "there": there}
    if request.method != "POST":
        form = SharedForm(initial=held(shared, there), **given)
        return _form(request, community, form, shared)
    form = SharedForm(request.POST, **given)
    if not form.is_valid():
        return _form(request, community, form, shared)
    if not limits.allow(f"shared words:{request.user.pk}", WRITTEN_A_DAY, 86_400):
        form.add_error(
            None, _("Beaucoup d’écritures pour un jour : attendez un peu. Votre texte est toujours ici.")
        )
        return _form(request, community, form, shared)
    try:
        actions.change(pk, request.user, **form.said())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, community, form, shared)
    messages.success(request, _("C’est enregistré."))
    return redirect(_page(shared, community))


def _preview(request: HttpRequest, community: Community, form: SharedForm) -> HttpResponse:
    announcement = Announcement(commune=form.cleaned_data["communes"][0], **form.said())
    announcement.shared_copy = SharedCopy(shared=SharedAnnouncement(community=community))
    number = len(form.cleaned_data["communes"])
    context = {
        "community": community,
        "announcement": announcement,
        "map": venues.map_of(announcement),
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
    copies, now = queries.copies_of(shared), timezone.now()
    there = queries.words_of(copies)
    context = {
        "community": community,
        "shared": shared,
        "copies": copies,
        "announcement": there,
        "map": venues.map_of(there) if there else None,
        "is_to_come": there is not None and there.is_to_come(now),
        "now": now,
        "waits": shared.waits(now),
        "list_url": reverse("civic:shared_announcements", query={"epci": community.siren}),
    }
    return render(request, "civic/shared/one.html", context)


@for_a_community
@require_POST
def publish(request: HttpRequest, community: Community, pk: int) -> HttpResponse:
    """What waits for its moment comes online at once."""
    shared = _own(community, pk)
    if not limits.allow(f"shared:{community.siren}", PUBLISHED_A_DAY, 86_400):
        messages.error(
            request, _("Vous avez déjà beaucoup publié aujourd’hui. L’annonce paraîtra à son moment.")
        )
        return redirect(_page(shared, community))
    try:
        actions.publish_now(pk, request.user)
        messages.success(request, _("C’est en ligne : les habitants sont prévenus."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_page(shared, community))


@for_a_community
@require_POST
def withdraw(request: HttpRequest, community: Community, pk: int) -> HttpResponse:
    shared = _own(community, pk)
    if not actions.withdraw(shared.pk, request.user):
        messages.success(request, _("L’annonce est supprimée : personne ne l’aura lue."))
        return redirect(reverse("civic:shared_announcements", query={"epci": community.siren}))
    messages.success(request, _("C’est retiré de toutes les communes : plus personne ne peut la lire."))
    return redirect(_page(shared, community))


def _own(community: Community, pk: int) -> SharedAnnouncement:
    found = queries.shared(community, pk)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, community: Community, form: SharedForm, shared: SharedAnnouncement | None = None
) -> HttpResponse:
    context = {
        "community": community,
        "form": form,
        "shared": shared,
        "list_url": reverse("civic:shared_announcements", query={"epci": community.siren}),
    }
    return render(request, "civic/shared/write.html", context, status=422 if form.errors else 200)


def _page(shared: SharedAnnouncement, community: Community) -> str:
    return reverse("civic:shared_announcement", args=[shared.pk], query={"epci": community.siren})
