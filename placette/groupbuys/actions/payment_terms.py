"""How shares are to be paid, set by the organisers; whoever owes is told, each time it changes."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions import payments_telling as telling
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import Campaign, Payment, PaymentTerms
from placette.people.models import Person

State = Campaign.State
ACCOUNT = ("transfer", "payee", "iban", "bic")


@dataclass(frozen=True)
class Terms:
    """`iban` and `bic` as transfers.py gives them: checked, without spaces."""

    transfer: bool = True
    payee: str = ""
    iban: str = ""
    bic: str = ""
    cash: bool = False
    cash_to: str = ""
    cheque: bool = False
    cheque_to: str = ""
    pay_by: date | None = None


@transaction.atomic
def set_terms(campaign_id: int, by: Person, terms: Terms) -> None:
    """Raises Closed where it comes to nothing, Refused where transfers have come and the account would be another."""
    campaign = locked(campaign_id)
    if campaign.state in {State.FAILED, State.CANCELLED}:
        raise Closed(_("Cet achat groupé n’aboutit pas : personne n’a rien à payer."))
    before = PaymentTerms.objects.filter(campaign=campaign).first()
    said = asdict(terms)
    if any(said[name] != getattr(before, name, None) for name in ACCOUNT) and stands(before):
        raise Refused(_("Des virements sont déjà arrivés sur ce compte : il ne change plus. Le reste, si."))
    now = timezone.now()
    PaymentTerms.objects.update_or_create(campaign=campaign, defaults={**said, "set_by": by, "set_at": now})
    if campaign.state == State.SUCCEEDED and (before is None or _differ(before, said)):
        # Also what was told once before: the last that they know of is another.
        telling.terms(campaign, now, terms.pay_by)


def stands(terms: PaymentTerms | None) -> bool:
    """A transfer has come: its account changes no more."""
    if terms is None or not terms.transfer:
        return False
    transfers = Payment.objects.filter(kind=Payment.Kind.TRANSFER, withdrawn_at__isnull=True)
    return transfers.filter(share__pledge__campaign=terms.campaign_id).exists()


def _differ(before: PaymentTerms, said: dict[str, Any]) -> bool:
    return any(getattr(before, name) != value for name, value in said.items())
