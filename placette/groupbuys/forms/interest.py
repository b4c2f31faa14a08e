"""« Qui serait intéressé ? »: so much of each product."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from placette.groupbuys.amounts import quantity
from placette.groupbuys.models import Product
from placette.groupbuys.queries.interest import Interests, Wished

from .quantities import NUMBER, QuantityField


class WishField(QuantityField):
    """Zero is nothing, as an empty field is."""

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return None if re.fullmatch(r"\s*0+([.,]0*)?\s*", str(value or "")) else super().clean(value)


class InterestForm(forms.Form):
    """A field a product, called by its id, which begins with what she has said before."""

    def __init__(self, *args: Any, interests: Interests, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interests = interests
        for each in interests.products:
            product = each.product
            self.fields[_name(each)] = WishField(
                label=product.name,
                required=False,
                initial=each.mine,
                help_text=_bounds(product),
                widget=forms.TextInput(attrs=NUMBER),
            )

    @property
    def rows(self) -> list[tuple[Wished, BoundField]]:
        return [(each, self[_name(each)]) for each in self.interests.products]

    @property
    def quantities(self) -> dict[int, Decimal]:
        return {
            each.product.pk: self.cleaned_data[_name(each)] or Decimal(0) for each in self.interests.products
        }

    def clean(self) -> dict[str, Any]:
        """Each refusal at its product."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(
                _("Écrivez combien vous prendriez, même à peu près. Cela ne vous engage à rien.")
            )
        for each in self.interests.products:
            amount, product = cleaned.get(_name(each)), each.product
            if not amount:
                continue
            if amount % product.step:
                step = quantity(product.step, product.unit)
                self.add_error(
                    _name(each), _("Cela se prend par %(step)s : choisissez un multiple.") % {"step": step}
                )
            elif amount < product.minimum:
                least = quantity(product.minimum, product.unit)
                self.add_error(_name(each), _("On en prend au moins %(least)s.") % {"least": least})
            elif product.maximum is not None and amount > product.maximum:
                most = quantity(product.maximum, product.unit)
                self.add_error(_name(each), _("Chacun peut en prendre jusqu’à %(most)s.") % {"most": most})
        return cleaned


def _bounds(product: Product) -> str:
    """« Par 0,5 t, au plus 6 t »"""
    step = _("Par %(step)s") % {"step": quantity(product.step, product.unit)}
    if product.maximum is None:
        return step
    return f"{step}, {_('au plus %(most)s') % {'most': quantity(product.maximum, product.unit)}}"


def _name(wished: Wished) -> str:
    return f"product_{wished.product.pk}"
