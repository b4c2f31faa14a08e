"""What a resident types of a report, and what the town hall answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic import categories
from placette.civic.models import Report
from placette.core.forms import LineField, ParagraphField
from placette.people.models import PendingPhoto, Person
from placette.people.photo_fields import PhotosField
from placette.places.models import Commune
from placette.places.queries.spots import commune_at

State = Report.State


class ReportForm(forms.Form):
    """Where: a point of the map, or words. The map fills `latitude` and `longitude`."""

    category = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui s’en approche le plus.")},
    )
    text = ParagraphField(
        label=gettext_lazy("Que voyez-vous ?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Tout le monde peut lire ces mots : n’écrivez ni nom ni numéro de téléphone."),
        error_messages={"required": gettext_lazy("Décrivez en une phrase ce qui ne va pas.")},
    )
    photos = PhotosField(
        use=PendingPhoto.Use.LISTING,
        at_most=1,
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("Elle est publique : pas de visage ni de plaque, s’il vous plaît."),
    )
    address = LineField(
        label=gettext_lazy("Où est-ce ?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("« 12 rue des Lilas », « derrière l’école »… ou touchez la carte plus bas."),
    )
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, commune: Commune, author: Person | None = None, **kwargs: Any) -> None:
        """Without an author the form takes no photo."""
        super().__init__(*args, **kwargs)
        self.commune = commune
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (each.code, each.name) for each in categories.of(commune) if each.is_open
        ]
        if author:
            self.fields["photos"].belongs_to(author)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "latitude" not in cleaned or "longitude" not in cleaned:
            raise ValidationError(
                _("Ce point ne se lit pas : touchez la carte à nouveau, ou écrivez l’adresse.")
            )
        there = cleaned["latitude"] is not None and cleaned["longitude"] is not None
        if not there:
            cleaned["latitude"] = cleaned["longitude"] = None
            if not cleaned.get("address") and "address" not in self.errors:
                self.add_error("address", _("Dites où c’est : une adresse, ou un point sur la carte."))
        elif not lies_in(self.commune, cleaned["latitude"], cleaned["longitude"]):
            self.add_error(
                "address",
                _("Ce point n’est pas dans la commune, %(name)s. Touchez la carte un peu plus près.")
                % {"name": self.commune.name},
            )
        return cleaned

    def said(self) -> dict[str, Any]:
        """As actions.reports takes it."""
        return {
            name: self.cleaned_data[name] for name in ("category", "text", "address", "latitude", "longitude")
        }


def lies_in(commune: Commune, latitude: float, longitude: float) -> bool:
    """Up to three queries."""
    there = commune_at(latitude, longitude)
    return there is not None and there.pk == commune.pk


class AnswerForm(forms.Form):
    """What becomes of a report."""

    state = forms.ChoiceField(
        label=gettext_lazy("Où en est-on ?"),
        widget=forms.RadioSelect,
        choices=[
            (State.ACKNOWLEDGED, gettext_lazy("Nous l’avons vu et nous nous en occupons")),
            (State.PLANNED, gettext_lazy("L’intervention est prévue")),
            (State.DONE, gettext_lazy("C’est réglé")),
            (State.REFUSED, gettext_lazy("Nous n’y donnerons pas suite")),
        ],
        error_messages={"required": gettext_lazy("Choisissez où en est ce signalement.")},
    )
    note = LineField(
        label=gettext_lazy("Un mot pour les habitants"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Public. Si vous n’y donnez pas suite, dites pourquoi et à qui s’adresser."),
    )
    in_charge = LineField(
        label=gettext_lazy("Qui s’en occupe ?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("« Services techniques », « Conseil départemental »…"),
    )
    planned_for = forms.DateField(
        label=gettext_lazy("Prévu pour le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if report.state == State.PLANNED:
            field = self.fields["state"]
            field.choices = [each for each in field.choices if each[0] != State.ACKNOWLEDGED]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == State.REFUSED and "note" in cleaned and not cleaned["note"]:
            self.add_error("note", _("Dites pourquoi : l’habitant le lira, et saura à qui s’adresser."))
        day = cleaned.get("planned_for")
        if day and cleaned.get("state") == State.PLANNED and day < timezone.localdate():
            self.add_error("planned_for", _("Ce jour est déjà passé. Choisissez-en un autre."))
        return cleaned
