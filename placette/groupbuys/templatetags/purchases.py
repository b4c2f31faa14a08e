"""Amounts of grouped purchases in templates."""

from decimal import Decimal

from django import template

from placette.groupbuys import amounts

register = template.Library()
register.filter("euros", amounts.euros)
register.filter("figures", amounts.figures)


@register.filter
def quantity(amount: Decimal, unit: str) -> str:
    """{{ decimal|quantity:unit }}: « 1,5 kg »."""
    return amounts.quantity(amount, unit)
