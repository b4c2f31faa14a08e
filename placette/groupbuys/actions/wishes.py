"""What a neighbour wishes for, and why it may not be had: off its step or limits, out of stock, dearer than she accepts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from placette.groupbuys.actions.refusals import Amiss, PriceRose, Refused, SoldOut
from placette.groupbuys.amounts import euros, quantity
from placette.groupbuys.goods import Goods
from placette.groupbuys.models import Line, Product
from placette.groupbuys.pricing import amount

# A pledge that no household makes would drown everybody's totals, and the columns that hold them.
MOST = Decimal(100_000)  # of a product, in its unit
MOST_CENTS = 10_000_000  # of a product, at what she accepts
MOST_ALONE = 100_000_000  # cents of a product, at the price that one pays alone


@dataclass(frozen=True)
class Wish:
    """So much of a product, at no more than `accepted_cents` a unit: the price that she was shown. None: whatever the tier."""

    product: int
    quantity: Decimal
    accepted_cents: int | None


@dataclass(frozen=True)
class Accepting(Wish):
    accepted_cents: int


def accepting(goods: Goods, wish: Wish) -> Accepting:
    """No more than the dearest tier, which is the most that anybody pays."""
    tiers = goods.tiers.get(product_of(goods, wish.product).pk, ())
    dearest = tiers[0].unit_cents if tiers else 0
    cents = dearest if wish.accepted_cents is None else min(wish.accepted_cents, dearest)
    return Accepting(wish.product, wish.quantity, cents)


def check(goods: Goods, wanted: Mapping[int, Accepting], held: Mapping[int, Line]) -> None:
    for wish in wanted.values():
        product = goods.products[wish.product]
        check_amount(product, wish.quantity, wish.accepted_cents)
        if product.stock is None:
            continue
        line = held.get(product.pk)
        left = product.stock - product.pledged + (line.quantity if line else 0)
        if wish.quantity > left:
            raise _sold_out(product, left)


def check_amount(product: Product, wanted: Decimal, unit_cents: int = 0) -> None:
    """Amiss where it is off the step or the limits of a person, or more than a bill can hold."""
    names = {"product": product.name, "step": quantity(product.step, product.unit)}
    if wanted % product.step:
        said = _("« %(product)s » se prend par %(step)s : choisissez un multiple.")
        raise Amiss(said % names, product)
    if wanted < product.minimum:
        least = quantity(product.minimum, product.unit)
        raise Amiss(_("« %(product)s » : prenez au moins %(least)s.") % {**names, "least": least}, product)
    if product.maximum is not None and wanted > product.maximum:
        most = quantity(product.maximum, product.unit)
        raise Amiss(
            _("« %(product)s » : chacun peut prendre jusqu’à %(most)s.") % {**names, "most": most}, product
        )
    alone = amount(wanted, product.reference_cents or 0)
    if wanted > MOST or amount(wanted, unit_cents) > MOST_CENTS or alone > MOST_ALONE:
        raise Amiss(_("« %(product)s » : c’est trop pour une personne. Prenez-en moins.") % names, product)


def product_of(goods: Goods, product_id: int) -> Product:
    if product_id not in goods.products:
        raise Refused(_("Ce produit n’est plus proposé : rechargez la page."))
    return goods.products[product_id]


def _sold_out(product: Product, left: Decimal) -> SoldOut:
    names = {"product": product.name, "left": quantity(left, product.unit)}
    said = (
        _("Il ne reste que %(left)s de « %(product)s » : prenez-en moins, ou mettez-vous en liste d’attente.")
        if left > 0
        else _("Il ne reste plus de « %(product)s » : mettez-vous en liste d’attente.")
    )
    return SoldOut(said % names, product, left)


def rose(product: Product, cents: int) -> PriceRose:
    names = {"product": product.name, "price": euros(cents), "unit": product.unit}
    said = _(
        "Le prix de « %(product)s » vient de changer : %(price)s / %(unit)s. Dites-nous si cela vous va."
    )
    return PriceRose(said % names, product, cents)
