import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

# Signs that turn the direction of what follows, and can make an address read as another one.
TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Votre message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_body(self) -> str:
        text = "".join(sign for sign in self.cleaned_data["body"].replace("\r\n", "\n") if _is_text(sign))
        if not text.strip():
            raise forms.ValidationError(self.fields["body"].error_messages["required"])
        return text.strip()


def _is_text(sign: str) -> bool:
    return sign in "\n\t" or (sign not in TURNING and unicodedata.category(sign) not in {"Cc", "Cs"})
