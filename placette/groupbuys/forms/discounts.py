"""One discount for every product, in percent: it fills in the tiers of those that give none of their own."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from placette.groupbuys.forms.quantities import numbers, percent_field, rows_of, threshold_field
from placette.groupbuys.pricing import Step


class DiscountFields(forms.Form):
    off_from_1, off_from_2, off_from_3, off_from_4, off_from_5, off_from_6, off_from_7 = (
        threshold_field(each) for each in numbers()
    )
    off_1, off_2, off_3, off_4, off_5, off_6, off_7 = (percent_field(each) for each in numbers())

    @property
    def discount_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"off_from_{number}"], self[f"off_{number}"]) for number in numbers()]

    @property
    def has_discount_errors(self) -> bool:
        return any(name.startswith("off_") for name in self.errors)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.discounts: list[tuple[int, Decimal, Decimal]] = rows_of(
            self, "off_from", "off", _("Donnez la remise de ce palier.")
        )
        before = Decimal(0)
        for number, _begins, percent in self.discounts:
            if percent <= before:
                self.add_error(
                    f"off_{number}", _("Chaque palier fait baisser le prix davantage que celui d’avant.")
                )
            before = percent
        return cleaned

    def steps(self, start: int) -> list[Step]:
        """Tiers of a product that costs `start` cents at first; what makes no cent of difference is no tier."""
        steps = [Step(Decimal(0), start)]
        for _number, begins, percent in self.discounts:
            cents = int((start * (100 - percent) / 100).quantize(Decimal(1), ROUND_HALF_UP))
            if 0 < cents < steps[-1].unit_cents:
                steps.append(Step(begins, cents))
        return steps
