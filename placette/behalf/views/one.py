"""One resident without a screen: what is new for her, and what is posted and answered in her name."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.behalf import opened, queries
from placette.behalf.actions import acting
from placette.behalf.forms import SaidForm, WrittenForHerForm
from placette.listings import rules as listings
from placette.listings.models import Listing
from placette.listings.queries.annonces import detail
from placette.notices.actions import see
from placette.people.models import Consent
from placette.people.standing import standing_of

from .guard import for_her, may_go_on, shown, slow_down


@for_her
@require_safe
def one(request: HttpRequest, consent: Consent) -> HttpResponse:
    return render(request, "behalf/one.html", shown(consent, page=queries.page_of(consent, request.standing)))  # type: ignore[attr-defined]


@for_her
@require_POST
def told(request: HttpRequest, consent: Consent) -> HttpResponse:
    """She has been told of what the page said; what came since waits, and what was said by another, that other tells her."""
    read = set(request.POST.getlist("notice")[: queries.MOST_NEWS])
    news = queries.news_of(consent)
    for line in news:
        if str(line.notice.pk) in read:
            see(consent.person, line.notice.pk)
    if any(str(line.notice.pk) not in read for line in news):
        messages.warning(request, _("C’est noté. Du nouveau est arrivé entre-temps : dites-le-lui aussi."))
    else:
        messages.success(request, _("C’est noté."))
    return redirect("behalf:one", consent.pk)


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, consent: Consent) -> HttpResponse:
    """An annonce in her name."""
    initial = {"key": uuid.uuid4(), "direction": "request"}
    form = WrittenForHerForm(request.POST) if request.method == "POST" else WrittenForHerForm(initial=initial)
    if form.is_bound and form.is_valid():
        if may_go_on(request):
            acting.post(consent, request.user, _key(form), **form.fields_of_listing())  # type: ignore[arg-type]
            messages.success(request, _("Son annonce est sur la place."))
            return redirect("behalf:one", consent.pk)
        form.add_error(None, slow_down())
    return render(request, "behalf/post.html", shown(consent, form=form), status=422 if form.errors else 200)


@for_her
@require_POST
def close(request: HttpRequest, consent: Consent, listing_id: int) -> HttpResponse:
    listing = get_object_or_404(opened.listings(consent), pk=listing_id)
    acting.close(consent, request.user, listing)  # type: ignore[arg-type]
    messages.success(request, _("Son annonce est retirée de la place."))
    return redirect("behalf:one", consent.pk)


@for_her
@require_safe
def square(request: HttpRequest, consent: Consent) -> HttpResponse:
    """What she may answer, as far as who acts for her may read it."""
    text = request.GET.get("q", "").replace("\x00", "")[:80].strip()
    found = queries.to_answer(request.standing, consent, text)  # type: ignore[attr-defined]
    return render(request, "behalf/square.html", shown(consent, listings=found, text=text))


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, consent: Consent, listing_id: int) -> HttpResponse:
    listing = _answerable(request, consent, listing_id)
    form = SaidForm(request.POST) if request.method == "POST" else SaidForm(initial={"key": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        if may_go_on(request):
            made = acting.answer(consent, request.user, listing, form.cleaned_data["text"], _key(form))  # type: ignore[arg-type]
            messages.success(request, _("Sa réponse est partie."))
            return redirect("behalf:thread", consent.pk, made.conversation_id)
        form.add_error(None, slow_down())
    context = shown(consent, listing=listing, form=form)
    return render(request, "behalf/answer.html", context, status=422 if form.errors else 200)


def _answerable(request: HttpRequest, consent: Consent, listing_id: int) -> Listing:
    hers = standing_of(consent.person)
    listing = detail(hers, listing_id)
    if listing is None or not listings.may_answer(hers, listing):
        raise Http404
    if not listings.may_see(request.standing, listing):  # type: ignore[attr-defined]
        raise Http404
    return listing


def _key(form: SaidForm | WrittenForHerForm) -> str | None:
    key = form.cleaned_data["key"]
    return str(key) if key else None
