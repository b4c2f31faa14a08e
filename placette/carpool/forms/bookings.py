"""Asking for a seat, offering one, saying how it went."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool.forms.search import EndsForm
from placette.carpool.models import Way
from placette.carpool.riding import End
from placette.core.forms import LineField
from placette.core.moments import day_in_words


class AskForm(EndsForm):
    """A seat of a drive, on one day or several: from where to where she rides along."""

    on = forms.TypedMultipleChoiceField(
        label=_("Jour"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins un jour."),
            "invalid_choice": _("Ce jour-là, ce trajet ne se fait pas. Choisissez un autre jour."),
        },
    )
    # An area instead of what is written as the start.
    meeting = forms.ChoiceField(
        label=_("Ou retrouvez-vous sur sa route"), required=False, widget=forms.RadioSelect
    )
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=8, required=False, initial=1)
    text = LineField(label=_("Un mot"), required=False, max_length=500)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # Her own request that this answers.
    wish = forms.IntegerField(min_value=1, max_value=2**62, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, way: Way, days: Sequence[date], meetings: Sequence[tuple[str, str]] = (), credit: Any = "",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """`way`: the drive. `days`: those on which it goes. `meetings`: areas that it passes, as an end is called and as it is said;
        `credit`: who made the list of them.
        """
        super().__init__(*args, **kwargs)
        self.own = [End(way.start_name, way.start), End(way.end_name, way.end)]
        today = timezone.localdate()
        self.fields["on"].choices = [(day.isoformat(), day_in_words(day, today)) for day in days]  # type: ignore[attr-defined]
        if meetings:
            self.fields["meeting"].choices = [("", _("À mon départ")), *meetings]  # type: ignore[attr-defined]
            self.fields["meeting"].help_text = credit
        else:
            del self.fields["meeting"]

    def clean(self) -> dict[str, Any]:
        if meeting := self.cleaned_data.get("meeting"):
            self.errors.pop("start", None)
            self.cleaned_data["start"] = meeting
        cleaned = super().clean()
        # An end of the drive itself is where she drives: at the door of a public place, not in the middle of its hexagon.
        self.ends |= {name: own for name in self.ends for own in self.own if cleaned.get(name) == own.name}
        return cleaned

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
