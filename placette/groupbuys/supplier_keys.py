"""The key to a supplier's page: her e-mail alone carries it, and only its hash is kept."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from placette.groupbuys.models import Quote

LENGTH = 32  # bytes of chance


def renew(quote: Quote) -> str:
    """The address of her page, with a new key; the one before opens nothing any more."""
    token = secrets.token_urlsafe(LENGTH)
    Quote.objects.filter(pk=quote.pk).update(token_hash=_hash(token))
    return settings.SITE_URL + reverse("groupbuys:supplier", args=[token])


def quote_of(token: str) -> Quote | None:
    """Whose page this is; None where the key is unknown or taken back. One query, by the unique index of the hash."""
    quotes = Quote.objects.select_related("campaign__commune", "campaign__organiser")
    return quotes.filter(token_hash=_hash(token)).first()


def may_answer(quote: Quote, now: datetime) -> bool:
    """In time, and before the organiser has chosen. Wants `quote.campaign`."""
    open_ = quote.state in {Quote.State.ASKED, Quote.State.SENT, Quote.State.DECLINED}
    return open_ and quote.campaign.state == quote.campaign.State.INTEREST and now < quote.until


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
