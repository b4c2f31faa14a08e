from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField


class AddressForm(forms.Form):
    address = LineField(
        label=_("Adresse du foyer"),
        max_length=200,
        help_text=_("Pour imprimer la lettre. Elle est effacée dès que le code sert."),
    )


class CounterForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Numéro lu par l’habitant"),
        max_length=12,
        error_messages={"invalid": _("Six chiffres, que l’habitant lit sur sa page « Confiance ».")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
