"""Forming a crew, and what each says of her days, her children and her car."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.carpool.ends import home_of
from placette.carpool.forms.choices import DAYS
from placette.carpool.forms.search import SHORTEST, TownField, end_of, seconds_of
from placette.carpool.geometry import place, straight
from placette.carpool.holidays import zone_of
from placette.carpool.models import Crew, CrewMember, Way
from placette.carpool.models.crews import EVERY_DAY
from placette.carpool.riding import End
from placette.carpool.router import road_along
from placette.core.forms import LineField
from placette.people.standing import Standing
from placette.places.spots import town

FARTHEST_CREW = 200_000  # metres: nobody goes farther every day
CLOCK = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), "required": False}


def bits(days: list[str]) -> int:
    """Monday is bit 0."""
    return sum(1 << int(day) for day in days)


def days_of(mask: int) -> list[str]:
    return [number for number, _label in DAYS if mask >> int(number) & 1]


class OwnForm(forms.Form):
    """What one member brings: children, and seats in her car."""

    needs = forms.IntegerField(
        label=_("Vos enfants à emmener"), min_value=1, max_value=8, initial=1, required=False,
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("Places dans votre voiture, sans celle de qui conduit"), min_value=0, max_value=8, initial=4,
        help_text=_("0 : vous ne conduisez pas."),
        error_messages={"required": _("Combien de places ? 0 si vous ne conduisez pas.")},
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Crew.Kind.WORK:
            del self.fields["needs"]

    def clean_needs(self) -> int:
        return self.cleaned_data["needs"] or 1

    def own(self) -> dict[str, int]:
        return {"needs": self.cleaned_data.get("needs", 1), "seats": self.cleaned_data["seats"]}


class MemberForm(OwnForm):
    """Her place in a crew that there is: also on which days she comes, out and back."""

    out_days = forms.MultipleChoiceField(
        label=_("À l’aller, vous venez"), required=False, widget=forms.CheckboxSelectMultiple
    )
    back_days = forms.MultipleChoiceField(
        label=_("Au retour, vous venez"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, crew: Crew, member: CrewMember | None = None, **kwargs: Any) -> None:
        """`member`: as she is in it now."""
        usual = {
            "needs": member.needs if member else 1,
            "seats": member.seats if member and member.joined_at else 4,
            "out_days": days_of((member.out_days if member else EVERY_DAY) & crew.weekdays),
            "back_days": days_of((member.back_days if member else EVERY_DAY) & crew.weekdays),
        }
        super().__init__(*args, kind=crew.kind, initial=usual, **kwargs)
        for direction, name in ((Way.Direction.OUT, "out_days"), (Way.Direction.BACK, "back_days")):
            if crew.clock_of(direction) is None:
                del self.fields[name]
            else:
                days = [each for each in DAYS if crew.weekdays >> int(each[0]) & 1]
                self.fields[name].choices = days  # type: ignore[attr-defined]

    def own(self) -> dict[str, int]:
        return super().own() | {
            name: bits(self.cleaned_data[name]) for name in ("out_days", "back_days") if name in self.fields
        }


class FoundForm(OwnForm):
    """A new crew, and what its first member brings."""

    field_order = (
        "kind",
        "name",
        "place_name",
        "end",
        "start",
        "km",
        "weekdays",
        "out_clock",
        "back_clock",
        "rests",
        "needs",
        "seats",
        "key",
    )

    kind = forms.ChoiceField(
        label=_("Vous allez à"), choices=Crew.Kind, widget=forms.RadioSelect, initial="school"
    )
    name = LineField(
        label=_("Nom de l’équipage"), max_length=80, help_text=_("Par exemple : « Les écoliers de la Cité »."),
        error_messages={"required": _("Donnez un nom à votre équipage.")},
    )  # fmt: skip
    place_name = LineField(
        label=_("Comment s’appelle ce lieu ?"), max_length=120, required=False,
        help_text=_("L’école, l’entreprise, la zone d’activité : le nom que tous connaissent."),
    )  # fmt: skip
    end = TownField(
        label=_("Où est-ce ?"), error_messages={"required": _("Dites où va l’équipage.")},
        help_text=_("Une adresse, un point de la carte ou une commune."),
    )  # fmt: skip
    start = TownField(
        label=_("D’où partez-vous ?"), error_messages={"required": _("D’où part l’équipage ?")},
        help_text=_("À peu près : chacun passe prendre les autres."),
    )  # fmt: skip
    # Asked only of two ends that are one place for the map: a school of one's own village.
    km = forms.DecimalField(
        label=_("Longueur du trajet, en km"), min_value=Decimal("0.3"), max_value=200, max_digits=5, decimal_places=1, localize=True,
        required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("À peu près, l’aller simple : pour compter ce que vous évitez."),
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("Jours"), choices=DAYS, widget=forms.CheckboxSelectMultiple, initial=["0", "1", "3", "4"],
        error_messages={"required": _("Choisissez au moins un jour.")},
    )  # fmt: skip
    out_clock = forms.TimeField(
        label=_("À l’aller, on arrive à"), help_text=_("Vide : le retour seulement."), **CLOCK
    )
    back_clock = forms.TimeField(
        label=_("Au retour, on repart à"), help_text=_("Vide : l’aller seulement."), **CLOCK
    )
    rests = forms.BooleanField(
        label=_("Pas pendant les vacances scolaires ni les jours fériés"), required=False, initial=True
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.ends: dict[str, End] = {}

    @property
    def fields_in_sight(self) -> list[forms.BoundField]:
        """Without the length, as long as nobody has to be asked for it."""
        asks = self.is_bound and ("km" in self.errors or self["km"].value())
        return [each for each in self.visible_fields() if each.name != "km" or asks]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._find_ends()
        out, back = cleaned.get("out_clock"), cleaned.get("back_clock")
        if not out and not back and not self.errors.keys() & {"out_clock", "back_clock"}:
            self.add_error("out_clock", _("Donnez une heure, pour l’aller, le retour ou les deux."))
        if out and back and back <= out:
            self.add_error("back_clock", _("Le retour part avant l’arrivée. Choisissez une heure plus tard."))
        if cleaned.get("kind") == Crew.Kind.WORK:
            cleaned["needs"] = 1
        return cleaned

    def _find_ends(self) -> None:
        near = home_of(self.standing)
        for name in ("end", "start"):
            if end := end_of(self, name, self.standing, near):
                self.ends[name] = end
        if len(self.ends) < 2:
            return
        metres = straight(*(place(each.point) for each in self.ends.values()))
        if metres > FARTHEST_CREW:
            self.add_error("end", _("C’est trop loin pour une voiture. Vérifiez les deux lieux."))
        elif metres < SHORTEST and not self.cleaned_data.get("km") and "km" not in self.errors:
            self.add_error(
                "km",
                _(
                    "Pour nous, le départ et l’arrivée sont au même endroit. À peu près combien de kilomètres ?"
                ),
            )

    def fields_of_crew(self, commune_code: str) -> dict[str, Any]:
        """Asks the router for the road."""
        data = self.cleaned_data
        start, end = self.ends["start"], self.ends["end"]
        typed = straight(place(start.point), place(end.point)) < SHORTEST
        metres = int(data["km"] * 1000) if typed else round(road_along([start.point, end.point]).metres)
        return {
            "kind": data["kind"],
            "name": data["name"],
            "place_name": data["place_name"] or town(end.name),
            "start_name": start.name,
            "start_latitude": start.point[0],
            "start_longitude": start.point[1],
            "end_name": end.name,
            "end_latitude": end.point[0],
            "end_longitude": end.point[1],
            "road": metres,
            "weekdays": bits(data["weekdays"]),
            "out_clock": seconds_of(data["out_clock"]) if data["out_clock"] else None,
            "back_clock": seconds_of(data["back_clock"]) if data["back_clock"] else None,
            "rests_with_zone": zone_of(commune_code) if data["rests"] else "",
        }


class TurnForm(forms.Form):
    """One tap on a day of the plan, or on one direction of it. `instead`: the member in whose place she drives."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("take", "swap", "give_up", "away", "back")])
    day = forms.DateField(input_formats=["%Y-%m-%d"])
    direction = forms.ChoiceField(choices=Way.Direction, required=False)
    instead = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class SaidForm(forms.Form):
    """How a ride went."""

    day = forms.DateField(input_formats=["%Y-%m-%d"])
    direction = forms.ChoiceField(choices=Way.Direction)
    took_place = forms.ChoiceField(choices=(("yes", ""), ("no", "")))
    would_have_driven = forms.ChoiceField(choices=(("yes", ""), ("no", ""), ("", "")), required=False)

    def said(self) -> dict[str, Any]:
        return {
            "took_place": self.cleaned_data["took_place"] == "yes",
            "would_have_driven": {"yes": True, "no": False}.get(self.cleaned_data["would_have_driven"]),
        }

    @property
    def when(self) -> tuple[date, str]:
        return self.cleaned_data["day"], self.cleaned_data["direction"]
