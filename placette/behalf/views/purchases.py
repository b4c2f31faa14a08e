"""Grouped purchases in her name: what is read to her, what she takes, what she owes and how she collects it."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.behalf import purchases
from placette.behalf.actions import buying
from placette.behalf.actions.acting import Beyond, Refusal
from placette.behalf.forms import PledgedForHerForm, SubstituteForHerForm
from placette.behalf.papers import slip as paper
from placette.behalf.purchases import Purchase
from placette.core import limits
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.actions.wishes import Wish
from placette.groupbuys.amounts import quantity
from placette.people.models import Consent, Person

from .guard import for_her, may_go_on, shown, slow_down

SLIPS_AN_HOUR = 60


@for_her
@require_safe
def offered(request: HttpRequest, consent: Consent) -> HttpResponse:
    """What she may join, as far as who acts for her may read it."""
    if not consent.buys:
        raise Beyond
    found = purchases.to_join(request.standing, consent, timezone.now())  # type: ignore[attr-defined]
    return render(request, "behalf/purchases.html", shown(consent, cards=found))


@for_her
@require_http_methods(["GET", "HEAD", "POST"])
def purchase(request: HttpRequest, consent: Consent, campaign_id: int) -> HttpResponse:
    """Read to her; POST: so much of each product."""
    found = _found(request, consent, campaign_id)
    if request.method != "POST":
        return _show(request, consent, found, PledgedForHerForm(offers=found.offers))
    form = PledgedForHerForm(request.POST, offers=found.offers)
    if not found.may_pledge:
        messages.error(
            request, _("Cet achat groupé est clos : on ne peut plus y participer ni changer sa commande.")
        )
        return redirect("behalf:purchase", consent.pk, campaign_id)
    if form.is_valid():
        wishes = [wish for wish in map(form.wish, form.offers) if wish.quantity]
        if not wishes:
            form.add_error(None, _("Dites combien elle en prend, puis notez sa commande."))
        elif not may_go_on(request):
            form.add_error(None, slow_down())
        else:
            try:
                buying.pledge(consent, _by(request), campaign_id, wishes)
            except Refusal as refused:
                refused.typed = _said(found, wishes)
                raise
            except Closed as refused:
                messages.error(request, str(refused))
            except Refused as refused:
                return _refused(request, consent, campaign_id, refused)
            else:
                messages.success(request, _("C’est noté : elle participe."))
            return redirect("behalf:purchase", consent.pk, campaign_id)
    return _show(request, consent, found, form, 422)


def _said(found: Purchase, wishes: Iterable[Wish]) -> str:
    """What was to be taken, a line each."""
    products = {each.product.pk: each.product for each in found.offers}
    return "\n".join(
        f"{products[each.product].name} : {quantity(each.quantity, products[each.product].unit)}"
        for each in wishes
    )


def _refused(request: HttpRequest, consent: Consent, campaign_id: int, refused: Refused) -> HttpResponse:
    """With the figures of now, and what was typed."""
    found = _found(request, consent, campaign_id)
    form = PledgedForHerForm(request.POST, offers=found.offers)
    form.is_valid()
    form.refuse(refused)
    return _show(request, consent, found, form, 409)


@for_her
@require_POST
def withdraw(request: HttpRequest, consent: Consent, campaign_id: int) -> HttpResponse:
    found = _found(request, consent, campaign_id)
    if found.takes_part and not found.may_withdraw:
        messages.error(request, _("Cet achat groupé est clos : on ne peut plus s’en retirer."))
        return redirect("behalf:purchase", consent.pk, campaign_id)
    answer = _done(
        request,
        consent,
        campaign_id,
        lambda: buying.withdraw(consent, _by(request), campaign_id),
        _("C’est noté : elle ne participe plus, et ne doit rien."),
    )
    # What its organiser shows town halls no more is read no more.
    reads = purchases.purchase_of(request.standing, consent, campaign_id)  # type: ignore[attr-defined]
    return answer if reads else redirect("behalf:one", consent.pk)


@for_her
@require_POST
def accept(request: HttpRequest, consent: Consent, campaign_id: int) -> HttpResponse:
    """« Oui, à ce prix »: to what was read to her, no more."""
    found = _found(request, consent, campaign_id)
    if not found.may_accept:
        messages.info(request, _("Il n’y a plus rien à confirmer ici."))
        return redirect("behalf:purchase", consent.pk, campaign_id)
    said = {
        each.product.pk: int(sent)
        for each in found.offers
        if (sent := request.POST.get(f"price-{each.product.pk}", "")).isdecimal() and len(sent) < 10
    }
    return _done(
        request,
        consent,
        campaign_id,
        lambda: buying.accept(consent, _by(request), campaign_id, said),
        _("C’est noté : elle participe à ce prix."),
    )


@for_her
@require_POST
def stay(request: HttpRequest, consent: Consent, campaign_id: int) -> HttpResponse:
    """More time was asked for: she stays."""
    if not _found(request, consent, campaign_id).may_stay:
        messages.info(request, _("Il n’y a plus rien à confirmer ici."))
        return redirect("behalf:purchase", consent.pk, campaign_id)
    return _done(
        request,
        consent,
        campaign_id,
        lambda: buying.stay(consent, _by(request), campaign_id),
        _("C’est noté : elle reste, et ne paie rien de plus pour autant."),
    )


@for_her
@require_POST
def choose(request: HttpRequest, consent: Consent, campaign_id: int, slot: int) -> HttpResponse:
    share = _found(request, consent, campaign_id).share
    if share is None:
        raise Http404
    return _done(
        request,
        consent,
        campaign_id,
        lambda: buying.choose(consent, _by(request), share, slot),
        _("C’est noté : vous serez prévenu la veille, pour le lui rappeler."),
    )


@for_her
@require_POST
def send(request: HttpRequest, consent: Consent, campaign_id: int) -> HttpResponse:
    """Who collects in her place, or she herself."""
    found = _found(request, consent, campaign_id)
    share = found.share
    if share is None:
        raise Http404
    form = SubstituteForHerForm(request.POST)
    if not form.is_valid():
        return _show(request, consent, found, PledgedForHerForm(offers=found.offers), 422, form)
    return _done(
        request,
        consent,
        campaign_id,
        lambda: buying.send(consent, _by(request), share, form.cleaned_data["name"]),
        _("C’est noté."),
    )


@for_her
@require_safe
def slip(request: HttpRequest, consent: Consent, campaign_id: int) -> HttpResponse:
    """For her: what she owes, to whom, by when, and how she collects it, as PDF; also where she lets nothing be bought any
    more: what is closed she owes.
    """
    found = _read(request, consent, campaign_id)
    if found.owed is None:
        raise Http404
    if not limits.allow(f"slips:{request.user.pk}", SLIPS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    with timezone.override(found.campaign.zone):
        answer = HttpResponse(paper.printed_for(consent, found), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="part.pdf"'
    return answer


def _found(request: HttpRequest, consent: Consent, campaign_id: int) -> Purchase:
    if not consent.buys:
        raise Beyond
    return _read(request, consent, campaign_id)


def _read(request: HttpRequest, consent: Consent, campaign_id: int) -> Purchase:
    found = purchases.purchase_of(request.standing, consent, campaign_id)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _done(
    request: HttpRequest, consent: Consent, campaign_id: int, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        if not may_go_on(request):
            raise Refused(slow_down())
        act()
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("behalf:purchase", consent.pk, campaign_id)


def _show(
    request: HttpRequest,
    consent: Consent,
    found: Purchase,
    form: PledgedForHerForm,
    status: int = 200,
    substitute: SubstituteForHerForm | None = None,
) -> HttpResponse:
    with timezone.override(found.campaign.zone):
        context = shown(
            consent,
            found=found,
            campaign=found.campaign,
            form=form,
            substitute=substitute or SubstituteForHerForm(initial={"name": found.substitute}),
        )
        return render(request, "behalf/purchase.html", context, status=status)


def _by(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]
