"""What has come and what is missing, for the organisers; noted by hand, withdrawn, kindly asked for."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import keys, limits
from placette.groupbuys.actions import payments as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.payments import NoteForm, SettleForm
from placette.groupbuys.models import Campaign, Payment
from placette.groupbuys.queries import payments as queries
from placette.groupbuys.queries.payments import Balance, Shown
from placette.groupbuys.views.ordering import after_success

NOTED_AN_HOUR = 600
REMINDERS_A_DAY = 10
FARTHEST_PAGE = 10_000


@require_safe
@after_success
def payments(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Ten queries, however many take part."""
    totals = queries.totals(campaign)
    asked = request.GET.get("voir", "")
    shown = Shown(asked) if asked in set(Shown) else Shown.ALL
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 and 0 < int(number) <= FARTHEST_PAGE else 1
    context = {
        "campaign": campaign,
        "terms": getattr(campaign, "payment_terms", None),
        "totals": totals,
        "page": queries.page(campaign, shown, wanted, page),
        "tabs": _tabs(shown, totals),
        "shown": shown,
        "q": wanted,
        "kinds": Payment.Kind.choices,
    }
    return render(request, "groupbuys/payments/payments.html", context)


@require_POST
@after_success
def settle(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Those who are ticked have paid all that they owed, today."""
    back = _back(request, campaign)
    form = SettleForm(request.POST.getlist("shares"), request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(back)
    if not _may_note(request):
        return redirect(back)
    chosen, kind = form.cleaned_data["shares"], form.cleaned_data["kind"]
    count = actions.settle(campaign.pk, request.standing.person, chosen, kind, timezone.localdate())
    if count:
        said = ngettext(
            "C’est noté : %(count)d paiement. La personne est prévenue.",
            "C’est noté : %(count)d paiements. Chaque personne est prévenue.",
            count,
        )
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("C’était déjà noté : rien n’a changé."))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@after_success
def of_share(request: HttpRequest, campaign: Campaign, share: int) -> HttpResponse:
    """All that has come for one share; and a form for what is not the whole of it."""
    balance = _balance(campaign, share)
    if request.method != "POST":
        filled = {"amount": balance.rest or None, "on": timezone.localdate(), "key": uuid.uuid4()}
        return _page(request, campaign, balance, NoteForm(initial=filled))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, balance, form, status=422)
    if not _may_note(request):
        return _page(request, campaign, balance, form, status=429)
    given = form.cleaned_data
    key = keys.of(given["key"], share, given["amount"], given["kind"], given["on"])
    by = request.standing.person
    if actions.note(campaign.pk, by, share, given["kind"], given["amount"], given["on"], key):
        messages.success(request, _("C’est noté, et la personne est prévenue."))
    else:
        messages.info(request, _("C’était déjà noté : rien n’a changé."))
    return redirect("groupbuys:payments_of", campaign.pk, share)


@require_POST
@after_success
def withdraw(request: HttpRequest, campaign: Campaign, share: int, payment: int) -> HttpResponse:
    """It was noted by mistake."""
    if not any(each.pk == payment for each in _balance(campaign, share).payments):
        raise Http404
    if _may_note(request):
        actions.withdraw(campaign.pk, request.standing.person, payment)
        messages.success(request, _("Ce paiement est retiré, et la personne est prévenue."))
    return redirect("groupbuys:payments_of", campaign.pk, share)


@require_POST
@after_success
def remind(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if not limits.allow(f"purchase-remind:{campaign.pk}", REMINDERS_A_DAY, 86_400):
        messages.error(request, _("Un rappel par jour suffit : revenez demain."))
        return redirect("groupbuys:payments", campaign.pk)
    try:
        count = actions.remind(campaign.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("groupbuys:payment_terms", campaign.pk)
    if count:
        said = ngettext(
            "Un petit rappel est parti à %(count)d personne.",
            "Un petit rappel est parti à %(count)d personnes.",
            count,
        )
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Personne de nouveau à prévenir aujourd’hui : un rappel par jour suffit."))
    return redirect("groupbuys:payments", campaign.pk)


def _balance(campaign: Campaign, share: int) -> Balance:
    balance = queries.of_share(campaign, share)
    if balance is None:
        raise Http404
    return balance


def _page(
    request: HttpRequest, campaign: Campaign, balance: Balance, form: NoteForm, status: int = 200
) -> HttpResponse:
    context = {"campaign": campaign, "balance": balance, "form": form}
    return render(request, "groupbuys/payments/one.html", context, status=status)


def _may_note(request: HttpRequest) -> bool:
    if limits.allow(f"purchase-note:{request.user.pk}", NOTED_AN_HOUR, 3600):
        return True
    messages.error(request, _("C’est beaucoup à la fois : réessayez dans une heure."))
    return False


def _tabs(shown: Shown, totals: queries.Totals) -> list[dict[str, object]]:
    named = {
        Shown.ALL: (_("Tous"), totals.shares),
        Shown.OWING: (_("À payer"), totals.owing),
        Shown.SETTLED: (_("Payés"), totals.settled),
    }
    return [
        {"label": label, "count": count, "href": f"?voir={each}", "current": each == shown}
        for each, (label, count) in named.items()
    ]


def _back(request: HttpRequest, campaign: Campaign) -> str:
    """The list as it was: its page, its words."""
    wanted = request.POST.get("next", "")
    return reverse("groupbuys:payments", args=[campaign.pk]) + (wanted if wanted.startswith("?") else "")
