from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Says how long a password must be as the page says it, in words."""

    def __init__(self) -> None:
        super().__init__(min_length=10)

    def get_error_message(self) -> str:
        return _("Ce mot de passe est trop court : dix caractères au moins.")

    def get_help_text(self) -> str:
        return _("Dix caractères au moins.")
