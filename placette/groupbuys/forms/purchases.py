"""The whole form of a grouped purchase: its words, and its products with their tiers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from placette.groupbuys.actions.campaigns import Offered
from placette.groupbuys.forms.campaigns import CampaignForm
from placette.groupbuys.forms.products import ProductForm, Products
from placette.groupbuys.models import Campaign

Counted = Campaign.Counted
PREFIX = "products"


class PurchaseForm:
    """`products` is None where neighbours take part already: then its words alone may change."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        campaign: Campaign | None = None,
        priced: bool = True,
        initial: dict[str, Any] | None = None,
        products: list[dict[str, Any]] | None = None,
    ) -> None:
        self.words = CampaignForm(data, campaign=campaign, priced=priced, initial=initial)
        self.products = Products(data, prefix=PREFIX, initial=products) if priced else None

    def is_valid(self) -> bool:
        words = self.words.is_valid()
        if self.products is None:
            return words
        if not self.products.is_valid() or not words:
            return False
        self._check_tiers()
        return not self.words.errors and not any(form.errors for form in self.products.kept)

    def refuse(self, field: str | None, said: str) -> None:
        self.words.add_error(field, said)

    @property
    def faults(self) -> list[str]:
        """What is said first, above the form; each fault of a field stands beside it."""
        if not self.words.is_bound:
            return []
        said = [str(each) for each in self.words.non_field_errors()]
        faulty = bool(self.words.errors)
        if self.products is not None:
            said += [str(each) for each in self.products.non_form_errors()]
            faulty = faulty or any(self.products.errors)
        return said or (
            [_("Il reste quelque chose à corriger ci-dessous. Rien n’est perdu.")] if faulty else []
        )

    @property
    def fields_of_campaign(self) -> dict[str, Any]:
        return self.words.fields_of_campaign()

    @property
    def offered(self) -> list[Offered] | None:
        return [form.offered() for form in self.products.kept] if self.products is not None else None

    def _check_tiers(self) -> None:
        """What words and products say together: discounts become tiers, people are counted whole, prices are given."""
        counted = self.words.cleaned_data["counted"]
        forms: list[ProductForm] = self.products.kept  # type: ignore[union-attr]
        starts = [form.start for form in forms if form.start]
        if self.words.discounts and not starts:
            self.refuse(
                "off_1", _("Donnez d’abord le prix de départ de chaque produit : la remise s’y applique.")
            )
        for form in forms:
            own = [name for name in form.cleaned_data if name.startswith("from_") and form.cleaned_data[name]]
            if form.start and not own:
                form.steps = self.words.steps(form.start)
            for name in own:
                self._check_threshold(form, name, form.cleaned_data[name], counted)
        for number, begins, _percent in self.words.discounts:
            if counts_people(counted) and begins % 1:
                self.refuse(f"off_from_{number}", _whole())
        self._check_minimum(forms)

    def _check_threshold(self, form: ProductForm, name: str, begins: Decimal, counted: str) -> None:
        stock = form.cleaned_data.get("stock")
        if counts_people(counted) and begins % 1:
            form.add_error(name, _whole())
        elif counted == Counted.OWN_QUANTITY and stock and begins > stock:
            form.add_error(name, _("C’est plus que le stock : personne n’atteindrait ce palier."))

    def _check_minimum(self, forms: list[ProductForm]) -> None:
        wanted = self.words.cleaned_data.get("minimum_quantity")
        stocks = [form.cleaned_data.get("stock") for form in forms]
        if wanted and all(stocks) and wanted > sum(stocks):  # type: ignore[arg-type]
            self.refuse("minimum_quantity", _("C’est plus que le stock : l’achat n’aboutirait jamais."))
        campaign = self.words.campaign
        if campaign is not None and campaign.state == Campaign.State.OPEN:
            for form in forms:
                if not form.start:
                    form.add_error(
                        "price", _("Un achat ouvert a un prix pour chaque produit : donnez-le ici.")
                    )


def grown(data: Any) -> Any:
    """The same, with room for one product more."""
    typed = data.copy()
    total = typed.get(f"{PREFIX}-TOTAL_FORMS", "")
    typed[f"{PREFIX}-TOTAL_FORMS"] = str(int(total) + 1 if total.isdecimal() and len(total) < 4 else 1)
    return typed


def without_faults(form: PurchaseForm) -> PurchaseForm:
    """As it was typed, before anybody asked to save it."""
    each: Any
    for each in (form.words, *(form.products.forms if form.products else ())):
        each._errors = ErrorDict()
        each.cleaned_data = {}
    if form.products:
        form.products._errors = [ErrorDict() for _form in form.products.forms]
        form.products._non_form_errors = form.products.error_class()
    return form


def counts_people(counted: str) -> bool:
    return counted in {Counted.OWN_TAKERS, Counted.ALL_TAKERS}


def _whole() -> str:
    return _("On compte ici des participants : un nombre entier.")
