"""What officers and operators type about a space."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core.forms import EurosField, LineField, ParagraphField
from placette.people.models import PendingPhoto, Person
from placette.people.photo_fields import PhotosField

from .actions import dress
from .pricing import Price

BRACKETS = 10


class OpeningForm(forms.Form):
    task = LineField(
        label=gettext_lazy("Votre fonction à la mairie"),
        max_length=80,
        help_text=gettext_lazy("Par exemple : secrétaire de mairie, adjoint à la vie associative."),
        error_messages={"required": gettext_lazy("Dites-nous ce que vous faites à la mairie.")},
    )
    note = ParagraphField(
        label=gettext_lazy("Comment vous joindre"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Un numéro de téléphone de la mairie, si nous devons vérifier avec vous."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProofForm(forms.Form):
    code = LineField(
        label=gettext_lazy("Le code reçu par la mairie"),
        max_length=20,
        help_text=gettext_lazy("Huit chiffres, valables sept jours."),
        error_messages={"required": gettext_lazy("Recopiez les huit chiffres du courriel.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class DressForm(forms.Form):
    colour = LineField(
        label=gettext_lazy("La couleur de la commune"),
        required=False,
        max_length=7,
        help_text=gettext_lazy(
            "Celle de votre blason ou de votre papier à lettres. Assez foncée pour qu’on y lise."
        ),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    plain = forms.BooleanField(label=gettext_lazy("Garder les couleurs de Placette"), required=False)
    crest = PhotosField(
        use=PendingPhoto.Use.PORTRAIT,
        at_most=1,
        label=gettext_lazy("Le blason ou le logo"),
        help_text=gettext_lazy("Un dessin carré, sur fond clair. 15 Mo au plus."),
    )
    bare = forms.BooleanField(label=gettext_lazy("Retirer le blason"), required=False)
    welcome = ParagraphField(
        label=gettext_lazy("Le mot d’accueil"),
        max_length=600,
        required=False,
        help_text=gettext_lazy(
            "Deux ou trois phrases, signées. On les lit sur la place et sur la page de la commune."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["crest"].belongs_to(person)  # type: ignore[attr-defined]

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).lower()
        if colour and not re.fullmatch(r"#[0-9a-f]{6}", colour):
            raise ValidationError(_("Choisissez une couleur, ou écrivez-la ainsi : #1f6f5c."))
        return colour

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("plain"):
            said["colour"] = ""
        try:
            dress.checked(said.get("colour", ""))
        except dress.Pale as pale:
            self.add_error("colour", str(pale))
        return said


class ReasonForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("La raison"),
        max_length=300,
        help_text=gettext_lazy("Elle est montrée telle quelle aux personnes concernées."),
        error_messages={"required": gettext_lazy("Dites pourquoi, en une phrase.")},
    )


class GridForm(forms.Form):
    """One line a bracket: residents at most (nothing: all larger communes), euros a year."""

    valid_from = forms.DateField(
        label=gettext_lazy("À partir du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choisissez un jour."),
            "invalid": gettext_lazy("Choisissez un jour."),
        },
    )

    def __init__(self, *args: Any, prices: list[Price], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(BRACKETS):
            known = prices[number] if number < len(prices) else None
            self.fields[f"up_to_{number}"] = forms.IntegerField(
                label=_("Habitants au plus, ligne %(n)s") % {"n": number + 1},
                required=False, min_value=1, max_value=10_000_000, initial=known.up_to if known else None,
            )  # fmt: skip
            self.fields[f"price_{number}"] = EurosField(
                label=_("Euros par an hors taxes, ligne %(n)s") % {"n": number + 1},
                required=False, initial=known.yearly_cents if known else None,
            )  # fmt: skip

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise ValidationError(
                _("Un prix ne change pas dans le passé : choisissez aujourd’hui ou plus tard.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for number in range(BRACKETS):
            if said.get(f"up_to_{number}") is not None and said.get(f"price_{number}") is None:
                self.add_error(f"price_{number}", _("Quel prix, jusqu’à cette limite ?"))
        prices = [
            Price(said.get(f"up_to_{number}"), said[f"price_{number}"])
            for number in range(BRACKETS)
            if said.get(f"price_{number}") is not None
        ]
        limits = [each.up_to for each in prices if each.up_to]
        if len([each for each in prices if each.up_to is None]) != 1 or len(set(limits)) < len(limits):
            raise ValidationError(
                _(
                    "Chaque limite une seule fois, et une seule ligne sans limite, pour les plus grandes communes."
                )
            )
        said["prices"] = sorted(prices, key=lambda price: price.up_to or 10**9)
        return said
