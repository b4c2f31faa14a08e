"""Quantities and money of grouped purchases. « price » is what one reads in a sentence, « euros » what stands in a bill."""

from decimal import Decimal

from django import template

from placette.groupbuys import amounts

register = template.Library()
register.filter("figures", amounts.figures)


@register.filter
def euros(cents: int) -> str:
    """« 270,00 € »."""
    return amounts.euros(cents)


@register.filter
def price(cents: int) -> str:
    """« 270 € », « 3,33 € »."""
    return amounts.price(cents)


@register.filter
def quantity(amount: Decimal, unit: str) -> str:
    """« 1,5 t »."""
    return amounts.quantity(amount, unit) if unit else amounts.figures(amount)


@register.filter
def siren(digits: str) -> str:
    """« 552 100 554 »."""
    return amounts.NO_BREAK.join(digits[at : at + 3] for at in range(0, len(digits), 3))
