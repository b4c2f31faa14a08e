"""What a driver says of her car."""

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.carpool.costs.scale import POWERS


def powers() -> list[tuple[int, str]]:
    """In the reader's language."""
    names = [(power, str(_("%(power)d CV")) % {"power": power}) for power in POWERS[:-1]]
    names[0] = (POWERS[0], str(_("%(power)d CV et moins")) % {"power": POWERS[0]})
    return [*names, (POWERS[-1], str(_("%(power)d CV et plus")) % {"power": POWERS[-1]})]


class CarForm(forms.Form):
    power = forms.TypedChoiceField(
        label=_("Puissance fiscale"),
        coerce=int,
        choices=powers,
        widget=forms.RadioSelect,
        help_text=_("Case P.6 de la carte grise."),
    )
    electric = forms.BooleanField(label=_("Voiture électrique"), required=False)
