"""Quantities and money of grouped purchases."""

from decimal import Decimal

from django import template

from placette.groupbuys import amounts

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """« 270,00 € »."""
    return amounts.euros(cents)


@register.filter
def quantity(amount: Decimal, unit: str) -> str:
    """« 1,5 t »."""
    return amounts.quantity(amount, unit)
