"""Suppliers are asked, answer, are shown side by side, voted for, and one of them is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core.moments import date_in_words
from placette.groupbuys import supplier_keys
from placette.groupbuys.actions import campaigns, telling_quotes, telling_suppliers
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import Campaign, Comparison, Product, Quote, QuoteTier, Supplier, Vote
from placette.groupbuys.pricing import Step
from placette.people.models import Person

State = Quote.State
MOST_SUPPLIERS = 12  # a campaign
SAID = ("firm", "professional", "siren", "delivery", "minimum", "valid_until", "conditions")


@dataclass(frozen=True)
class Answer:
    """What a supplier's form says: who she is, her tiers by product, in cents a unit, and what goes with them."""

    firm: str
    professional: bool
    siren: str
    delivery: str
    minimum: Decimal | None
    valid_until: date
    conditions: str
    tiers: Mapping[int, Sequence[Step]]


@transaction.atomic
def ask(campaign_id: int, by: Person, name: str, email: str, words: str, until: datetime) -> Quote:
    """An e-mail with the key to her page is on its way. Raises Refused where she is asked already, Closed, too many."""
    campaign = _asking(campaign_id)
    if campaign.quotes.exclude(email="").count() >= MOST_SUPPLIERS:
        raise Refused(_("Douze fournisseurs par achat, c’est le maximum : comparez ceux qui ont répondu."))
    try:
        with transaction.atomic():
            quote = Quote.objects.create(
                campaign=campaign, asked_by=by, name=name, email=email, words=words, until=until
            )
    except IntegrityError:
        raise Refused(
            _("Ce fournisseur est déjà sur votre liste : renvoyez-lui son lien depuis là.")
        ) from None
    telling_suppliers.asked(quote)
    return quote


@transaction.atomic
def ask_again(quote: Quote, until: datetime) -> None:
    """Her link once more, with more time; the one before stops working. Raises Closed; Refused where she is forgotten."""
    campaign = _asking(quote.campaign_id)
    again = {State.REVOKED, State.DECLINED}
    quote = Quote.objects.select_for_update().get(pk=quote.pk, campaign=campaign)
    if not quote.email:
        raise Refused(_("Son adresse n’est plus gardée : faites-lui une nouvelle demande."))
    quote.until = until
    quote.state = State.ASKED if quote.state in again else quote.state
    quote.save(update_fields=["until", "state"])
    telling_suppliers.asked(quote)


@transaction.atomic
def revoke(quote: Quote) -> None:
    """Her link opens nothing any more, her quote is compared no longer, and votes for it are free again. Raises Closed."""
    campaign = _asking(quote.campaign_id)
    Vote.objects.filter(campaign=campaign, quote=quote).delete()
    Quote.objects.filter(pk=quote.pk, campaign=campaign).update(state=State.REVOKED, token_hash=None)


@transaction.atomic
def keep_draft(quote: Quote, typed: Mapping[str, str], now: datetime) -> None:
    """What she has typed, right or wrong, for later; what she has sent stays sent. Raises Closed."""
    _answering(quote, now)
    Quote.objects.filter(pk=quote.pk).update(typed=typed)


@transaction.atomic
def send(quote: Quote, answer: Answer, typed: Mapping[str, str], now: datetime) -> None:
    """Her answer, instead of the one before; the organisers are told. The same twice is once. Raises Closed."""
    quote = _answering(quote, now)
    if quote.state == State.SENT and _says(quote, answer):
        return
    for name in SAID:
        setattr(quote, name, getattr(answer, name))
    quote.state, quote.reason, quote.answered_at, quote.typed = State.SENT, "", now, dict(typed)
    quote.save()
    quote.tiers.all().delete()
    QuoteTier.objects.bulk_create(
        QuoteTier(quote=quote, product_id=product, threshold=step.threshold, unit_cents=step.unit_cents)
        for product, steps in answer.tiers.items()
        for step in steps
    )
    telling_quotes.answered(quote)


@transaction.atomic
def decline(quote: Quote, reason: str, now: datetime) -> None:
    """« Nous ne pouvons pas »: politely; she may change her mind in time. Raises Closed."""
    quote = _answering(quote, now)
    if quote.state == State.DECLINED and quote.reason == reason:
        return
    Vote.objects.filter(quote=quote).delete()
    quote.state, quote.reason, quote.answered_at = State.DECLINED, reason, now
    quote.save(update_fields=["state", "reason", "answered_at"])
    telling_quotes.answered(quote)


