"""Why something ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import ParagraphField


class ReasonForm(forms.Form):
    reason = ParagraphField(
        label=_("Pourquoi annulez-vous ?"), max_length=1000,
        help_text=_("Tous ceux qui participent lisent cette explication."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Dites en quelques mots pourquoi : vos voisins comptaient dessus.")},
    )  # fmt: skip
