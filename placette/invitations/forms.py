"""What an officer fills in to invite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField, ParagraphField


class NameForm(forms.Form):
    name = LineField(
        label=_("Nom de la campagne"),
        max_length=80,
        help_text=_("Pour vous y retrouver : « Centre-bourg, décembre »."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WordForm(NameForm):
    word = ParagraphField(
        label=_("Un mot du maire ou de la mairie"),
        required=False,
        max_length=600,
        help_text=_("Deux ou trois phrases, au début de chaque invitation."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LettersForm(WordForm):
    """The list itself comes as a file, which the page asks for beside the form, or is typed here."""

    typed = ParagraphField(
        label=_("Ou tapez les adresses"),
        required=False,
        max_length=20_000,
        help_text=_(
            "Une adresse par ligne : « Mme Martin, 3 rue des Tilleuls ». Ou toute une rue : « 1 à 45 rue des Tilleuls, impairs »."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.files.get("list") and not said.get("typed") and "typed" not in self.errors:
            self.add_error("typed", _("Choisissez un fichier, ou tapez au moins une adresse."))
        if self.files.get("list") and said.get("typed"):
            self.add_error(
                "typed",
                _(
                    "Un fichier ou des adresses tapées, pas les deux : videz ce champ, ou ne choisissez pas de fichier."
                ),
            )
        return said
