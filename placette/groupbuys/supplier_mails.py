"""The e-mails to suppliers, in French: about one campaign, because a neighbour asked, and never again."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone, translation

from placette.core.mail import compose, deliver
from placette.groupbuys import supplier_keys
from placette.groupbuys.actions import telling_quotes
from placette.groupbuys.models import Campaign, Quote
from placette.groupbuys.queries.interest import interests

LANGUAGE = "fr"  # the suppliers of French communes
NOT_HELD = (Campaign.State.CANCELLED, Campaign.State.FAILED)


def ask(quote_id: int) -> None:
    """Her request with a new key, which is kept before the mail leaves: nobody who wants her row, some of whom hold the
    whole campaign, waits for a mail server. A retry makes another key, and this one opens nothing.
    """
    with transaction.atomic():
        quotes = Quote.objects.select_related("campaign__commune")
        quote = quotes.select_for_update(no_key=True, of=("self",)).filter(pk=quote_id).first()
        if quote is None or not supplier_keys.may_answer(quote, timezone.now()):
            return
        url = supplier_keys.renew(quote)
    facts = {"url": url, "wished": interests(quote.campaign, None), "by": quote.asked_by}
    if not deliver(_mail(quote, "ask", facts)):
        telling_quotes.unreachable(quote)


def tell(quote_id: int) -> None:
    """Whether she was chosen, and that it does not take place after all. Nothing where her address is forgotten, or her request was taken back."""
    quote = Quote.objects.select_related("campaign__commune", "campaign__organiser").get(pk=quote_id)
    if not quote.email or quote.state == Quote.State.REVOKED:
        return
    outcome = _outcome(quote)
    facts = {
        "cancelled": quote.campaign.state == Campaign.State.CANCELLED,
        "by": quote.campaign.organiser,
    }
    deliver(_mail(quote, outcome, facts, message_id=f"quote-{quote.pk}-{outcome}"))


def _outcome(quote: Quote) -> str:
    """Of now: a mail that was late does not say what is over."""
    if quote.state != Quote.State.CHOSEN:
        return "not_chosen"
    return "given_up" if quote.campaign.state in NOT_HELD else "chosen"


def _mail(quote: Quote, template: str, facts: dict[str, Any], message_id: str = "") -> EmailMultiAlternatives:
    known = {"quote": quote, "campaign": quote.campaign, "site": settings.SITE_URL, **facts}
    with timezone.override(quote.campaign.zone), translation.override(LANGUAGE):
        return compose(
            quote.email, LANGUAGE, f"groupbuys/mail/{template}_supplier", known, message_id=message_id
        )
