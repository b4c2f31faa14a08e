"""What the organiser types to ask a supplier, and to choose one."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core.forms import LineField, MomentField, ParagraphField

ANSWERS_WITHIN = 90  # days
SOONEST = timedelta(hours=1)
LAST_MINUTE = time(23, 59)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UntilForm(forms.Form):
    """The last day on which she may answer, to its end."""

    until = forms.DateField(
        label=gettext_lazy("Réponse souhaitée jusqu’au"),
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Choisissez un jour dans le calendrier.")},
    )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            raise forms.ValidationError(_("Laissez-lui au moins jusqu’à demain."))
        if until > today + timedelta(days=ANSWERS_WITHIN):
            raise forms.ValidationError(_("Trois mois au plus : choisissez une date plus proche."))
        return until

    def moment(self) -> datetime:
        """On the campaign's clocks, which the view has made current."""
        return datetime.combine(self.cleaned_data["until"], LAST_MINUTE, timezone.get_current_timezone())


class AskForm(UntilForm):
    field_order = ("name", "email", "until", "words")
    name = LineField(label=gettext_lazy("Son nom"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Son adresse e-mail"))
    words = ParagraphField(
        label=gettext_lazy("Un mot pour lui ou elle"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy(
            "Ce qu’il faut savoir pour faire un prix : qualité, lieu de livraison, dates."
        ),
    )


class ChooseForm(forms.Form):
    """Until when neighbours may join, on the campaign's clocks, which the view has made current."""

    deadline = MomentField(label=gettext_lazy("Les voisins peuvent participer jusqu’au"))

    def clean_deadline(self) -> datetime:
        deadline: datetime | None = self.cleaned_data["deadline"]
        now = timezone.now()
        if deadline is None:
            raise forms.ValidationError(_("Choisissez un jour et une heure."))
        if deadline <= now + SOONEST:
            raise forms.ValidationError(_("C’est trop tôt : laissez au moins une heure à vos voisins."))
        return deadline
