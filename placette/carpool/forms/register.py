"""Saying yes to the proof register."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from placette.carpool.proof.identity import NoNumber, number
from placette.core.forms import LineField


class RegisterForm(forms.Form):
    phone = LineField(
        label=_("Numéro de téléphone mobile"),
        max_length=30,
        help_text=_("Le site n’en garde qu’une empreinte et le début, sans les deux derniers chiffres."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    over_18 = forms.BooleanField(label=_("J’ai 18 ans ou plus"), required=False)
    agrees = forms.BooleanField(
        label=_("J’accepte que mes trajets confirmés soient transmis au Registre de preuve de covoiturage"),
        error_messages={"required": _("Sans votre accord, rien n’est transmis.")},
    )

    def __init__(self, commune_code: str, *args: Any, **kwargs: Any) -> None:
        self.commune_code = commune_code
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        try:
            return number(self.cleaned_data["phone"], self.commune_code)
        except NoNumber:
            raise ValidationError(_("Ce numéro n’est pas complet. Exemple : 06 12 34 56 78.")) from None
