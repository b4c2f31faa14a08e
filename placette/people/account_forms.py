"""The forms of the accounts library with our words."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page itself leads to a new password
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignupForm(forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if password := self.fields.get("password1"):  # none on the way to a passkey
            password.help_text = _(
                "Dix caractères au moins. Quatre mots sans rapport se retiennent bien : « lune vélo soupe banc »."
            )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
