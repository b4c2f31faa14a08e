"""One annonce: read, answered, written, changed."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits, photos
from placette.core.text import several_lines
from placette.listings import rules
from placette.listings.actions import annonces as actions
from placette.listings.actions import answering
from placette.listings.forms.annonces import AnswerForm, ListingForm
from placette.listings.kinds import KINDS
from placette.listings.models import Listing
from placette.listings.queries import annonces as queries
from placette.listings.queries.unanswered import notes_on
from placette.people.reading import read_aloud_to
from placette.people.standing import Standing
from placette.people.views.guard import neighbours_only

CHANGES_A_DAY = 60  # each may tell others of a request


def _found(request: HttpRequest, pk: int) -> Listing:
    listing = queries.detail(request.standing, pk)  # type: ignore[attr-defined]
    if listing is None:
        raise Http404
    return listing


def _own(request: HttpRequest, pk: int) -> Listing:
    listing = _found(request, pk)
    if not rules.owns(request.standing, listing):  # type: ignore[attr-defined]
        raise Http404
    return listing


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk), AnswerForm(initial={"key": uuid.uuid4()}))


def _show(
    request: HttpRequest, listing: Listing, form: AnswerForm, template: str = "listings/detail.html"
) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    mine = rules.owns(standing, listing)
    context = {
        "listing": listing,
        "kind": KINDS[listing.kind],
        "mine": mine,
        "form": form,
        "taps": KINDS[listing.kind].taps(listing.direction),
        "tap_key": uuid.uuid4(),
        "may_answer": rules.may_answer(standing, listing),
        "may_edit": rules.may_edit(standing, listing),
        "may_prolong": rules.may_prolong(standing, listing, timezone.now()),
        "may_reopen": rules.may_reopen(standing, listing),
        "answers": queries.answers_to(listing) if mine else [],
        "call_notes": notes_on(listing) if mine and listing.ambassadors_told_at else [],
        "read_aloud": read_aloud_to([listing.author], [listing.deed] if listing.deed else []),
        "answer": None if mine else queries.answer_of(standing, listing),
        "matches": queries.matches(standing, listing) if standing.is_verified else [],
    }
    return render(request, template, context)


@login_required
@require_safe
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """After « Je cherche »: how many neighbours have been told, and what may already be there."""
    listing = _own(request, pk)
    matches = queries.matches(request.standing, listing)  # type: ignore[attr-defined]
    return render(request, "listings/asked.html", {"listing": listing, "matches": matches})


@neighbours_only
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    listing = queries.detail(standing, pk) or queries.withdrawn(standing, pk)
    if listing is None:
        raise Http404
    if not rules.may_answer(standing, listing):
        return _too_late(request, listing)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, listing, form)
    if not limits.allow(f"answer:{request.user.pk}", 40, 3600):
        form.add_error("text", _("Vous répondez très vite : attendez un peu. Votre texte est toujours ici."))
        return _show(request, listing, form)
    key = form.cleaned_data["key"]
    made = answering.answer(listing, request.user, form.cleaned_data["text"], str(key) if key else None)  # type: ignore[arg-type]
    messages.success(
        request,
        _("Votre réponse est partie : %(name)s reçoit un avis.") % {"name": listing.author.display_name},
    )
    return redirect("conversations:thread", made.conversation_id)


def _too_late(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The annonce was paused or closed while she wrote: her words are hers to copy."""
    standing = request.standing  # type: ignore[attr-defined]
    if rules.owns(standing, listing):
        return redirect(listing)
    if not rules.in_audience(standing, listing):
        raise Http404
    context = {
        "text": several_lines(request.POST.get("text", "")),
        "listing": listing if rules.may_see(standing, listing) else None,
        "answer": queries.answer_of(standing, listing),
    }
    return render(request, "listings/too_late.html", context, status=409)


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        initial = {
            "key": uuid.uuid4(),
            "direction": request.GET.get("sens", "offer"),
            "kind": request.GET.get("quoi", ""),
        }
        return _form(request, ListingForm(initial=initial, author=request.user))
    if sent := _sent_already(request):
        return redirect(sent)
    form = ListingForm(request.POST, request.FILES, author=request.user)
    if not form.is_valid():
        return _form(request, form)
    if not limits.allow(f"publish:{request.user.pk}", 20, 86_400):
        form.add_error(
            None,
            _("Vingt annonces par jour, c’est déjà beaucoup : revenez demain. Votre texte est toujours ici."),
        )
        return _form(request, form)
    membership = request.standing.first_verified  # type: ignore[attr-defined]
    key = form.cleaned_data["key"]
    try:
        listing = actions.publish(
            request.user,
            membership,
            form.cleaned_data["photos"].photos,
            key=str(key) if key else None,
            **form.fields_of_listing(),  # type: ignore[arg-type]
        )
    except photos.Refused as refused:
        form.add_error("photos", str(refused))
        return _form(request, form)
    messages.success(request, _("Votre annonce est sur la place."))
    return redirect(listing)


