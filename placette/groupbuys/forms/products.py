"""The products of a grouped purchase, each with its limits and tiers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField
from placette.groupbuys.actions.campaigns import Offered
from placette.groupbuys.amounts import price, quantity
from placette.groupbuys.forms.quantities import (
    TIERS,
    PriceField,
    QuantityField,
    numbers,
    price_field,
    rows_of,
    threshold_field,
)
from placette.groupbuys.models import Product
from placette.groupbuys.pricing import Step
from placette.groupbuys.templates import Sample

MOST = 20


class ProductForm(forms.Form):
    """`price`: from the first unit on; left empty it is what one pays alone. `held`: the product that is changed."""

    use_required_attribute = False

    held = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    name = LineField(
        label=_("Produit ou service"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Dites ce que l’on achète.")},
    )  # fmt: skip
    unit = LineField(
        label=_("Unité"), max_length=20,
        widget=forms.TextInput(attrs={"list": "units", "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Dites en quoi il se compte : kg, sac, pièce…")},
    )  # fmt: skip
    step = QuantityField(label=_("Se prend par"), initial=Decimal(1))
    minimum = QuantityField(label=_("Au moins, par personne"), initial=Decimal(1))
    maximum = QuantityField(label=_("Au plus, par personne"), required=False)
    stock = QuantityField(label=_("Stock"), required=False, help_text=_("Vide : autant qu’on en demande."))
    reference = PriceField(
        label=_("Prix quand on achète seul"),
        required=False,
        help_text=_("En euros, par unité."),
    )
    price = PriceField(
        label=_("Prix de départ, ensemble"), required=False,
        help_text=_("En euros, par unité. Vide : le même que seul."),
    )  # fmt: skip
    from_1, from_2, from_3, from_4, from_5, from_6, from_7 = (threshold_field(each) for each in numbers())
    price_1, price_2, price_3, price_4, price_5, price_6, price_7 = (price_field(each) for each in numbers())

    @property
    def tier_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"from_{number}"], self[f"price_{number}"]) for number in numbers()]

    @property
    def start(self) -> int | None:
        """Cents a unit from the first one on."""
        typed: int | None = self.cleaned_data.get("price") or self.cleaned_data.get("reference")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_limits(cleaned)
        self.steps: list[Step] = []
        rows = rows_of(self, "from", "price", _("Donnez le prix de ce palier."))
        if rows and self.start is None and not {"price", "reference"} & set(self.errors):
            self.add_error(
                "price", _("Donnez le prix de départ : sans lui, les premiers n’auraient pas de prix.")
            )
        if self.start:
            self.steps = [Step(Decimal(0), self.start)]
            for number, begins, cents in rows:
                self._check_price(number, cents, self.steps[-1].unit_cents)
                self.steps.append(Step(begins, cents))
        return cleaned

    def _check_limits(self, cleaned: dict[str, Any]) -> None:
        step, least, most, stock = (cleaned.get(each) for each in ("step", "minimum", "maximum", "stock"))
        unit = cleaned.get("unit") or ""
        by = {"step": quantity(step, unit)} if step else {}
        if step and least and least % step:
            self.add_error("minimum", _("On le prend par %(step)s : choisissez un multiple.") % by)
        if step and most and most % step:
            self.add_error("maximum", _("On le prend par %(step)s : choisissez un multiple.") % by)
        if least and most and most < least:
            self.add_error("maximum", _("C’est moins que le minimum par personne."))
        if least and stock and stock < least:
            self.add_error("stock", _("C’est moins que le minimum d’une seule personne."))

    def _check_price(self, number: int, cents: int, before: int) -> None:
        known = {"before": price(before)}
        if cents == before:
            self.add_error(
                f"price_{number}", _("C’est déjà le prix d’avant : un palier fait baisser le prix.")
            )
        elif cents > before:
            self.add_error(
                f"price_{number}",
                _("C’est plus cher que le palier d’avant (%(before)s) : le prix doit baisser.") % known,
            )

    def offered(self) -> Offered:
        data = self.cleaned_data
        return Offered(
            data["name"],
            data["unit"],
            data["step"],
            data["minimum"],
            data["maximum"],
            data["stock"],
            data["reference"],
            self.steps,
            held=data["held"],
        )


class BaseProducts(BaseFormSet):  # type: ignore[type-arg]
    """At least one; those that are to be taken away are not read."""

    def clean(self) -> None:
        if not self.kept:
            raise forms.ValidationError(gettext("Gardez au moins un produit."))

    @property
    def kept(self) -> list[ProductForm]:
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form) and (form.has_changed() or not form.empty_permitted)
        ]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Retirer ce produit")


Products = formset_factory(
    ProductForm, formset=BaseProducts, extra=0, min_num=1, max_num=MOST, absolute_max=MOST, can_delete=True
)


def filled(products: Sequence[Product]) -> list[dict[str, Any]]:
    """Products that there are, as their forms show them. Wants their tiers."""
    return [_filled(each) for each in products]


def _filled(product: Product) -> dict[str, Any]:
    steps = list(product.tiers.all())
    start = steps[0].unit_cents if steps else None
    tiers: dict[str, Any] = {}
    for number, tier in zip(range(1, TIERS + 1), steps[1:], strict=False):
        tiers |= {f"from_{number}": tier.threshold, f"price_{number}": tier.unit_cents}
    return tiers | {
        "held": product.pk,
        "name": product.name,
        "unit": product.unit,
        "step": product.step,
        "minimum": product.minimum,
        "maximum": product.maximum,
        "stock": product.stock,
        "reference": product.reference_cents,
        "price": None if start == product.reference_cents else start,
    }


def sampled(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    return [
        {
            "name": str(each.name),
            "unit": str(each.unit),
            "step": each.step,
            "minimum": each.minimum,
            "maximum": each.maximum,
        }
        for each in samples
    ]
