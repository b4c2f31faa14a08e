"""From where, to where, when: the line that everybody can fill in."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool import ends
from placette.carpool.geometry import Point, place, straight
from placette.carpool.models import Trip
from placette.carpool.queries.matching import Wish
from placette.carpool.riding import End
from placette.people.standing import Standing
from placette.places.spot_field import SpotField

FARTHEST = 400  # days
SHORTEST = 300  # metres: less is a walk
UNKNOWN = _("Nous ne trouvons pas ce lieu. Écrivez une commune ou un code postal : « Muret », « 31600 ».")
LONGEST = 1_500_000  # metres, in a straight line


class TownField(SpotField):
    """An end of a ride; communes and meeting points are suggested."""

    map_name, place_name, suggest_name = "carpool:end_on_map", "carpool:end_at_point", "carpool:end_names"


class EndsForm(forms.Form):
    """Two places."""

    start = TownField(label=_("Départ"), error_messages={"required": _("D’où partez-vous ?")})
    end = TownField(label=_("Arrivée"), error_messages={"required": _("Où allez-vous ?")})

    def __init__(self, data: Any = None, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.standing = standing
        self.ends: dict[str, End] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.ends = resolved(self, self.standing)
        return cleaned


class SearchForm(EndsForm):
    """Who goes there at that hour?"""

    on = forms.DateField(
        label=_("Jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Quel jour ?")},
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Je"), choices=Trip.Role, required=False)
    clock = forms.TimeField(
        label=_("Heure de départ"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Dites à quelle heure on part.")},
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=8, error_messages={"required": _("Combien de places ?")}
    )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise ValidationError(_("Ce jour est déjà passé. Choisissez-en un autre."))
        if day > timezone.localdate() + timedelta(days=FARTHEST):
            raise ValidationError(_("C’est trop loin : un an au plus."))
        return day

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Trip.Role.PASSENGER

    def wish(self) -> Wish:
        """What she looks for, on that day."""
        data = self.cleaned_data
        start, end = self.ends["start"], self.ends["end"]
        return Wish(start.point, end.point, data["on"], seconds_of(data["clock"]), seats=data["seats"])


class LookForm(SearchForm):
    """The search of a page: there, and home again where an hour is given."""

    back_clock = forms.TimeField(
        label=_("Heure du retour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Vide : l’aller seulement."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        clock, back = cleaned.get("clock"), cleaned.get("back_clock")
        if clock and back and back <= clock:
            self.add_error("back_clock", _("Le retour part avant l’aller. Choisissez une heure plus tard."))
        return cleaned

    def back_wish(self) -> Wish | None:
        """The way home, on the same day."""
        back = self.cleaned_data["back_clock"]
        if not back:
            return None
        return replace(
            self.wish(), start=self.ends["end"].point, end=self.ends["start"].point, clock=seconds_of(back)
        )


def resolved(form: forms.Form, standing: Standing) -> dict[str, End]:
    """The two ends that were typed, with a sentence beside the field of one that nobody knows."""
    near, known = ends.home_of(standing), {}
    for name in ("start", "end"):
        if end := end_of(form, name, standing, near):
            known[name], near = end, end.point
    if len(known) == 2:
        crow = straight(place(known["start"].point), place(known["end"].point))
        if crow < SHORTEST:
            form.add_error("end", _("Le départ et l’arrivée sont au même endroit."))
        elif crow > LONGEST:
            form.add_error("end", _("C’est trop loin pour une voiture. Vérifiez les deux lieux."))
    return known


def end_of(form: forms.Form, name: str, standing: Standing, near: Point | None) -> End | None:
    """What was typed in a field, with a sentence beside it where that is no place from or to which somebody drives."""
    text = form.cleaned_data.get(name)
    if not text:
        return None
    try:
        end = ends.found(text, standing, near)
    except ends.NoPlace as refusal:
        form.add_error(name, str(refusal))
        return None
    if end is None:
        form.add_error(name, UNKNOWN)
    return end


def seconds_of(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60
