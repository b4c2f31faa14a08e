"""From where, to where, when: the line that everybody can fill in."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool import ends
from placette.carpool.geometry import place, straight
from placette.carpool.models import Trip
from placette.carpool.queries.matching import Wish
from placette.carpool.riding import End
from placette.core.forms import LineField
from placette.people.standing import Standing

FARTHEST = 400  # days
SHORTEST = 300  # metres: less is a walk
LONGEST = 1_500_000  # metres, in a straight line
NEXT_MORNING = time(8)


class SearchForm(forms.Form):
    """Two places and a moment, as a request of the GET kind; every field has a value that is likely."""

    role = forms.ChoiceField(label=_("Je"), choices=Trip.Role, required=False)
    start = LineField(label=_("Départ"), max_length=120, error_messages={"required": _("D’où partez-vous ?")})
    end = LineField(label=_("Arrivée"), max_length=120, error_messages={"required": _("Où allez-vous ?")})
    on = forms.DateField(
        label=_("Jour"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    clock = forms.TimeField(
        label=_("Heure de départ"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=8, required=False)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.ends: dict[str, End] = {}

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Trip.Role.PASSENGER

    def clean_on(self) -> date:
        day = self.cleaned_data["on"] or timezone.localdate() + timedelta(days=1)
        if day < timezone.localdate():
            raise ValidationError(_("Ce jour est déjà passé. Choisissez-en un autre."))
        if day > timezone.localdate() + timedelta(days=FARTHEST):
            raise ValidationError(_("C’est trop loin : un an au plus."))
        return day

    def clean_clock(self) -> time:
        return self.cleaned_data["clock"] or NEXT_MORNING

    def clean_seats(self) -> int:
        return self.cleaned_data["seats"] or 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.ends = resolved(self, self.standing)
        return cleaned

    def wish(self) -> Wish:
        """What she looks for, on that day."""
        data = self.cleaned_data
        start, end = self.ends["start"], self.ends["end"]
        return Wish(start.point, end.point, data["on"], seconds_of(data["clock"]), seats=data["seats"])


def resolved(form: forms.Form, standing: Standing) -> dict[str, End]:
    """The two ends that were typed, with a sentence beside the field of one that nobody knows."""
    near, known = ends.home_of(standing), {}
    for name in ("start", "end"):
        text = form.cleaned_data.get(name)
        if not text:
            continue
        if end := ends.found(text, standing, near):
            known[name], near = end, end.point
        else:
            form.add_error(
                name,
                _(
                    "Nous ne trouvons pas ce lieu. Écrivez une commune ou un code postal : « Muret », « 31600 »."
                ),
            )
    if len(known) == 2:
        crow = straight(place(known["start"].point), place(known["end"].point))
        if crow < SHORTEST:
            form.add_error("end", _("Le départ et l’arrivée sont au même endroit."))
        elif crow > LONGEST:
            form.add_error("end", _("C’est trop loin pour une voiture. Vérifiez les deux lieux."))
    return known


def seconds_of(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60
