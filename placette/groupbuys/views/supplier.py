"""The page of a supplier, who has no account: its address, which her e-mail alone carries, is the key."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.core.text import one_line
from placette.groupbuys import supplier_keys
from placette.groupbuys.actions import quotes as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.quotes import QuoteForm
from placette.groupbuys.models import Quote
from placette.groupbuys.queries.interest import Interests, interests

TRIES_AN_HOUR = 60  # of keys that open nothing, of a visitor
SENT_AN_HOUR = 60  # of one page
LONGEST_REASON = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplier(request: HttpRequest, token: str) -> HttpResponse:
    quote = supplier_keys.quote_of(token)
    if quote is None:
        within = limits.allow(f"supplier:{limits.visitor(request)}", TRIES_AN_HOUR, 3600)
        return _unlisted(render(request, "groupbuys/supplier_gone.html", status=404 if within else 429))
    with timezone.override(quote.campaign.zone):
        return _unlisted(_shown(request, quote, token))


def _shown(request: HttpRequest, quote: Quote, token: str) -> HttpResponse:
    told = interests(quote.campaign, None)
    if not supplier_keys.may_answer(quote, timezone.now()):
        return render(request, "groupbuys/supplier_closed.html", {"quote": quote, "campaign": quote.campaign})
    if request.method != "POST":
        initial = quote.typed or {"firm": quote.name}
        return _page(request, quote, told, QuoteForm(interests=told, initial=initial))
    form = QuoteForm(request.POST, interests=told)
    step = request.POST.get("step")
    if not limits.allow(f"supplier_sends:{quote.pk}", SENT_AN_HOUR, 3600):
        form.add_error(None, _("Beaucoup d’envois en peu de temps : attendez une heure, rien n’est perdu."))
        return _page(request, quote, told, form, status=429)
    try:
        if step == "draft":
            actions.keep_draft(quote, form.typed(), timezone.now())
            messages.success(request, _("C’est gardé : revenez par le même lien pour finir et envoyer."))
        elif step == "decline":
            reason = one_line(request.POST.get("reason", ""))[:LONGEST_REASON]
            actions.decline(quote, reason, timezone.now())
            messages.success(request, _("C’est dit, merci d’avoir répondu. Vous pouvez encore changer d’avis."))  # fmt: skip
        elif form.is_valid():
            actions.send(quote, form.answer(), form.typed(), timezone.now())
            messages.success(request, _("Votre offre est partie, merci ! Vous pouvez la changer jusqu’au choix."))  # fmt: skip
        else:
            return _page(request, quote, told, form, status=422)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, quote, told, form, status=409)
    return redirect("groupbuys:supplier", token)


def _page(
    request: HttpRequest, quote: Quote, told: Interests, form: QuoteForm, status: int = 200
) -> HttpResponse:
    context = {"quote": quote, "campaign": quote.campaign, "interests": told, "form": form}
    return render(request, "groupbuys/supplier.html", context, status=status)


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """No search engine keeps it."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
