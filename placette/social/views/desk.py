"""The desk of the social service: who waits, one letter, an answer. 404 for everybody else, officers and elected first."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.people.views.guard import at_a_desk, desk_tabs, desks_of
from placette.places.models import Commune
from placette.social import actions, queries, rules
from placette.social.forms import LetterForm
from placette.social.models import Letter

readers_only = at_a_desk(rules.may_read)


@never_cache
@readers_only
@require_safe
def letters(request: HttpRequest, commune: Commune) -> HttpResponse:
    """Names and dates; the words only on the page of each."""
    found = queries.waiting(commune)
    context = {
        "commune": commune,
        "waiting": [each for each in found if each.waits_since],
        "answered": [each for each in found if not each.waits_since and not each.closed_at],
        "closed": [each for each in found if each.closed_at],
        "tabs": desk_tabs(desks_of(request.standing, rules.may_read), commune, "social:letters"),  # type: ignore[attr-defined]
    }
    return render(request, "social/letters.html", context)


@never_cache
@readers_only
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """Opening it is noted, and its author sees by whom."""
    thread = _thread(request, commune, pk)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(thread.letter, request.user, said["text"], said["key"])  # type: ignore[arg-type]
        except Letter.DoesNotExist:
            messages.error(
                request, _("La personne vient d’effacer cet échange : votre réponse n’est pas partie.")
            )
            return redirect(_address(commune))
        messages.success(request, _("Votre réponse est partie : la personne reçoit un avis discret."))
        return redirect(_address(commune))
    actions.read(thread.letter, request.user)  # type: ignore[arg-type]
    context = {"commune": commune, "thread": thread, "form": form}
    return render(request, "social/letter.html", context, status=422 if form.errors else 200)


@readers_only
@require_POST
def settle(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    """« C’est réglé », by the social service."""
    actions.close(_thread(request, commune, pk).letter)
    messages.success(request, _("C’est noté. Cet échange sera effacé dans trois mois."))
    return redirect(_address(commune))


def _thread(request: HttpRequest, commune: Commune, pk: int) -> queries.Thread:
    thread = queries.for_reader(request.standing, commune, pk)  # type: ignore[attr-defined]
    if thread is None:
        raise Http404
    return thread


def _address(commune: Commune) -> str:
    return reverse("social:letters", query={"commune": commune.pk})
