from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import ParagraphField


class MessageForm(forms.Form):
    body = ParagraphField(
        label=_("Votre message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
