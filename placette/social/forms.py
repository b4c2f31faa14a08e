import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import ParagraphField


class LetterForm(forms.Form):
    text = ParagraphField(
        label=_("Votre message"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
