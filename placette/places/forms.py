from django import forms
from django.utils.translation import gettext_lazy as _


class WaitingForm(forms.Form):
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        max_length=254,
        help_text=_("Elle sert à vous prévenir de l’ouverture, puis elle est effacée."),
        error_messages={
            "required": _("Donnez votre adresse e-mail."),
            "invalid": _("Cette adresse e-mail semble incomplète. Exemple : jeanne@exemple.fr"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()
