"""Quantities, percentages and what tiers are made of, as people type them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from placette.core.forms import EurosField
from placette.groupbuys.amounts import plain

TIERS = 7  # beside the price at the start; as fixed rows, so that no page has to grow without JavaScript
NUMBER = {"inputmode": "decimal", "autocomplete": "off", "placeholder": " "}


class QuantityField(forms.CharField):
    """« 0,5 » as a decimal above nothing, to the thousandth and below a million; None where nothing is typed."""

    widget = forms.TextInput(attrs=NUMBER)
    pattern = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")
    said = _("Écrivez une quantité, comme 1 ou 0,5 (moins d’un million).")

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        typed = re.sub(r"\s", "", str(value or "")).replace(",", ".")
        if not typed:
            if self.required:
                raise ValidationError(self.said)
            return None
        if not self.pattern.fullmatch(typed):
            raise ValidationError(self.said)
        number = Decimal(typed)
        if number <= 0:
            raise ValidationError(_("C’est un nombre plus grand que 0."))
        return number


class PercentField(QuantityField):
    """« 10 » or « 7,5 » percent, below a hundred."""

    pattern = re.compile(r"[0-9]{1,2}(\.[0-9])?")
    said = _("Écrivez un pourcentage entre 0 et 99, comme 10 ou 7,5.")


class PriceField(EurosField):
    """Cents above nothing; None where nothing is typed."""

    widget = forms.TextInput(attrs=NUMBER)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        cents = super().clean(value)
        if cents == 0:
            raise ValidationError(_("Un prix est plus grand que 0 €."))
        return cents


def threshold_field(number: int) -> QuantityField:
    return QuantityField(label=_("À partir de"), required=False)


def price_field(number: int) -> PriceField:
    return PriceField(label=_("Prix en euros"), required=False)


def percent_field(number: int) -> PercentField:
    return PercentField(label=_("Remise en %"), required=False)


def rows_of(form: forms.Form, threshold: str, other: str, missing: Any) -> list[tuple[int, Decimal, Any]]:
    """The tiers that are typed in full: number of the row, threshold, and what `other` says (a price, a discount).

    Whoever gives one of the two is asked for the other; thresholds go up. Each fault stands at its field.
    """
    rows: list[tuple[int, Decimal, Any]] = []
    for number in numbers():
        names = f"{threshold}_{number}", f"{other}_{number}"
        if any(name in form.errors for name in names):
            continue
        begins, value = (form.cleaned_data.get(name) for name in names)
        if begins is None and value is None:
            continue
        if begins is None:
            form.add_error(names[0], _("Dites à partir de combien."))
        elif value is None:
            form.add_error(names[1], missing)
        elif rows and begins == rows[-1][1]:
            form.add_error(names[0], _("Deux paliers commencent au même endroit : gardez-en un."))
        elif rows and begins < rows[-1][1]:
            form.add_error(
                names[0], _("Ce palier commence avant le précédent : rangez-les du plus petit au plus grand.")
            )
        else:
            rows.append((number, begins, value))
    return rows


def numbers() -> Iterable[int]:
    return range(1, TIERS + 1)
