"""The town hall reads ideas and answers them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.civic import idea_rules as rules
from placette.civic.actions import ideas as actions
from placette.civic.actions.refusals import Refused
from placette.civic.forms.ideas import IdeaAnswerForm
from placette.civic.models import Comment, Idea
from placette.civic.queries import ideas as queries
from placette.civic.views.guard import at_the_desk, at_the_desk_of, tabs_of
from placette.civic.views.ideas import _number
from placette.places.models import Commune


@at_the_desk
@require_safe
def desk(request: HttpRequest, commune: Commune) -> HttpResponse:
    chosen = queries.of_commune(commune.code, hidden=True)
    page = queries.page(chosen, _number(request.GET.get("page", "")))
    here = {"commune": commune.code, "page": page.following}
    context = {
        "commune": commune,
        "desks": tabs_of(request, commune, "civic:desk_ideas"),
        "page": page,
        "following": reverse("civic:desk_ideas", query=here) if page.following else "",
    }
    return render(request, "civic/desk_ideas.html", context)


@at_the_desk_of(Idea)
@require_http_methods(["GET", "HEAD", "POST"])
def idea(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = IdeaAnswerForm(request.POST if request.method == "POST" else None, idea=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(pk, request.user, form.cleaned_data["state"], form.cleaned_data["note"])
            messages.success(request, _("C’est publié : ceux qui soutiennent cette idée sont prévenus."))
            return redirect("civic:desk_idea", pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "commune": found.commune,
        "idea": found,
        "form": form,
        "comments": queries.comments(found),
        "list_url": reverse("civic:desk_ideas", query={"commune": found.commune_id}),
    }
    return render(request, "civic/desk_idea.html", context, status=422 if form.errors else 200)


@at_the_desk_of(Idea)
@require_POST
def hide(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = _own(request, pk)
    hidden = request.POST.get("hidden") != "no"
    actions.hide(found.pk, request.user, hidden)
    messages.success(
        request, _("Masquée : seul son auteur la lit encore.") if hidden else _("De nouveau visible.")
    )
    return redirect("civic:desk_idea", pk)


@at_the_desk_of(Comment, "idea__commune")
@require_POST
def hide_comment(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = Comment.objects.select_related("idea").filter(pk=pk).first() if 0 < pk < 2**62 else None
    if found is None or not rules.may_answer_ideas(request.standing, found.idea.commune_id):
        raise Http404
    actions.hide_comment(found, request.user)
    messages.success(request, _("Ce commentaire est masqué."))
    return redirect("civic:desk_idea", found.idea_id)


def _own(request: HttpRequest, pk: int) -> Idea:
    found = queries.found(request.standing, pk)
    if found is None or not rules.may_answer_ideas(request.standing, found.commune_id):
        raise Http404
    return found
