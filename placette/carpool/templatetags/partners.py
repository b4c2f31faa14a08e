from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def partner_euros(cents: int) -> str:
    """« 1,70 € », without decimals where there are none."""
    return f"{number_format(cents / 100, 2 if cents % 100 else 0, force_grouping=True)}\u00a0€"
