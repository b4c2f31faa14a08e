"""A meeting point as an officer types it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.carpool import ends
from placette.carpool.geometry import Point
from placette.core.forms import LineField
from placette.people.standing import Standing
from placette.places import queries, spots
from placette.places.models import Commune
from placette.places.spot_field import SpotField


class PointField(SpotField):
    """A place to the metre: it is public."""

    map_name, place_name, suggest_name = "townhall:point_map", "townhall:point_place", ""
    decimals = 5
    is_public = True


class PointForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Nom"),
        max_length=60,
        help_text=gettext_lazy("Celui que tout le monde connaît : « Place de l’église »."),
        error_messages={"required": gettext_lazy("Comment les habitants appellent-ils ce lieu ?")},
    )
    where = PointField(
        label=gettext_lazy("Où est-ce ?"),
        help_text=gettext_lazy("Touchez la carte, ou écrivez deux nombres : « 43,53312 ; 1,22934 »."),
        error_messages={"required": gettext_lazy("Dites où c’est : touchez la carte.")},
    )
    note = LineField(
        label=gettext_lazy("Une précision"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Comment on s’y trouve : « sous l’abribus, 3 places »."),
    )

    def __init__(self, *args: Any, commune: Commune, standing: Standing, **kwargs: Any) -> None:
        """`standing`: of the officer, whose addresses are counted as any resident's."""
        super().__init__(*args, **kwargs)
        self.commune, self.standing = commune, standing
        self.fields["where"].query = "?" + urlencode({"commune": commune.pk})  # type: ignore[attr-defined]
        if geocodes():
            self.fields["where"].help_text = _("Une adresse, ou touchez la carte.")

    def clean_where(self) -> Point:
        typed = self.cleaned_data["where"]
        try:
            spot = spots.read(typed)
            point = spot.point if spot else ends.geocoded(typed, self.standing, self._centre())
            return within(point, self.commune)
        except spots.NoPlace as refusal:
            raise ValidationError(str(refusal)) from None

    def _centre(self) -> Point | None:
        if self.commune.latitude is None or self.commune.longitude is None:
            return None
        return self.commune.latitude, self.commune.longitude


def geocodes() -> bool:
    return bool(settings.CONFIGURATION.geocoder_url)


def within(point: Point | None, commune: Commune) -> Point:
    """The point itself, where it lies in the commune. NoPlace otherwise, or where there is none. Up to three queries."""
    if point is None:
        raise spots.NoPlace(
            _(
                "Nous ne trouvons pas ce lieu. Touchez la carte, ou écrivez deux nombres : « 43,53312 ; 1,22934 »."
            )
        )
    there = queries.commune_at(*point)
    if there is None or there.pk != commune.pk:
        raise spots.NoPlace(
            _("Ce point n’est pas dans votre commune, %(commune)s. Touchez la carte un peu plus près.")
            % {"commune": commune.name}
        )
    return point
