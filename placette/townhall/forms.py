from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import ParagraphField


class AddressForm(forms.Form):
    address = ParagraphField(
        label=_("Nom et adresse du foyer"),
        max_length=200,
        help_text=_("Comme sur l’enveloppe, une ligne après l’autre. Effacé dès que le code sert."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class CounterForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Numéro lu par l’habitant"),
        max_length=12,
        error_messages={"invalid": _("Six chiffres, que l’habitant lit sur sa page « Confiance ».")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
