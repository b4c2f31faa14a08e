"""The officer writes: a draft, how it will look, then online, now or later."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import rules, venues
from placette.civic.actions import announcements as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.announcements import AnnouncementForm, held
from placette.civic.models import Announcement
from placette.civic.queries import announcements as queries
from placette.civic.views.guard import at_the_desk, at_the_desk_of, tabs_of
from placette.core import limits, photos
from placette.places.models import Commune

WRITTEN_A_DAY = 60
PUBLISHED_A_DAY = 20  # each is told to everybody
ALERTS_A_DAY = 5


@at_the_desk
@require_safe
def desk(request: HttpRequest, commune: Commune) -> HttpResponse:
    written = queries.of_the_desk(commune.code)
    now = timezone.now()
    context = {
        "commune": commune,
        "desks": tabs_of(request, commune, "civic:desk_announcements"),
        "rows": [(each, queries.seen_by(each), each.is_over(now)) for each in written],
        "new_url": reverse("civic:new_announcement", query={"commune": commune.pk}),
    }
    return render(request, "civic/desk_announcements.html", context)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune) -> HttpResponse:
    author = request.user
    if request.method != "POST":
        return _form(
            request, AnnouncementForm(initial={"key": uuid.uuid4()}, commune=commune, author=author), commune
        )
    if sent := _sent_already(request, commune):
        return redirect("civic:preview", sent.pk)
    form = AnnouncementForm(request.POST, request.FILES, commune=commune, author=author)
    if not form.is_valid() or not _may_write(request, form):
        return _form(request, form, commune)
    try:
        written = actions.write(
            author, commune, picture=_picture(form), key=form.cleaned_data["key"], **form.said()
        )
    except photos.Refused as refused:
        form.add_error("photos", str(refused))
        return _form(request, form, commune)
    return redirect("civic:preview", written.pk)


def _sent_already(request: HttpRequest, commune: Commune) -> Announcement | None:
    """A form pressed twice: its photo has its place by now, and is not missed."""
    form = AnnouncementForm(request.POST, commune=commune, author=request.user, takes_photo=False)
    if not form.is_valid() or not form.cleaned_data["key"]:
        return None
    return actions.written(request.user, form.cleaned_data["key"], commune, **form.said())


@at_the_desk_of(Announcement)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    announcement = _own(request, pk)
    if not rules.may_edit(request.standing, announcement):
        messages.error(request, _not_reworded(announcement))
        return redirect("civic:preview", pk)
    given = {"commune": announcement.commune, "author": request.user, "announcement": announcement}
    if request.method != "POST":
        return _form(request, AnnouncementForm(initial=held(announcement), **given), commune, announcement)
    form = AnnouncementForm(request.POST, request.FILES, **given)
    if not form.is_valid() or not _may_write(request, form):
        return _form(request, form, commune, announcement)
    if not _may_become_an_alert(request, form, announcement):
        return _form(request, form, commune, announcement)
    removed = bool(announcement.photo) and announcement.photo in form.cleaned_data["photos"].removed
    try:
        actions.change(pk, request.user, picture=_picture(form), removed=removed, **form.said())
    except photos.Refused as refused:
        form.add_error("photos", str(refused))
        return _form(request, form, commune, announcement)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, form, commune, announcement)
    messages.success(request, _("C’est enregistré."))
    return redirect("civic:preview", pk)


@at_the_desk_of(Announcement)
@require_safe
def preview(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """As residents will read it, with what may be done now."""
    announcement = _own(request, pk)
    now, standing = timezone.now(), request.standing
    context = {
        "announcement": announcement,
        "commune": announcement.commune,
        "seen": queries.seen_by(announcement),
        "is_over": announcement.is_over(now),
        "is_to_come": announcement.is_to_come(now),
        "map": venues.map_of(announcement),
        "is_going": rules.is_going(announcement.commune),
        "may_edit": rules.may_edit(standing, announcement),
        "may_publish": rules.may_publish(standing, announcement),
        "may_schedule": announcement.state == Announcement.State.DRAFT
        and announcement.publish_at is not None
        and announcement.publish_at > now,
        "may_withdraw": rules.may_withdraw(standing, announcement),
        "may_end": rules.may_end(standing, announcement, now),
        "list_url": reverse("civic:desk_announcements", query={"commune": announcement.commune_id}),
    }
    return render(request, "civic/preview.html", context)


@at_the_desk_of(Announcement)
@require_POST
def publish(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    announcement = _own(request, pk)
    if not rules.may_publish(request.standing, announcement):
        return redirect("civic:preview", pk)
    later = request.POST.get("when") == "later"
    if not _may_publish_now(request, announcement):
        messages.error(
            request,
            _("Vous avez déjà beaucoup publié aujourd’hui : reprenez demain. Votre brouillon est gardé."),
        )
        return redirect("civic:preview", pk)
    try:
        if later:
            actions.schedule(pk)
            messages.success(request, _("C’est programmé : la publication se fera toute seule."))
        else:
            actions.publish(pk, by=request.user)
            messages.success(request, _("C’est en ligne : les habitants sont prévenus."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("civic:preview", pk)


@at_the_desk_of(Announcement)
@require_POST
def withdraw(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    if rules.may_withdraw(request.standing, _own(request, pk)):
        actions.withdraw(pk, by=request.user)
        messages.success(request, _("C’est retiré : plus personne ne peut la lire."))
    return redirect("civic:preview", pk)


@at_the_desk_of(Announcement)
@require_POST
def end(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    if rules.may_end(request.standing, _own(request, pk), timezone.now()):
        actions.end(pk, by=request.user)
        messages.success(request, _("L’alerte est levée : elle n’est plus en haut de la place."))
    return redirect("civic:preview", pk)


@at_the_desk_of(Announcement)
@require_POST
def discard(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    announcement = _own(request, pk)
    try:
        actions.discard(pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("civic:preview", pk)
    if announcement.community:
        messages.success(request, _("C’est retiré : elle ne paraîtra pas sur votre place."))
    else:
        messages.success(request, _("Le brouillon est supprimé."))
    return redirect(reverse("civic:desk_announcements", query={"commune": announcement.commune_id}))


def _own(request: HttpRequest, pk: int) -> Announcement:
    """Of a town hall for which she speaks; 404 otherwise."""
    found = queries.found(request.standing, pk)
    if found is None or not rules.may_announce(request.standing, found.commune_id):
        raise Http404
    return found


def _not_reworded(announcement: Announcement) -> str:
    if community := announcement.community:
        said = _("C’est la parole de %(name)s : vous pouvez la retirer de votre place, pas la modifier.")
        return said % {"name": community.name}
    return _("Cette actualité est retirée : elle ne se modifie plus.")


def _may_write(request: HttpRequest, form: AnnouncementForm) -> bool:
    if limits.allow(f"announcements:{request.user.pk}", WRITTEN_A_DAY, 86_400):
        return True
    form.add_error(
        None, _("Beaucoup d’écritures pour un jour : attendez un peu. Votre texte est toujours ici.")
    )
    return False


def _may_publish_now(request: HttpRequest, announcement: Announcement) -> bool:
    commune = announcement.commune_id
    if announcement.is_emergency:
        return limits.allow(f"alerts:{commune}", ALERTS_A_DAY, 86_400)
    return limits.allow(f"announced:{commune}", PUBLISHED_A_DAY, 86_400)


def _may_become_an_alert(request: HttpRequest, form: AnnouncementForm, announcement: Announcement) -> bool:
    """What is online already and is made an alert now is told to everybody: as rare as a new alert."""
    becomes = form.cleaned_data["level"] == Announcement.Level.EMERGENCY and not announcement.is_emergency
    if announcement.state != Announcement.State.PUBLISHED or not becomes:
        return True
    if not rules.may_alert(request.standing, announcement):
        form.add_error(
            None, _("L’espace de la commune ne peut rien publier en ce moment. Rien n’est changé.")
        )
        return False
    if not limits.allow(f"alerts:{announcement.commune_id}", ALERTS_A_DAY, 86_400):
        form.add_error(None, _("Beaucoup d’alertes pour un jour : appelez plutôt, ou attendez demain."))
        return False
    return True


def _picture(form: AnnouncementForm):  # type: ignore[no-untyped-def]
    return next(iter(form.cleaned_data["photos"].photos), None)


def _form(
    request: HttpRequest, form: AnnouncementForm, commune: Commune, announcement: Announcement | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "commune": announcement.commune if announcement else commune,
        "announcement": announcement,
        "list_url": reverse("civic:desk_announcements", query={"commune": commune.pk}),
    }
    return render(request, "civic/write.html", context)