def _sent_already(request: HttpRequest) -> Listing | None:
    """A form pressed twice: its photos have their place by now, and are not missed."""
    form = ListingForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["key"]:
        return None
    return actions.published(request.user, str(form.cleaned_data["key"]), **form.fields_of_listing())  # type: ignore[arg-type]


def _form(request: HttpRequest, form: ListingForm, listing: Listing | None = None) -> HttpResponse:
    return render(request, "listings/form.html", {"form": form, "listing": listing})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    listing = _own(request, pk)
    may_edit = rules.may_edit(request.standing, listing)  # type: ignore[attr-defined]
    if request.method != "POST":
        if not may_edit:
            messages.error(request, _("Cette annonce ne peut pas être modifiée pour le moment."))
            return redirect(listing)
        return _form(
            request, ListingForm(initial=_held(listing), author=request.user, listing=listing), listing
        )
    form = ListingForm(request.POST, request.FILES, author=request.user, listing=listing)
    if not may_edit:
        form.add_error(
            None,
            _(
                "Cette annonce ne peut pas être modifiée pour le moment. Rien n’est enregistré, "
                "mais votre texte est toujours ici."
            ),
        )
    elif form.is_valid() and not limits.allow(f"edit:{request.user.pk}", CHANGES_A_DAY, 86_400):
        form.add_error(
            None, _("Beaucoup de modifications pour un jour : attendez un peu. Votre texte est toujours ici.")
        )
    if not form.is_valid():
        return _form(request, form, listing)
    chosen = form.cleaned_data["photos"]
    try:
        with transaction.atomic():
            actions.change(listing, **form.fields_of_listing())
            actions.remove_photos(listing, chosen.removed)
            actions.add_photos(listing, chosen.photos)
    except photos.Refused as refused:
        form.add_error("photos", str(refused))
        return _form(request, form, listing)
    messages.success(request, _("C’est enregistré."))
    return redirect(listing)


def _held(listing: Listing) -> dict[str, object]:
    names = ("kind", "title", "category", "text", "audience", "shown_to_town_hall")
    return {name: getattr(listing, name) for name in names} | {"price": listing.price_cents}


def _verb(
    action: Callable[[Listing], None], may: Callable[[Standing, Listing], bool], said: Promise
) -> Callable[..., HttpResponse]:
    """`said`: what the page says once it is done."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        listing = _own(request, pk)
        if may(request.standing, listing):  # type: ignore[attr-defined]
            action(listing)
            messages.success(request, str(said))
        elif rules.may_keep(request.standing, listing):  # type: ignore[attr-defined]
            messages.info(request, _("Une annonce se prolonge dans ses deux dernières semaines."))
        else:
            messages.error(
                request,
                _(
                    "Votre résidence dans cette commune n’est plus confirmée : l’annonce reste comme elle est."
                ),
            )
        return redirect(listing)

    return view


def _may_prolong_now(standing: Standing, listing: Listing) -> bool:
    return rules.may_prolong(standing, listing, timezone.now())


pause = _verb(actions.pause, rules.owns, gettext_lazy("Votre annonce est en pause : personne ne la voit."))
close = _verb(actions.close, rules.owns, gettext_lazy("Votre annonce est retirée de la place."))
resume = _verb(actions.resume, rules.may_keep, gettext_lazy("Votre annonce est de nouveau sur la place."))
prolong = _verb(
    actions.prolong,
    _may_prolong_now,
    gettext_lazy("Votre annonce est prolongée. Sa nouvelle date est plus bas."),
)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "listings/mine.html", {"listings": list(queries.mine(request.standing)[:200])})  # type: ignore[attr-defined]
