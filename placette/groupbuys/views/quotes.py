"""Suppliers asked, quotes side by side, votes, the choice."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.groupbuys import rules, supplier_keys
from placette.groupbuys.actions import quotes as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.asking import AskForm, ChooseForm, UntilForm
from placette.groupbuys.models import Campaign, Quote
from placette.groupbuys.queries.interest import interests
from placette.groupbuys.queries.quotes import Offer, asked, compared
from placette.groupbuys.queries.reading import campaign_for
from placette.people.views.guard import neighbours_only

ASKED_A_DAY, VOTES_AN_HOUR = 20, 30
TO_ANSWER = timedelta(days=10)  # at first
EVENING = time(20, 0)
View = Callable[..., HttpResponse]


def of_a_campaign(may: Callable[..., bool]) -> Callable[[View], View]:
    """Gives the view the campaign; 404 for whoever may not, who learns nothing. Its organisers read that it is too late."""

    def door(view: View) -> View:
        @neighbours_only
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, *args: object, **kwargs: object) -> HttpResponse:
            campaign = campaign_for(request.standing, pk)  # type: ignore[attr-defined]
            if campaign is None:
                raise Http404
            if not may(request.standing, campaign):  # type: ignore[attr-defined]
                if not rules.organises(request.standing, campaign):  # type: ignore[attr-defined]
                    raise Http404
                messages.info(request, _("Le prix est déjà choisi, ou cet achat groupé est annulé."))
                return redirect(campaign)
            with timezone.override(campaign.zone):
                return view(request, campaign, *args, **kwargs)

        return guarded

    return door


@of_a_campaign(rules.may_compare)
@require_safe
def compare(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return _page(request, campaign)


@of_a_campaign(rules.may_ask_suppliers)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if request.method != "POST":
        return redirect("groupbuys:quotes", campaign.pk)
    form = AskForm(request.POST)
    if form.is_valid() and not _may_ask_one_more(request):
        form.add_error(None, _("Vingt demandes par jour, c’est le maximum : continuez demain."))
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask(
                campaign.pk,
                request.user,  # type: ignore[arg-type]
                data["name"],
                data["email"],
                data["words"],
                form.moment(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("C’est parti : %(name)s reçoit votre demande.") % data)
            return redirect("groupbuys:quotes", campaign.pk)
    return _page(request, campaign, form, status=422)


@of_a_campaign(rules.may_ask_suppliers)
@require_POST
def ask_again(request: HttpRequest, campaign: Campaign, quote: int) -> HttpResponse:
    """Her link once more, with as long to answer as the first time."""
    found = get_object_or_404(Quote, pk=quote, campaign=campaign)
    form = UntilForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["until"]))
    elif not _may_ask_one_more(request):
        messages.error(request, _("Vingt demandes par jour, c’est le maximum : continuez demain."))
    else:
        _say(
            request,
            lambda: actions.ask_again(found, form.moment()),
            _("C’est reparti : l’ancien lien ne marche plus, le nouveau arrive."),
        )
    return redirect("groupbuys:quotes", campaign.pk)


@of_a_campaign(rules.may_ask_suppliers)
@require_POST
def revoke(request: HttpRequest, campaign: Campaign, quote: int) -> HttpResponse:
    found = get_object_or_404(Quote, pk=quote, campaign=campaign)
    _say(request, lambda: actions.revoke(found), _("C’est retiré : son lien ne marche plus."))
    return redirect("groupbuys:quotes", campaign.pk)


@of_a_campaign(rules.may_ask_suppliers)
@require_POST
def show(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    said = _("Les voisins intéressés reçoivent un avis : ils comparent et votent.")
    _say(request, lambda: actions.show(campaign.pk, request.user), said)  # type: ignore[arg-type]
    return redirect("groupbuys:quotes", campaign.pk)


@of_a_campaign(rules.may_compare)
@require_POST
def vote(request: HttpRequest, campaign: Campaign, quote: int) -> HttpResponse:
    found = get_object_or_404(Quote, pk=quote, campaign=campaign)
    told = interests(campaign, request.user)  # type: ignore[arg-type]
    if not rules.may_tell_interest(request.standing, campaign):  # type: ignore[attr-defined]
        messages.info(request, _("C’est déjà choisi : on ne vote plus."))
    elif not rules.may_vote(request.standing, campaign, is_interested=told.mine):  # type: ignore[attr-defined]
        messages.error(request, _("Pour voter, dites d’abord sur la page de l’achat ce que vous prendriez."))
    elif not limits.allow(f"quote_vote:{request.user.pk}", VOTES_AN_HOUR, 3600):
        messages.error(request, _("Vous changez souvent d’avis : attendez un peu."))
    else:
        _say(request, lambda: actions.vote(found, request.user), _("Votre vote compte. Personne ne voit lequel c’est."))  # type: ignore[arg-type]  # fmt: skip
    return redirect("groupbuys:quotes", campaign.pk)


@of_a_campaign(rules.may_ask_suppliers)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, campaign: Campaign, quote: int) -> HttpResponse:
    """What choosing does, and until when neighbours may join; then it is done."""
    found = get_object_or_404(Quote, pk=quote, campaign=campaign)
    told = interests(campaign, request.user)  # type: ignore[arg-type]
    offers = compared(campaign, told, request.user, timezone.localdate(), organises=True).offers  # type: ignore[arg-type]
    offer = next((each for each in offers if each.quote.pk == found.pk), None)
    if offer is None:
        raise Http404
    form = ChooseForm(request.POST or None, initial={"deadline": _first_deadline(offer)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(found, request.user, form.cleaned_data["deadline"], timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("deadline", str(refusal))
        else:
            messages.success(request, _("C’est choisi ! Les voisins intéressés reçoivent un avis avec le prix."))  # fmt: skip
            return redirect(campaign)
    context = {"campaign": campaign, "offer": offer, "interests": told, "form": form}
    return render(request, "groupbuys/choose.html", context, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, campaign: Campaign, form: AskForm | None = None, status: int = 200
) -> HttpResponse:
    standing, person = request.standing, request.user  # type: ignore[attr-defined]
    told = interests(campaign, person)  # type: ignore[arg-type]
    organises = rules.organises(standing, campaign)
    today = timezone.localdate()
    until = today + TO_ANSWER
    context = {
        "campaign": campaign,
        "interests": told,
        "compared": compared(campaign, told, person, today, organises=organises),  # type: ignore[arg-type]
        "organises": organises,
        "asked": [(each, supplier_keys.may_answer(_of(each, campaign), timezone.now())) for each in asked(campaign)]
        if organises
        else (),
        "may_ask": rules.may_ask_suppliers(standing, campaign),
        "may_vote": rules.may_vote(standing, campaign, is_interested=told.mine),
        "is_shown": hasattr(campaign, "comparison"),
        "form": form or AskForm(initial={"until": until}),
        "until": until.isoformat(),
    }  # fmt: skip
    return render(request, "groupbuys/quotes.html", context, status=status)


def _of(quote: Quote, campaign: Campaign) -> Quote:
    quote.campaign = campaign
    return quote


def _may_ask_one_more(request: HttpRequest) -> bool:
    return limits.allow(f"supplier_asked:{request.user.pk}", ASKED_A_DAY, 86_400)


def _first_deadline(offer: Offer) -> datetime:
    """In the evening, in two weeks or on the last day of the quote where that is sooner."""
    soon = timezone.localdate() + timedelta(days=14)
    day = min(soon, offer.quote.valid_until or soon)
    return datetime.combine(day, EVENING, timezone.get_current_timezone())


def _say(request: HttpRequest, act: Callable[[], None], done: str) -> None:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
