"""« Écrire au CCAS »: a resident's letters, and who has read them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.people.models import Membership
from placette.social import actions, queries, rules
from placette.social.forms import LetterForm
from placette.social.models import Letter

WORDS_AN_HOUR = 20


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What she wrote and was answered; and a new message, in the letter that is open or in a new one."""
    home = next(
        (each for each in request.standing.memberships if each.purpose == Membership.Purpose.HOME), None
    )  # type: ignore[attr-defined]
    if home is None or not rules.may_write(request.standing, home.commune_id):  # type: ignore[attr-defined]
        return render(request, "social/not_here.html", status=403)
    readers = queries.readers(home.commune_id)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not readers:
            form.add_error(
                None, _("Personne ne lit encore ces messages dans votre commune : rien n’est parti.")
            )
        elif not limits.allow(f"social:{request.user.pk}", WORDS_AN_HOUR, 3600):
            form.add_error(
                None, _("Vous écrivez très vite : attendez une heure. Votre texte est toujours ici.")
            )
        else:
            actions.write(request.user, home.commune, form.cleaned_data["text"], form.cleaned_data["key"])  # type: ignore[arg-type]
            messages.success(
                request, _("Votre message est parti. Vous recevez un avis dès qu’on vous répond.")
            )
            return redirect("social:mine")
    context = {
        "commune": home.commune,
        "form": form,
        "readers": readers,
        "threads": queries.of_resident(request.user, home.commune_id),  # type: ignore[arg-type]
    }
    return render(request, "social/mine.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """« C’est réglé », by its author."""
    actions.close(_own(request, pk))
    messages.success(request, _("C’est noté. Cet échange sera effacé dans trois mois."))
    return redirect("social:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once; then nothing of it is left, on either side."""
    letter = _own(request, pk)
    if request.method != "POST":
        return render(request, "social/erase.html", {"letter": letter})
    actions.erase(Q(pk=letter.pk, author=request.user))
    messages.success(request, _("C’est effacé, pour vous comme pour le CCAS."))
    return redirect("social:mine")


def _own(request: HttpRequest, pk: int) -> Letter:
    letter = queries.own(request.user, pk)  # type: ignore[arg-type]
    if letter is None:
        raise Http404
    return letter
