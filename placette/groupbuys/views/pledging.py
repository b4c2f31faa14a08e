"""A neighbour joins, changes, withdraws, waits, says yes again. Each act sent twice is one."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.groupbuys import rules
from placette.groupbuys.actions import extending, pledging
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.forms.pledging import PledgeForm, read_wishes
from placette.groupbuys.goods import goods_of
from placette.groupbuys.models import Campaign
from placette.groupbuys.queries.detail import Detail, Offer, detail, offers_now, offers_of, waiting_of
from placette.groupbuys.views.campaign import not_for_her
from placette.people.models import Person

AN_HOUR = 60
type Act = Callable[[HttpRequest, Person, Detail], HttpResponse]


def _act(act: Act) -> Callable[..., HttpResponse]:
    """On a campaign that she may see, not too often; what she may do there the act itself asks."""

    @login_required
    @wraps(act)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = detail(request.standing, pk)  # type: ignore[attr-defined]
        if found is None:
            return not_for_her(request)
        person = request.standing.person  # type: ignore[attr-defined]
        if request.method == "POST" and not limits.allow(f"pledge:{person.pk}", AN_HOUR, 3600):
            return _too_often(request, found)
        return act(request, person, found)

    return view


def _too_often(request: HttpRequest, found: Detail) -> HttpResponse:
    form = PledgeForm(request.POST, offers=found.offers)
    form.is_valid()
    form.add_error(
        None, _("Vous changez très souvent votre commande : attendez un peu. Vos quantités sont encore ici.")
    )
    return _again(request, found.campaign, form, 429)


@login_required
@require_POST
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """When a campaign is announced everybody presses at once: what goes well reads no more than the action needs, and the
    page is only read where something is to be said on it. Thirteen statements with the session.
    """
    standing = request.standing  # type: ignore[attr-defined]
    campaign, wishes = next(iter(pledging.FOUND(pk)), None), read_wishes(request.POST)
    if campaign is None or not wishes or not rules.may_pledge(standing, campaign, timezone.now()):
        return _in_words(request, pk)
    if not limits.allow(f"pledge:{standing.person.pk}", AN_HOUR, 3600):
        return _in_words(request, pk, _too_often)
    try:
        pledging.pledge(pk, standing.person, wishes)
    except Closed as refused:
        messages.error(request, str(refused))
    except Refused as refused:
        return _refused(request, campaign, refused)
    else:
        messages.success(
            request,
            _("C’est noté : vous participez. Vous pouvez changer ou vous retirer jusqu’à la clôture."),
        )
    return redirect(campaign)


def _in_words(
    request: HttpRequest, pk: int, say: Callable[[HttpRequest, Detail], HttpResponse] | None = None
) -> HttpResponse:
    found = detail(request.standing, pk)  # type: ignore[attr-defined]
    if found is None:
        return not_for_her(request)
    return (say or _unfit)(request, found)


def _unfit(request: HttpRequest, found: Detail) -> HttpResponse:
    """Not now, not by her, or not to be read."""
    form = PledgeForm(request.POST, offers=found.offers)
    if not rules.may_pledge(request.standing, found.campaign, timezone.now()):  # type: ignore[attr-defined]
        return _not_now(request, found)
    if form.is_valid() and found.takes_part:
        return redirect("groupbuys:withdraw", found.campaign.pk)
    if form.is_valid():
        form.add_error(None, _("Dites combien vous en prenez, puis participez."))
    return _again(request, found.campaign, form, 422)


def _refused(request: HttpRequest, campaign: Campaign, refused: Refused) -> HttpResponse:
    """The form alone, with the figures that the action has seen: somebody was faster, and many may read this at the same
    time. One query for what she waits.
    """
    if seen := refused.seen:
        offers = offers_of(seen.campaign, seen.goods, seen.held, waiting_of(campaign, request.user.pk))  # type: ignore[arg-type]
    else:
        campaign.refresh_from_db(fields=["takers"])
        offers = offers_now(campaign, goods_of(campaign), request.user.pk)  # type: ignore[arg-type]
    form = PledgeForm(request.POST, offers=offers)
    form.is_valid()
    form.refuse(refused)
    return _again(request, campaign, form, 409)


def _again(request: HttpRequest, campaign: Campaign, form: PledgeForm, status: int) -> HttpResponse:
    context = {"campaign": campaign, "form": form, "takes_part": any(each.mine for each in form.offers)}
    return render(request, "groupbuys/refused.html", context, status=status)


def _not_now(request: HttpRequest, found: Detail) -> HttpResponse:
    if rules.is_open(found.campaign, timezone.now()):
        messages.error(
            request, _("Votre résidence n’est pas confirmée ici : on ne peut pas encore participer.")
        )
    else:
        messages.error(
            request, _("Cet achat groupé est clos : on ne peut plus y participer ni changer sa commande.")
        )
    return redirect(found.campaign)


@require_http_methods(["GET", "HEAD", "POST"])
@_act
def withdraw(request: HttpRequest, person: Person, found: Detail) -> HttpResponse:
    """Asks once; then all is given back, and nothing is owed."""
    if not rules.may_withdraw(found.campaign, found.pledge, timezone.now()):
        if request.method == "POST" and not found.takes_part:
            messages.info(request, _("Vous ne participez pas, ou plus : il n’y a rien à retirer."))
        elif request.method == "POST":
            messages.error(request, _("Cet achat groupé est clos : on ne peut plus s’en retirer."))
        return redirect(found.campaign)
    if request.method != "POST":
        return render(request, "groupbuys/withdraw.html", {"found": found, "campaign": found.campaign})
    try:
        pledging.withdraw(found.campaign.pk, person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("C’est noté : vous ne participez plus, et vous ne devez rien."))
    # Who has moved away reads it no more.
    reads = rules.may_see(request.standing, found.campaign)  # type: ignore[attr-defined]
    return redirect(found.campaign if reads else "groupbuys:mine")


@require_POST
@_act
def wait(request: HttpRequest, person: Person, found: Detail) -> HttpResponse:
    """For so much of one product as its field says; what she holds of it already she keeps."""
    form = PledgeForm(request.POST, offers=found.offers)
    offer = _offer(found, request.POST.get("product", ""))
    if not rules.may_pledge(request.standing, found.campaign, timezone.now()):  # type: ignore[attr-defined]
        return _not_now(request, found)
    if not form.is_valid():
        return _again(request, found.campaign, form, 422)
    if offer is None or not (wish := form.wish(offer)).quantity:
        form.add_error(None, _("Dites combien vous en attendez, puis mettez-vous sur la liste."))
        return _again(request, found.campaign, form, 422)
    more = wish.quantity - (offer.mine.quantity if offer.mine else 0)
    if more <= 0:
        form.add_error(f"quantity-{offer.product.pk}", _("Vous en avez déjà autant."))
        return _again(request, found.campaign, form, 422)
    try:
        pledging.wait(found.campaign.pk, person, replace(wish, quantity=more))
    except Refused as refused:
        return _refused(request, found.campaign, refused)
    messages.success(
        request, _("Vous êtes sur la liste d’attente : vous recevez un avis dès qu’une part se libère.")
    )
    return redirect(found.campaign)


def _offer(found: Detail, product: str) -> Offer | None:
    return next((each for each in found.offers if str(each.product.pk) == product), None)


@require_POST
@_act
def stop_waiting(request: HttpRequest, person: Person, found: Detail) -> HttpResponse:
    offer = _offer(found, request.POST.get("product", ""))
    if offer and offer.waiting:
        pledging.stop_waiting(found.campaign.pk, person, offer.product.pk)
    messages.success(request, _("Vous n’êtes plus sur la liste d’attente."))
    return redirect(found.campaign)


@require_POST
@_act
def accept(request: HttpRequest, person: Person, found: Detail) -> HttpResponse:
    """« Oui, à ce prix »: to what the page showed, no more."""
    if not found.takes_part or not rules.may_accept(found.campaign, timezone.now()):
        messages.error(request, _("Il n’y a plus rien à confirmer ici."))
        return redirect(found.campaign)
    shown = {
        each.product.pk: int(sent)
        for each in found.offers
        if (sent := request.POST.get(f"price-{each.product.pk}", "")).isdecimal() and len(sent) < 10
    }
    try:
        pledging.accept(found.campaign.pk, person, shown=shown)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Merci ! Vous participez à ce prix."))
    return redirect(found.campaign)


@require_POST
@_act
def stay(request: HttpRequest, person: Person, found: Detail) -> HttpResponse:
    """More time was asked for: she stays."""
    try:
        extending.stay(found.campaign.pk, person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Merci ! Vous restez, et vous ne payez rien de plus pour autant."))
    return redirect(found.campaign)
