"""How much of each product a neighbour takes, at the price that her page shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.groupbuys.actions.refusals import Amiss, PriceRose, Refused, SoldOut
from placette.groupbuys.actions.wishes import MOST, Wish
from placette.groupbuys.amounts import price, quantity
from placette.groupbuys.queries.detail import Offer


class QuantityField(forms.DecimalField):
    """« 2,5 » as well as « 2.5 », whatever the keyboard gives. Empty is nothing."""

    default_error_messages = {"invalid": _("Écrivez un nombre, par exemple 2 ou 2,5.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


BOUNDS: dict[str, Any] = {"min_value": 0, "max_value": MOST, "max_digits": 12, "decimal_places": 3}
AMOUNT = QuantityField(required=False, **BOUNDS)


def read_wishes(sent: Mapping[str, str]) -> list[Wish]:
    """What a form of a page asks for, without knowing the products; empty where anything cannot be read: then PledgeForm
    says what.
    """
    wishes = []
    try:
        for name, typed in sent.items():
            product = name.removeprefix("quantity-")
            if product != name and (wanted := AMOUNT.clean(typed)):
                price = int(sent.get(f"price-{product}") or 0)
                wishes.append(Wish(int(product), wanted, None if "whatever" in sent else max(0, price)))
    except (forms.ValidationError, ValueError):
        return []
    return wishes


@dataclass(frozen=True)
class Row:
    """A product on the form. `next_step`: what its refusal offers, « rose » or « sold_out »."""

    offer: Offer
    quantity: BoundField
    price: BoundField
    next_step: str


class PledgeForm(forms.Form):
    whatever = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        offers: Sequence[Offer],
        wished: Mapping[int, Decimal] | None = None,
    ) -> None:
        """`wished`: what she has said before there was a price that she would take, by product."""
        super().__init__(data.copy() if data is not None else None)  # type: ignore[attr-defined]
        self.offers = [each for each in offers if each.cents is not None]
        self._next_steps: dict[int, str] = {}
        held = [each for each in self.offers if each.mine]
        self.fields["whatever"].label = self._whatever()
        self.initial["whatever"] = bool(held) and all(
            each.mine is not None and each.mine.accepted_cents >= each.dearest_cents for each in held
        )
        for each in self.offers:
            self.fields[f"quantity-{each.product.pk}"] = _quantity(each, (wished or {}).get(each.product.pk))
            self.fields[f"price-{each.product.pk}"] = forms.IntegerField(
                required=False, min_value=0, initial=each.cents, widget=forms.HiddenInput
            )

    def _whatever(self) -> Any:
        if len(self.offers) == 1:
            dearest = price(self.offers[0].dearest_cents)
            return _("Je participe aussi si le prix remonte, jusqu’à %(price)s") % {"price": dearest}
        return _("Je participe aussi si les prix remontent, jusqu’au premier palier de chaque produit")

    def rows(self) -> Iterator[Row]:
        for each in self.offers:
            pk = each.product.pk
            yield Row(each, self[f"quantity-{pk}"], self[f"price-{pk}"], self._next_steps.get(pk, ""))

    @property
    def has_risen(self) -> bool:
        """The next press says yes to a price that is higher than the one before."""
        return "rose" in self._next_steps.values()

    def wish(self, offer: Offer) -> Wish:
        """A form without a price accepts none."""
        shown = self.cleaned_data.get(f"price-{offer.product.pk}") or 0
        wanted = self.cleaned_data.get(f"quantity-{offer.product.pk}") or Decimal(0)
        return Wish(offer.product.pk, wanted, None if self.cleaned_data["whatever"] else shown)

    def refuse(self, refused: Refused) -> None:
        """At its product; shown again, the form carries the price of now, which is what the next press accepts."""
        for each in self.offers:
            self.data[f"price-{each.product.pk}"] = str(each.cents)  # type: ignore[index]
        if not isinstance(refused, Amiss | PriceRose | SoldOut) or not self._has(refused.product.pk):
            self.add_error(None, str(refused))
            return
        pk = refused.product.pk
        self.add_error(f"quantity-{pk}", str(refused))
        if isinstance(refused, PriceRose):
            self._next_steps[pk] = "rose"
            self.data[f"price-{pk}"] = str(refused.cents)  # type: ignore[index]
        elif isinstance(refused, SoldOut):
            self._next_steps[pk] = "sold_out"

    def _has(self, product: int) -> bool:
        return f"quantity-{product}" in self.fields


def _quantity(offer: Offer, wished: Decimal | None) -> QuantityField:
    product, begins = offer.product, offer.mine.quantity if offer.mine else wished
    numbers = {"min": "0", "step": _plain(product.step), "inputmode": "decimal", "autocomplete": "off"}
    # The stock is no bound here: whoever wants more than is left reads of the waiting list.
    if product.maximum is not None:
        numbers["max"] = _plain(product.maximum)
    field = QuantityField(
        required=False,
        label=product.name,
        **BOUNDS,
        initial=_plain(begins) if begins is not None else None,
    )
    field.help_text = _bounds(offer)
    field.widget.attrs |= numbers
    return field


def _bounds(offer: Offer) -> str:
    """« Par 0,5 t, au plus 6 t. Il en reste 3 t. »"""
    product = offer.product
    words = [_("Par %(step)s") % {"step": quantity(product.step, product.unit)}]
    if product.minimum > product.step:
        words.append(_("au moins %(least)s") % {"least": quantity(product.minimum, product.unit)})
    if product.maximum is not None:
        words.append(_("au plus %(most)s") % {"most": quantity(product.maximum, product.unit)})
    said = f"{', '.join(str(each) for each in words)}."
    if offer.left is None:
        return said
    left = _("Il en reste %(left)s.") if offer.left > 0 else _("Il n’en reste plus.")
    return f"{said} {left % {'left': quantity(offer.left, product.unit)}}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


class ExtensionForm(forms.Form):
    """On the clocks of the commune, which the view has made current."""

    until = forms.DateTimeField(
        label=_("Nouvelle date de clôture"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": _("Choisissez une date et une heure."),
            "invalid": _("Écrivez la date et l’heure ainsi : 31/12/2026 20:00."),
        },
    )

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until.year > timezone.now().year + 2:
            raise forms.ValidationError(_("Choisissez une date dans les deux mois qui suivent la clôture."))
        return until
