"""Amounts as people read them. Built into every template."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """« 12,50 € », without decimals where there are none."""
    return (
        number_format(cents / 100, decimal_pos=2 if cents % 100 else 0, use_l10n=True, force_grouping=True)
        + "\u00a0€"
    )


@register.filter
def kilometres(metres: int) -> str:
    """« 4 km », « 800 m »."""
    return f"{round(metres / 1000)}\u00a0km" if metres >= 950 else f"{round(metres, -2)}\u00a0m"
