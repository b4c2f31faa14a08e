"""A trip as it is posted: once or every week, out and back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool import coming, rules
from placette.carpool.actions.ways import Direction
from placette.carpool.forms.choices import DAYS, DETOURS, FLEXIBLE, ONCE, WEEKLY
from placette.carpool.forms.returns import return_fault, the_night_after
from placette.carpool.forms.search import SearchForm, seconds_of
from placette.carpool.forms.stops import STOPS_TYPED, stop_field, stops_typed
from placette.carpool.forms.typed import typed_of
from placette.carpool.holidays import zone_of
from placette.carpool.models import Trip, Way
from placette.carpool.models.trips import STOPS
from placette.carpool.riding import End
from placette.carpool.standard import keys
from placette.core.forms import ParagraphField
from placette.people.audience import Audience


class TripForm(SearchForm):
    """What a search asks, and all that a trip says besides."""

    template_name = "carpool/_trip_fields.html"

    role = forms.ChoiceField(label=_("Vous"), choices=Trip.Role, widget=forms.RadioSelect)
    # Five fields, in the order in which she passes: without JavaScript no page has to grow.
    stop_1, stop_2, stop_3, stop_4, stop_5 = (stop_field(number) for number in range(1, STOPS + 1))
    rhythm = forms.ChoiceField(
        label=_("Quand"),
        choices=((ONCE, _("Une fois")), (WEEKLY, _("Chaque semaine"))),
        widget=forms.RadioSelect,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Jours de la semaine"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    last_day = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Vide : sans fin. Vous pourrez l’arrêter quand vous voulez."),
    )  # fmt: skip
    flexibility = forms.TypedChoiceField(
        label=_("Souplesse"), choices=FLEXIBLE, coerce=int, empty_value=900, required=False
    )
    back_clock = forms.TimeField(
        label=_("Heure du retour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Vide : l’aller seulement. Chaque semaine, une heure plus tôt que l’aller veut dire le lendemain."),
    )  # fmt: skip
    back_on = forms.DateField(
        label=_("Jour du retour"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Si ce n’est pas le même jour. Pour un trajet fait une fois."),
    )  # fmt: skip
    detour = forms.TypedChoiceField(
        label=_("Détour accepté"), choices=DETOURS, coerce=int, empty_value=None, required=False
    )
    rests = forms.BooleanField(
        label=_("Pas pendant les vacances scolaires ni les jours fériés"), required=False
    )
    preferences = forms.MultipleChoiceField(
        label=_("Bon à savoir"), choices=Trip.Preference, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = ParagraphField(
        label=_("Un mot de plus"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    audience = forms.ChoiceField(label=_("Qui le voit ?"), choices=Audience, widget=forms.RadioSelect)
    women_only = forms.BooleanField(
        label=_("Entre femmes"), required=False,
        help_text=_("Seules les femmes qui l’ont dit dans « Ma voiture » voient ce trajet."),
    )  # fmt: skip
    shown_to_partners = forms.BooleanField(
        label=_("Aussi sur les services de covoiturage partenaires"), required=False,
        help_text=_("Sans votre nom ni votre adresse : vos initiales et un lieu arrondi. Vous acceptez ou refusez chaque demande."),
    )  # fmt: skip
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # What it goes to (coming.py), as this site has signed it.
    destination = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, trip: Trip | None = None, **kwargs: Any) -> None:
        """`trip`: the one that is changed. Who drives stays who drives; a first day that has passed may stay."""
        if trip:
            kwargs["initial"] = typed_of(trip)
        super().__init__(*args, **kwargs)
        self.trip = trip
        self.stops: list[End] = []
        if trip:
            del self.fields["role"], self.fields["key"], self.fields["destination"]
        self.fields["on"].label = _("Jour, ou premier jour")
        if not keys.is_any_open():
            del self.fields["shown_to_partners"]
        if not rules.may_ask_for_women_only(self.standing, trip):
            del self.fields["women_only"]

    @property
    def goes_to(self) -> str:
        """The title of what the trip is for."""
        if self.trip:
            return self.trip.destination_title
        thing = coming.read(self["destination"].value() or "")
        return thing.title if thing and thing.path else ""

    @property
    def stop_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in STOPS_TYPED]

    @property
    def has_stop_errors(self) -> bool:
        return any(name in self.errors for name in STOPS_TYPED)

    def clean_on(self) -> date:
        if self.trip and self.cleaned_data["on"] == self.initial["on"]:
            day: date = self.cleaned_data["on"]
            return day
        return super().clean_on()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._keep_ends()
        drives = (self.trip.role if self.trip else cleaned.get("role")) == Trip.Role.DRIVER
        # A passenger rides straight, whatever was typed before she said that she is one.
        self.stops = stops_typed(self, self.standing, self.ends, self._kept_stops()) if drives else []
        if cleaned.get("women_only") and cleaned.get("shown_to_partners"):
            self.add_error(
                "shown_to_partners", _("Un trajet entre femmes reste ici : décochez l’une des deux cases.")
            )
        weekly = cleaned.get("rhythm") == WEEKLY
        if weekly and not cleaned.get("weekdays"):
            self.add_error("weekdays", _("Choisissez au moins un jour."))
        last, first = cleaned.get("last_day"), cleaned.get("on")
        if weekly and last and first and last < first:
            self.add_error("last_day", _("La fin doit venir après le début."))
        elif weekly and last and first and not _goes(cleaned["weekdays"], first, last):
            self.add_error("weekdays", _("Aucun de ces jours ne tombe entre le début et la fin."))
        clock = cleaned.get("clock")
        if fault := return_fault(cleaned, weekly=weekly):
            field, said = fault
            self.add_error(field, said)
        if not weekly and clock and first == timezone.localdate() and clock <= timezone.localtime().time():
            self.add_error(
                "clock", _("Cette heure est déjà passée. Choisissez-en une autre, ou un autre jour.")
            )
        return cleaned

    def _destination(self) -> dict[str, str]:
        """A signature that is none, or an end that was moved elsewhere: the trip stands without."""
        if self.trip:
            stays = self.ends["end"] == self._kept_ends()["end"]
            return {} if stays else {"destination_title": "", "destination_path": ""}
        thing = coming.read(self.cleaned_data["destination"])
        if thing is None or not thing.path or not thing.title or not coming.goes_to(thing, self.ends["end"]):
            return {}
        return {"destination_title": thing.title, "destination_path": thing.path}

    def _keep_ends(self) -> None:
        """An end that nobody touched is where it was, whatever its name means by now: a public place to the metre."""
        for name, kept in self._kept_ends().items():
            if name in self.ends and self.cleaned_data.get(name) == kept.name:
                self.ends[name] = kept

    def _kept_ends(self) -> dict[str, End]:
        if self.trip is None:
            thing = coming.read(self.cleaned_data.get("destination") or "")
            return {"end": thing.place} if thing else {}
        out = self.trip.ways.all()[0]
        return {"start": End(out.start_name, out.start), "end": End(out.end_name, out.end)}

    def _kept_stops(self) -> dict[str, End]:
        return {name: End(name, point) for name, point in self.trip.ways.all()[0].stops} if self.trip else {}

    def directions(self) -> list[Direction]:
        """Out, and back where an hour was given. Of a form that is valid."""
        data = self.cleaned_data
        if data["rhythm"] == WEEKLY:
            days = sum(1 << int(day) for day in data["weekdays"])
            when = {"weekdays": days, "first_day": data["on"], "last_day": data["last_day"]}
        else:
            when = {"on": data["on"]}
        start, end = self.ends["start"], self.ends["end"]
        flexibility = data["flexibility"]
        stops = tuple(self.stops)
        made = [Direction(start, end, seconds_of(data["clock"]), flexibility, **when, stops=stops)]
        if data["back_clock"]:
            back = seconds_of(data["back_clock"])
            if data["rhythm"] == ONCE:
                when = {"on": data["back_on"] or data["on"]}
            elif data["back_clock"] < data["clock"]:
                when = the_night_after(**when)
            made.append(
                Direction(
                    end, start, back, flexibility, **when, direction=Way.Direction.BACK, stops=stops[::-1]
                )
            )
        return made

    def fields_of_trip(self, commune_code: str) -> dict[str, Any]:
        """What publish or change wants besides the directions."""
        names = (
            "role", "seats", "detour", "preferences", "note", "audience", "women_only", "shown_to_partners", "key",
        )  # fmt: skip
        given = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if given.get("women_only") and "shown_to_partners" not in self.fields:
            given["shown_to_partners"] = (
                False  # no key is open any more: the box that says so is not there to untick
            )
        return (
            given
            | self._destination()
            | {"rests_with_zone": zone_of(commune_code) if self.cleaned_data["rests"] else ""}
        )


def _goes(weekdays: list[str], first: date, last: date) -> bool:
    within = min((last - first).days, 6)
    return any(str((first + timedelta(days=number)).weekday()) in weekdays for number in range(within + 1))
