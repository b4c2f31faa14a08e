"""Amounts of a grouped purchase as people read them."""

from decimal import Decimal

from django import template

from placette.groupbuys import amounts

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """« 1 234,50 € »."""
    return amounts.euros(cents)


@register.filter
def quantity(amount: Decimal, unit: str) -> str:
    """« 1,5 kg »."""
    return amounts.quantity(amount, unit)
