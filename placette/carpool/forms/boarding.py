"""The figures that a driver reads on her passenger's telephone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from placette.carpool.boarding import FIGURES
from placette.core.forms import LineField


class BoardForm(forms.Form):
    code = LineField(
        label=_("Le code de votre passager"),
        help_text=_("Six chiffres, sur son téléphone."),
        max_length=20,
        error_messages={"required": _("Tapez les six chiffres que votre passager vous montre.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input code-input"}
        ),
    )

    def clean_code(self) -> str:
        """As people type it: « 482 913 »."""
        code: Any = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == FIGURES):
            raise ValidationError(_("Le code a six chiffres, comme « 482 913 »."))
        return str(code)
