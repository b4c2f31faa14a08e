import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Votre message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_body(self) -> str:
        text = self.cleaned_data["body"].replace("\r\n", "\n")
        return "".join(
            sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}
        ).strip()