@transaction.atomic
def show(campaign_id: int, by: Person) -> None:
    """Neighbours compare and vote from now on; those who told their interest hear of it once. Raises Closed, Refused."""
    campaign = _asking(campaign_id)
    if not campaign.quotes.filter(state=State.SENT).exists():
        raise Refused(_("Attendez une première réponse : il n’y a encore rien à comparer."))
    _comparison, fresh = Comparison.objects.get_or_create(campaign=campaign, defaults={"shown_by": by})
    if fresh:
        telling_quotes.shown(campaign)


@transaction.atomic
def vote(quote: Quote, person: Person) -> None:
    """Hers, instead of the one before. The caller has asked rules.may_vote. Raises Closed, Refused."""
    campaign = _asking(quote.campaign_id)
    if not campaign.quotes.filter(pk=quote.pk, state=State.SENT).exists():
        raise Refused(_("Ce fournisseur a retiré son devis : choisissez-en un autre."))
    Vote.objects.update_or_create(
        campaign=campaign, person=person, defaults={"quote": quote, "at": timezone.now()}
    )


@transaction.atomic
def choose(quote: Quote, by: Person, deadline: datetime, now: datetime) -> None:
    """Its tiers and its supplier become the campaign's, which opens; those interested are told, and the suppliers.

    Raises Closed; Refused where the quote is withdrawn, or ends before `deadline`.
    """
    campaign = _asking(quote.campaign_id)
    quote = Quote.objects.select_for_update().get(pk=quote.pk, campaign=campaign)
    if quote.state != State.SENT:
        raise Refused(_("Ce devis n’est plus proposé : choisissez-en un autre."))
    _valid_at(quote, deadline, campaign)
    quote.state = State.CHOSEN
    quote.save(update_fields=["state"])
    campaigns.change(
        campaign.pk,
        supplier=_supplier_of(quote, by),
        counted=Campaign.Counted.OWN_QUANTITY,
        deadline=deadline,
        minimum_quantity=quote.minimum or campaign.minimum_quantity,
    )
    for product in Product.objects.filter(campaign=campaign):
        campaigns.price(product, _steps(quote.tiers.filter(product=product)))
    campaigns.publish(campaign.pk, now)
    telling_suppliers.chosen(quote)


def _asking(campaign_id: int) -> Campaign:
    campaign = locked(campaign_id)
    if campaign.state != Campaign.State.INTEREST:
        raise Closed(_("Le prix est déjà choisi, ou cet achat groupé est annulé."))
    return campaign


def _answering(quote: Quote, now: datetime) -> Quote:
    """The campaign's lock first, as everywhere."""
    campaign = locked(quote.campaign_id)
    fresh = Quote.objects.select_for_update(of=("self",)).get(pk=quote.pk)
    fresh.campaign = campaign
    if not supplier_keys.may_answer(fresh, now):
        raise Closed(_("Cette demande n’attend plus de réponse. Merci de votre intérêt."))
    return fresh


def _says(quote: Quote, answer: Answer) -> bool:
    """What she has sent before says the same; a draft that she kept meanwhile does not count."""
    tiers: dict[int, list[Step]] = {}
    for tier in quote.tiers.all():
        tiers.setdefault(tier.product_id, []).append(Step(tier.threshold, tier.unit_cents))
    same = all(getattr(quote, name) == getattr(answer, name) for name in SAID)
    return same and tiers == {product: list(steps) for product, steps in answer.tiers.items()}


def _valid_at(quote: Quote, deadline: datetime, campaign: Campaign) -> None:
    last = timezone.localdate(deadline, campaign.zone)
    if quote.valid_until and last > quote.valid_until:
        day = date_in_words(quote.valid_until, timezone.localdate())
        raise Refused(_("Ce devis vaut jusqu’au %(day)s : fermez les participations au plus tard ce jour-là.") % {"day": day})  # fmt: skip


def _supplier_of(quote: Quote, by: Person) -> Supplier:
    return Supplier.objects.create(
        name=quote.firm, siren=quote.siren, professional=quote.professional, email=quote.email, added_by=by
    )


def _steps(tiers: Iterable[Any]) -> list[Step]:
    return [Step(tier.threshold, tier.unit_cents) for tier in tiers]
