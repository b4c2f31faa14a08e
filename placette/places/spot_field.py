"""The field of a place: by its name, as a point of the map, or where the device is."""

from typing import Any

from django import forms
from django.urls import reverse

from placette.core.forms import LineField


class SpotField(LineField):
    """A place by its words or as a point (spots.py); names are suggested as one types.

    What its buttons ask, by the names of addresses; `decimals` of a degree leave the device.
    """

    map_name = place_name = suggest_name = ""
    query = ""
    decimals = 3
    is_public = False  # the device's position may fill it, whatever the field is called
    keeps_words = False  # what is typed is sent with a point, which takes its name from it

    def __init__(self, *, max_length: int = 120, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.template_name = "places/_spot_field.html"

    @property
    def addresses(self) -> dict[str, str]:
        """Of the map, of a point's name, of names."""
        return {
            "map": reverse(self.map_name) + self.query,
            "place": reverse(self.place_name) + self.query,
            "names": reverse(self.suggest_name) + self.query if self.suggest_name else "",
        }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off"}
