"""A part of the map as an address names it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from placette.places.drawing import Box

WIDEST = 3.0  # degrees: from Toulouse to Bordeaux


class BoxForm(forms.Form):
    west = forms.FloatField(min_value=-180, max_value=180)
    south = forms.FloatField(min_value=-90, max_value=90)
    east = forms.FloatField(min_value=-180, max_value=180)
    north = forms.FloatField(min_value=-90, max_value=90)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len(data) == 4:
            width, height = data["east"] - data["west"], data["north"] - data["south"]
            if not (0 < width <= WIDEST and 0 < height <= WIDEST):
                raise ValidationError("west < east, south < north, three degrees at most")
        return data

    def box(self) -> Box:
        return Box(**self.cleaned_data)
