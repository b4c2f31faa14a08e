from django import forms
from django.utils.translation import gettext_lazy as _

from placette.people.models import Role

from . import rules


class InvitationForm(forms.Form):
    name = forms.ChoiceField(
        label=_("Son rôle"),
        choices=[(name.value, name.label) for name in rules.GIVEN],
        initial=Role.Name.AMBASSADOR,
    )
    email = forms.EmailField(
        label=_("Son adresse e-mail"),
        max_length=254,
        help_text=_(
            "Avec ou sans compte : elle reçoit un lien, et accepte ou non. Adresse effacée après sa réponse."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
