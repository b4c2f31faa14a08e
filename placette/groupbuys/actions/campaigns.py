"""A campaign's life before anybody closes it: begun as a draft, priced, published, given up, run again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core import keys
from placette.groupbuys.actions import telling
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import Campaign, Organiser, Product, Tier
from placette.groupbuys.pricing import Step
from placette.people.models import Membership, Person

State = Campaign.State


@dataclass(frozen=True)
class Offered:
    """A product as its form gives it; amounts in cents a unit, quantities in `unit`."""

    name: str
    unit: str
    step: Decimal = Decimal(1)
    minimum: Decimal = Decimal(1)
    maximum: Decimal | None = None
    stock: Decimal | None = None
    reference_cents: int | None = None
    tiers: Sequence[Step] = field(default_factory=tuple)


@transaction.atomic
def start(
    organiser: Person,
    membership: Membership,
    products: Iterable[Offered],
    *,
    key: object = None,
    **fields: object,
) -> Campaign:
    """A draft of a verified neighbour, which she alone sees. The same `key` and content twice are one draft."""
    products = list(products)
    sent = keys.of(key, products, *(f"{name}={value}" for name, value in sorted(fields.items())))
    campaign = Campaign(
        organiser=organiser, commune=membership.commune, quarter=membership.quarter, key=sent, **fields
    )
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        return Campaign.objects.get(organiser=organiser, key=sent)
    Organiser.objects.create(campaign=campaign, person=organiser)
    _offer(campaign, products)
    return campaign


@transaction.atomic
def change(campaign_id: int, products: Iterable[Offered] | None = None, **fields: object) -> None:
    """Other words; and while nobody counts on them other products, tiers, minimum, deadline.

    Raises Refused where somebody has pledged meanwhile, Closed where it has ended.
    """
    campaign = locked(campaign_id)
    if campaign.state not in {State.DRAFT, State.INTEREST, State.OPEN}:
        raise Closed(_("Cet achat groupé est clos : on ne le modifie plus."))
    priced = {"counted", "minimum_quantity", "minimum_takers", "deadline", "template"}
    changed = {name for name, value in fields.items() if getattr(campaign, name) != value}
    if campaign.takers and (products is not None or changed & priced):
        raise Refused(
            _(
                "Des voisins participent déjà : les produits, les paliers, le minimum et la date ne changent "
                "plus. Les mots, eux, peuvent toujours changer."
            )
        )
    for name, value in fields.items():
        setattr(campaign, name, value)
    campaign.updated_at = timezone.now()
    campaign.save(update_fields=[*fields, "updated_at"])
    if products is not None:
        campaign.products.all().delete()
        _offer(campaign, products)


@transaction.atomic
def publish(campaign_id: int, now: datetime | None = None, *, asks_for_interest: bool = False) -> None:
    """On the square: open to pledges, or first to who would be interested. A second press finds nothing to do.

    Raises Refused where the deadline has passed or a product has no price.
    """
    now = now or timezone.now()
    campaign = locked(campaign_id)
    if campaign.state not in {State.DRAFT, State.INTEREST}:
        return
    if asks_for_interest:
        campaign.state = State.INTEREST
    else:
        if campaign.deadline is None or campaign.deadline <= now:
            raise Refused(_("La date de clôture est passée : choisissez-en une autre, puis publiez."))
        products = campaign.products.prefetch_related("tiers")
        if not products or any(not each.tiers.all() for each in products):
            raise Refused(_("Donnez un prix à chaque produit, puis publiez."))
        campaign.state = State.OPEN
    campaign.published_at = campaign.published_at or now
    campaign.updated_at = now
    campaign.save(update_fields=["state", "published_at", "updated_at"])
    if not asks_for_interest:
        telling.opened(campaign)


@transaction.atomic
def cancel(campaign_id: int, by: Person, reason: str) -> None:
    """Given up: everybody who takes part is told why, and owes nothing. Raises Closed where it has ended."""
    campaign = locked(campaign_id)
    if campaign.state == State.CANCELLED:
        return
    if campaign.state not in {State.DRAFT, State.INTEREST, State.OPEN, State.CONFIRMING}:
        raise Closed(_("Cet achat groupé est clos : on ne peut plus l’annuler."))
    campaign.state, campaign.updated_at = State.CANCELLED, timezone.now()
    campaign.save(update_fields=["state", "updated_at"])
    telling.cancelled(campaign, by, reason)


@transaction.atomic
def invite_organiser(campaign_id: int, person: Person) -> None:
    """She may act for the campaign from now on."""
    Organiser.objects.get_or_create(campaign=locked(campaign_id), person=person)
    telling.organises(campaign_id, person)


@transaction.atomic
def leave_organisation(campaign_id: int, person: Person) -> None:
    """The last organiser stays. Raises Refused."""
    campaign = locked(campaign_id)
    others = campaign.organisers.exclude(person=person)
    first = others.first()
    if first is None:
        raise Refused(_("Vous êtes seul à organiser : invitez d’abord quelqu’un, ou annulez l’achat groupé."))
    campaign.organisers.filter(person=person).delete()
    if campaign.organiser_id == person.pk:
        Campaign.objects.filter(pk=campaign.pk).update(organiser=first.person_id, key=None)


def run_again(campaign: Campaign, by: Person, membership: Membership, key: object = None) -> Campaign:
    """The same once more, as a draft that waits for its date. The same `key` twice is one draft."""
    same = (
        "template", "title", "why", "audience", "reference_source", "counted", "minimum_quantity", "minimum_takers",
        "supplier", "delivery_place", "terms",
    )  # fmt: skip
    offered = [
        Offered(
            each.name,
            each.unit,
            each.step,
            each.minimum,
            each.maximum,
            each.stock,
            each.reference_cents,
            [Step(tier.threshold, tier.unit_cents) for tier in each.tiers.all()],
        )
        for each in campaign.products.prefetch_related("tiers")
    ]
    fields = {name: getattr(campaign, name) for name in same}
    return start(by, membership, offered, key=key, copied_from=campaign, **fields)


def _offer(campaign: Campaign, products: Iterable[Offered]) -> None:
    for position, each in enumerate(products):
        product = Product.objects.create(
            campaign=campaign,
            position=position,
            name=each.name,
            unit=each.unit,
            step=each.step,
            minimum=each.minimum,
            maximum=each.maximum,
            stock=each.stock,
            reference_cents=each.reference_cents,
        )
        Tier.objects.bulk_create(
            Tier(product=product, threshold=step.threshold, unit_cents=step.unit_cents) for step in each.tiers
        )


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its campaigns stand on the square of the current one, by INSEE codes."""
    Campaign.objects.filter(commune=gone).update(commune=current)
