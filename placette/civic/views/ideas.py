"""The idea box: read, propose, support, talk."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import idea_rules as rules
from placette.civic.actions import ideas as actions
from placette.civic.forms.ideas import CommentForm, IdeaForm
from placette.civic.models import Idea
from placette.civic.queries import ideas as queries
from placette.core import limits, photos
from placette.people.views.guard import closed_door
from placette.places import space_doors
from placette.places.clock import zone_of
from placette.places.models import Commune

WRITTEN_A_DAY = 5
COMMENTS_A_DAY = 40
CLICKS_A_DAY = 300


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Those of one's own commune."""
    commune = request.standing.home_commune
    if commune is None or not rules.may_read_ideas(request.standing, commune.code):
        return closed_door(request)
    newest = request.GET.get("tri") == "recentes"
    page = queries.page(queries.of_commune(commune.code), _number(request.GET.get("page", "")), newest=newest)
    here = reverse("civic:ideas")
    context = {
        "commune": commune,
        "page": page,
        "following": f"{here}?tri={'recentes' if newest else 'soutien'}&page={page.following}"
        if page.following
        else "",
        "orders": [
            {"label": _("Les plus soutenues"), "href": here, "current": not newest},
            {"label": _("Les plus récentes"), "href": f"{here}?tri=recentes", "current": newest},
        ],
        "may_propose": rules.may_propose(request.standing, commune.code),
    }
    with timezone.override(zone_of(commune.code)):
        return render(request, "civic/ideas.html", context)


@login_required
@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk), CommentForm(initial={"key": uuid.uuid4()}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A form; where others have had the like, theirs; then it is published."""
    standing, author = request.standing, request.user
    if not standing.is_verified:
        return closed_door(request)
    commune = standing.first_verified.commune
    if request.method != "POST":
        return _form(request, commune, IdeaForm(initial={"key": uuid.uuid4()}, author=author))
    if refused := space_doors.refusal(request, commune):
        return refused
    if sent := _written_already(request, commune):
        return redirect(sent)
    form = IdeaForm(request.POST, request.FILES, author=author)
    if not form.is_valid():
        return _form(request, commune, form)
    if request.POST.get("sure") != "yes" and (
        alike := queries.similar(commune.code, form.cleaned_data["title"])
    ):
        return _alike(request, commune, form, alike)
    if not limits.allow(f"ideas:{author.pk}", WRITTEN_A_DAY, 86_400):
        form.add_error(None, _("Cinq idées par jour, c’est déjà beaucoup : gardez celle-ci pour demain."))
        return _form(request, commune, form)
    try:
        picture = next(iter(form.cleaned_data["photos"].photos), None)
        written = actions.write(commune, author, picture=picture, key=form.cleaned_data["key"], **form.said())
    except photos.Refused as refused:
        form.add_error("photos", str(refused))
        return _form(request, commune, form)
    messages.success(request, _("Merci ! Votre idée est dans la boîte : vos voisins peuvent la soutenir."))
    return redirect(written)


@login_required
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if refused := space_doors.refusal(request, found.commune):
        return refused
    if not rules.may_support(request.standing, found) or not _may_click(request):
        messages.error(
            request, _("Cette idée ne se soutient plus : la mairie a répondu, ou vous n’habitez pas ici.")
        )
    elif request.POST.get("support") == "no":
        actions.withdraw_support(found, request.user)
        messages.success(request, _("Vous ne soutenez plus cette idée."))
    else:
        actions.support(found, request.user)
        messages.success(request, _("Merci ! Vous saurez ce que la mairie répond."))
    return redirect(found)


@login_required
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if refused := space_doors.refusal(request, found.commune):
        return refused
    form = CommentForm(request.POST)
    if not rules.may_comment(request.standing, found):
        raise Http404
    if not form.is_valid():
        return _page(request, found, form)
    if not limits.allow(f"idea comments:{request.user.pk}", COMMENTS_A_DAY, 86_400):
        form.add_error(
            None, _("Vous avez beaucoup écrit aujourd’hui : reprenez demain. Vos mots sont encore là.")
        )
        return _page(request, found, form)
    actions.comment(found, request.user, form.cleaned_data["text"], form.cleaned_data["key"])
    messages.success(request, _("Votre commentaire est publié."))
    return redirect(found)


def _page(request: HttpRequest, found: Idea, form: CommentForm) -> HttpResponse:
    standing = request.standing
    context = {
        "idea": found,
        "comments": queries.comments(found),
        "form": form,
        "supports": queries.supports(found, request.user),
        "may_support": rules.may_support(standing, found),
        "may_comment": rules.may_comment(standing, found),
        "may_answer": rules.may_answer_ideas(standing, found.commune_id),
    }
    with timezone.override(zone_of(found.commune_id)):
        return render(request, "civic/idea.html", context, status=422 if form.errors else 200)


def _written_already(request: HttpRequest, commune: Commune) -> Idea | None:
    form = IdeaForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["key"]:
        return None
    return actions.written(request.user, form.cleaned_data["key"], commune, **form.said())


def _alike(request: HttpRequest, commune: Commune, form: IdeaForm, alike: list[Idea]) -> HttpResponse:
    sent = [(name, request.POST.get(name, "")) for name in IdeaForm.base_fields if name != "photos"]
    sent += [("photos_kept", each.name) for each in form.cleaned_data["photos"].photos]
    return render(request, "civic/ideas_alike.html", {"commune": commune, "alike": alike, "sent": sent})


def _form(request: HttpRequest, commune: Commune, form: IdeaForm) -> HttpResponse:
    context = {"commune": commune, "form": form}
    return render(request, "civic/idea_new.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> Idea:
    found = queries.found(request.standing, pk)
    if found is None:
        raise Http404
    return found


def _may_click(request: HttpRequest) -> bool:
    return limits.allow(f"idea clicks:{request.user.pk}", CLICKS_A_DAY, 86_400)


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
