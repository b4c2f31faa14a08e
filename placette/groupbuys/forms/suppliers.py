"""Whom the neighbours buy from, as the organiser types it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError as NoNumber
from stdnum.fr import siren

from placette.core.forms import LineField
from placette.groupbuys.models import Supplier


class SirenField(LineField):
    """Nine digits with their check digit (Insee), spaces or not; a SIRET of fourteen gives its first nine."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = siren.compact(typed)
            return str(siren.validate(number[:9] if len(number) == 14 and number.isdecimal() else number))
        except NoNumber:
            raise ValidationError(
                _("Ce numéro n’est pas un SIREN : vérifiez ses neuf chiffres, l’un d’eux ne va pas.")
            ) from None


class SupplierFields(forms.Form):
    supplier_name = LineField(
        label=gettext_lazy("À qui achetez-vous ?"), required=False, max_length=120,
        help_text=gettext_lazy("Vide, si vous cherchez encore."), widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    supplier_professional = forms.BooleanField(
        label=gettext_lazy("C’est un professionnel (entreprise, magasin, exploitation agricole)"),
        required=False,
    )
    supplier_siren = SirenField(
        label=gettext_lazy("Son numéro SIREN"), required=False, max_length=20,
        help_text=gettext_lazy("Neuf chiffres, sur sa facture ou sur annuaire-entreprises.data.gouv.fr."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    supplier_email = forms.EmailField(
        label=gettext_lazy("Son adresse e-mail"), required=False, max_length=254,
        help_text=gettext_lazy("Seuls les organisateurs la voient."), widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = any(cleaned.get(f"supplier_{each}") for each in ("siren", "email"))
        if said and not cleaned.get("supplier_name") and "supplier_name" not in self.errors:
            self.add_error("supplier_name", _("Donnez aussi le nom du fournisseur."))
        # Code de la consommation, L111-1: who sells as a professional says who she is.
        if (
            cleaned.get("supplier_name")
            and cleaned.get("supplier_professional")
            and not cleaned.get("supplier_siren")
            and "supplier_siren" not in self.errors
        ):
            self.add_error("supplier_siren", _("Un professionnel a un SIREN : notez-le ici."))
        return cleaned

    def supplier(self) -> dict[str, Any] | None:
        """What was said of the supplier; None where nobody is chosen yet."""
        data = self.cleaned_data
        if not data["supplier_name"]:
            return None
        return {name: data[f"supplier_{name}"] for name in ("name", "professional", "siren", "email")}


def said_of(supplier: Supplier | None) -> dict[str, Any]:
    """A supplier as its fields show it."""
    if supplier is None:
        return {"supplier_professional": True}
    return {
        f"supplier_{name}": getattr(supplier, name) for name in ("name", "professional", "siren", "email")
    }
