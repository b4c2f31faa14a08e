"""A supplier's page: who she is, her prices by quantity, and what goes with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core.forms import LineField, ParagraphField
from placette.core.text import several_lines
from placette.groupbuys.actions.quotes import Answer
from placette.groupbuys.models import Product
from placette.groupbuys.pricing import Step
from placette.groupbuys.queries.interest import Interests, Wished

from .asking import DayInput
from .quantities import NUMBER, PriceField, QuantityField
from .suppliers import SirenField

TIERS = 6  # the first has no threshold: it is what one unit costs
VALID_FOR = 366  # days
LONGEST = 2500  # signs of a field that are kept of a draft
FIRM, PRODUCER = "firm", "producer"


@dataclass(frozen=True)
class Rung:
    """A line of a product's ladder as the page shows it; the first has no `start`."""

    start: BoundField | None
    price: BoundField


class QuoteForm(forms.Form):
    """Fields of a tier are called by the product's id and the tier's place. Prices include taxes and delivery."""

    firm = LineField(label=gettext_lazy("Votre nom ou celui de l’entreprise"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Vous êtes"),
        choices=(
            (FIRM, gettext_lazy("Une entreprise ou une association, avec un SIREN")),
            (PRODUCER, gettext_lazy("Un particulier ou un producteur, sans SIREN")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites si vous avez un SIREN.")},
    )
    siren = SirenField(
        label=gettext_lazy("SIREN"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Neuf chiffres, sur vos factures. Un SIRET convient aussi."),
    )
    minimum = QuantityField(
        label=gettext_lazy("Vous livrez à partir de, en tout"),
        required=False,
        help_text=gettext_lazy("Rien à écrire si vous livrez toute quantité."),
    )
    delivery = LineField(
        label=gettext_lazy("Livraison : où, quand, comment"),
        max_length=300,
        help_text=gettext_lazy("Comprise dans vos prix."),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Vos prix valent jusqu’au"),
        widget=DayInput,
        error_messages={
            "invalid": gettext_lazy("Choisissez un jour dans le calendrier."),
            "required": gettext_lazy("Dites jusqu’à quand vos prix valent."),
        },
    )
    conditions = ParagraphField(
        label=gettext_lazy("Conditions, en quelques mots"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Qualité, paiement, retour : ce qu’un voisin doit savoir."),
    )

    def __init__(self, *args: Any, interests: Interests, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interests = interests
        if interests.total is None:
            del self.fields["minimum"]  # tonnes and pieces make no sum
        for each in interests.products:
            for place in range(TIERS):
                self.fields |= _rung(each.product, place)

    @property
    def ladders(self) -> list[tuple[Wished, list[Rung]]]:
        return [
            (
                each,
                [
                    Rung(self[_start(each.product, place)] if place else None, self[_price(each.product, place)])
                    for place in range(TIERS)
                ],
            )
            for each in self.interests.products
        ]  # fmt: skip

    def clean_valid_until(self) -> date:
        until: date = self.cleaned_data["valid_until"]
        today = timezone.localdate()
        if until <= today:
            raise forms.ValidationError(_("Cette date est passée, ou c’est aujourd’hui : choisissez-en une plus tard."))  # fmt: skip
        if until > today + timedelta(days=VALID_FOR):
            raise forms.ValidationError(_("Un an au plus : choisissez une date plus proche."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_siren(cleaned)
        cleaned["tiers"] = {
            each.product.pk: list(self._clean_ladder(each.product, cleaned)) for each in self.interests.products
        }  # fmt: skip
        return cleaned

    def _clean_siren(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned.get("siren", "")
        if cleaned.get("kind") == PRODUCER:
            cleaned["siren"] = ""
        elif cleaned.get("kind") == FIRM and not typed and "siren" not in self.errors:
            self.add_error("siren", _("Une entreprise donne son SIREN : c’est la loi, et cela rassure."))

    def _clean_ladder(self, product: Product, cleaned: Mapping[str, Any]) -> Iterator[Step]:
        """Each line with the one before it; a line left empty is none. What is wrong is said where it was typed."""
        before: Step | None = None
        for place in range(TIERS):
            start, price = _start(product, place), _price(product, place)
            if start in self.errors or price in self.errors:
                before = None if place == 0 else before
                continue
            threshold = cleaned.get(start) if place else Decimal(0)
            cents = cleaned.get(price)
            if place == 0 and cents is None:
                self.add_error(price, _("Écrivez d’abord ce que coûte une unité, même si l’on en prend peu."))
            elif threshold is None and cents is None:
                continue
            elif threshold is None:
                self.add_error(start, _("À partir de quelle quantité ce prix vaut-il ?"))
            elif cents is None:
                self.add_error(price, _("Quel est le prix à partir de cette quantité ?"))
            elif wrong := self._wrong(threshold, cents, before, place):
                self.add_error(start if wrong[0] == "start" else price, wrong[1])
            else:
                before = Step(threshold, cents)
                yield before

    def _wrong(self, threshold: Decimal, cents: int, before: Step | None, place: int) -> tuple[str, str] | None:  # fmt: skip
        if place and threshold == 0:
            return "start", _(
                "Le premier prix vaut déjà à partir de zéro : écrivez une quantité plus grande."
            )
        if before is None or not place:
            return None
        if threshold == before.threshold:
            return "start", _("Cette quantité a déjà un prix juste au-dessus : changez-la ou effacez la ligne.")  # fmt: skip
        if threshold < before.threshold:
            return "start", _("Les quantités vont en montant : écrivez plus que la ligne au-dessus.")
        if cents >= before.unit_cents:
            return "price", _("Qui prend plus paie moins : ce prix doit être plus bas que celui au-dessus.")
        return None

    def answer(self) -> Answer:
        known = ("firm", "siren", "delivery", "valid_until", "conditions", "tiers")
        data = self.cleaned_data
        return Answer(
            professional=data["kind"] == FIRM,
            minimum=data.get("minimum"),
            **{name: data[name] for name in known},
        )

    def typed(self) -> dict[str, str]:
        """As it was sent, right or wrong, so that a draft loses nothing."""
        return {name: several_lines(str(self.data.get(name, "")))[:LONGEST] for name in self.fields}


def _rung(product: Product, place: int) -> dict[str, forms.Field]:
    number = {"number": place + 1, "product": product.name, "unit": product.unit}
    start = _("%(product)s, ligne %(number)s : à partir de combien (%(unit)s) ?") % number
    price = _("%(product)s, ligne %(number)s : prix en euros par %(unit)s") % number
    rung: dict[str, forms.Field] = {}
    if place:
        rung[_start(product, place)] = QuantityField(label=start, required=False, widget=_input(start))
    rung[_price(product, place)] = PriceField(label=price, required=False, widget=_input(price))
    return rung


def _input(label: str) -> forms.TextInput:
    return forms.TextInput(attrs=NUMBER | {"aria-label": label, "size": 8})


def _start(product: Product, place: int) -> str:
    return f"start_{product.pk}_{place}"


def _price(product: Product, place: int) -> str:
    return f"price_{product.pk}_{place}"
