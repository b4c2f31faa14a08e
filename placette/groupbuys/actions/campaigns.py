"""A campaign's life before anybody closes it: begun as a draft, priced, published, run again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core import keys
from placette.groupbuys.actions import suppliers, telling, telling_suppliers
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import GROUP, Campaign, Guest, Organiser, Pledge, Product, QuoteTier, Tier
from placette.groupbuys.pricing import Step
from placette.groupbuys.rules import becomes_a_groups
from placette.people.models import Membership, Person

State = Campaign.State
GIVEN = ("name", "unit", "step", "minimum", "maximum", "stock", "reference_cents")
AWAY = 1000  # places, where there are twenty products at most


@dataclass(frozen=True)
class Offered:
    """A product as its form gives it; amounts in cents a unit, quantities in `unit`. `held`: the one that it changes."""

    name: str
    unit: str
    step: Decimal = Decimal(1)
    minimum: Decimal = Decimal(1)
    maximum: Decimal | None = None
    stock: Decimal | None = None
    reference_cents: int | None = None
    tiers: Sequence[Step] = field(default_factory=tuple)
    held: int | None = None


@transaction.atomic
def start(
    organiser: Person,
    membership: Membership,
    products: Iterable[Offered],
    *,
    key: object = None,
    supplier_said: dict[str, Any] | None = None,
    **fields: object,
) -> Campaign:
    """A draft of a verified neighbour, which she alone sees. The same `key` and content twice are one draft.

    `supplier_said`: whom they buy from, as suppliers.known wants it.
    """
    products = list(products)
    said = sorted({**fields, "supplier_said": supplier_said}.items())
    sent = keys.of(key, products, *(f"{name}={value}" for name, value in said))
    campaign = Campaign(
        organiser=organiser, commune=membership.commune, quarter=membership.quarter, key=sent, **fields
    )
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        return Campaign.objects.get(organiser=organiser, key=sent)
    Organiser.objects.create(campaign=campaign, person=organiser)
    if supplier_said:
        campaign.supplier = suppliers.known(organiser, supplier_said)
        campaign.save(update_fields=["supplier"])
    _offer(campaign, products)
    return campaign


@transaction.atomic
def change(campaign_id: int, products: Iterable[Offered] | None = None, **fields: object) -> None:
    """Other words; and while nobody counts on them other products, tiers, minimum, deadline, seller. One may still be named.

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
    if becomes_a_groups(campaign, str(fields.get("audience", campaign.audience))):
        raise Refused(_("Vos voisins le voient déjà : un achat publié ne devient plus celui d’un groupe."))
    left = campaign.supplier if "supplier" in changed else None
    if campaign.takers and left:
        raise Refused(
            _("Des voisins participent déjà : le fournisseur ne change plus, ils ont dit oui en le sachant.")
        )
    for name, value in fields.items():
        setattr(campaign, name, value)
    campaign.updated_at = timezone.now()
    products = list(products) if products is not None else None
    if campaign.state == State.OPEN:
        # Meanwhile a co-organiser may have published what was a draft when this form was opened.
        _check_open(
            campaign,
            campaign.updated_at,
            None if products is None else [bool(each.tiers) for each in products],
        )
    campaign.save(update_fields=[*fields, "updated_at"])
    suppliers.forget(left)
    if products is not None:
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
        products = campaign.products.prefetch_related("tiers")
        _check_open(campaign, now, [bool(each.tiers.all()) for each in products])
        campaign.state = State.OPEN
    waited_for = campaign.published_at is not None and not asks_for_interest
    campaign.published_at = campaign.published_at or now
    campaign.updated_at = now
    campaign.save(update_fields=["state", "published_at", "updated_at"])
    if waited_for:
        telling.priced(campaign)
        telling_suppliers.not_chosen(campaign)
    if not asks_for_interest:
        telling.opened(campaign)


def _check_open(campaign: Campaign, now: datetime, priced: Sequence[bool] | None) -> None:
    """Whoever may pledge knows when it closes and what each product costs. `priced`: each of them; None: they stay as they are."""
    if campaign.deadline is None or campaign.deadline <= now:
        raise Refused(_("La date de clôture est passée : choisissez-en une autre, puis publiez."))
    if priced is not None and not (priced and all(priced)):
        raise Refused(_("Donnez un prix à chaque produit, puis publiez."))


@transaction.atomic
def run_again(campaign: Campaign, by: Person, membership: Membership, key: object = None) -> Campaign:
    """The same once more, as a draft that waits for its date; for the same group, where it was one's. The same `key` twice
    is one draft.
    """
    same = (
        "template", "title", "why", "audience", "shown_to_town_hall", "reference_source", "counted", "minimum_quantity", "minimum_takers",
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
    draft = start(by, membership, offered, key=key, copied_from=campaign, **fields)
    if campaign.audience == GROUP:
        _same_group(campaign, draft)
    return draft


def _same_group(campaign: Campaign, draft: Campaign) -> None:
    """Guests, who took part and who organised, then and each time since: nobody needs the new link."""
    times = Campaign.objects.filter(Q(pk=campaign.pk) | Q(copied_from=campaign), audience=GROUP)
    people = {
        person
        for model in (Guest, Pledge, Organiser)
        for person in model._default_manager.filter(campaign__in=times, person__isnull=False).values_list(
            "person_id", flat=True
        )
    } - {draft.organiser_id}
    guests = [Guest(campaign=draft, person_id=person) for person in sorted(people)]
    Guest.objects.bulk_create(guests, ignore_conflicts=True)


def _offer(campaign: Campaign, products: Iterable[Offered]) -> None:
    """These and no others. One that is changed stays the same product: who was interested in it still is.

    Raises Refused where what neighbours or suppliers have answered for would go, or be counted otherwise.
    """
    products = list(products)
    there = {each.pk: each for each in campaign.products.all()}
    units = {each.held: each.unit for each in products if each.held in there}
    _check_answered([each for each in there.values() if units.get(each.pk) != each.unit])
    campaign.products.exclude(pk__in=units).delete()
    # First out of each other's way, since every place is taken once.
    campaign.products.update(position=F("position") + AWAY)
    for position, each in enumerate(products):
        product = there.pop(each.held, None) if each.held else None
        product = product or Product(campaign=campaign)
        product.position = position
        for name in GIVEN:
            setattr(product, name, getattr(each, name))
        product.save()
        price(product, each.tiers)


def _check_answered(products: Sequence[Product]) -> None:
    for product in products:
        if product.interests.exists() or QuoteTier.objects.filter(product=product).exists():
            raise Refused(
                _(
                    "Des voisins ou des fournisseurs ont déjà répondu pour « %(product)s » : gardez ce produit et "
                    "son unité."
                )
                % {"product": product.name}
            )


def price(product: Product, tiers: Iterable[Step]) -> None:
    """These tiers instead of those that it had."""
    product.tiers.all().delete()
    Tier.objects.bulk_create(
        Tier(product=product, threshold=step.threshold, unit_cents=step.unit_cents) for step in tiers
    )


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its campaigns stand on the square of the current one, by INSEE codes."""
    Campaign.objects.filter(commune=gone).update(commune=current)
