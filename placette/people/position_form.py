"""About where one lives: a point chosen in one of four ways, of which only the cell around it is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from placette.places import drawing, geography
from placette.places.drawing import Drawing
from placette.places.models import Commune

TOLERANCE = 2000  # metres; published outlines are generalised, and hamlets lie across borders
# Without JavaScript a click on the drawing sends its pixels; each width has a name, so that the server knows the scale.
WIDTHS = (640, 288)


class Degrees(forms.FloatField):
    """Typed with a comma or a point, or filled in by the map."""

    widget = forms.TextInput

    def __init__(self, label: Any, limit: int) -> None:
        super().__init__(label=label, min_value=-limit, max_value=limit, required=False, localize=True)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}


class PositionForm(forms.Form):
    latitude = Degrees(_("Latitude"), 90)
    longitude = Degrees(_("Longitude"), 180)

    def __init__(self, *args: Any, commune: Commune, drawn: Drawing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.drawn = commune, drawn

    def clean(self) -> dict[str, Any]:
        """Adds `position`, latitude and longitude."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        at = self._pressed() or self._clicked() or self._typed(cleaned)
        if at is None:
            raise ValidationError(_("Choisissez d’abord un point."))
        if geography.metres_outside(self.commune.boundary.geojson, *at) > TOLERANCE:
            raise ValidationError(
                _(
                    "Ce point est à plus de 2 km %(of_name)s. Choisissez-en un plus près, ou changez de commune."
                ),
                params={"of_name": self.commune.of_name},
            )
        return cleaned | {"position": at}

    def _pressed(self) -> tuple[float, float] | None:
        """« Près de la mairie »."""
        commune = self.commune
        if "town_hall" not in self.data or not commune.town_hall_latitude or not commune.town_hall_longitude:
            return None
        return commune.town_hall_latitude, commune.town_hall_longitude

    def _clicked(self) -> tuple[float, float] | None:
        """The pixel of the drawing. A drawing that is pressed with the keyboard sends its corner: no choice."""
        for width in WIDTHS:
            x, y = (str(self.data.get(f"at{width}.{axis}", "")) for axis in "xy")
            if all(each.isdecimal() and len(each) < 5 for each in (x, y)) and (int(x) or int(y)):
                scale = drawing.WIDTH / width
                return self.drawn.frame.position(int(x) * scale, int(y) * scale)
        return None

    def _typed(self, cleaned: dict[str, Any]) -> tuple[float, float] | None:
        """Typed, or filled in by the map."""
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        return None if latitude is None or longitude is None else (latitude, longitude)
