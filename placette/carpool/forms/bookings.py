"""Asking for a seat, offering one, saying how it went."""

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.carpool.forms.search import EndsForm
from placette.core.forms import LineField


class AskForm(EndsForm):
    """A seat of a drive on one day: from where to where she rides along."""

    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=8, required=False, initial=1)
    text = LineField(label=_("Un mot"), required=False, max_length=500)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_seats(self) -> int:
        return self.cleaned_data["seats"] or 1


class OfferForm(forms.Form):
    """« Je peux vous emmener », on one day of a request."""

    on = forms.DateField()
    key = forms.UUIDField(required=False)


class ReasonForm(forms.Form):
    reason = LineField(label=_("Pourquoi ?"), required=False, max_length=300)


class LateForm(forms.Form):
    minutes = forms.TypedChoiceField(choices=((5, "5"), (10, "10"), (15, "15"), (30, "30")), coerce=int)


class ReportForm(forms.Form):
    took_place = forms.ChoiceField(choices=(("yes", ""), ("no", "")))
    would_have_driven = forms.ChoiceField(choices=(("yes", ""), ("no", ""), ("", "")), required=False)

    def clean_took_place(self) -> bool:
        return bool(self.cleaned_data["took_place"] == "yes")

    def clean_would_have_driven(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["would_have_driven"])
