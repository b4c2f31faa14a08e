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


class PosterForm(NameForm):
    name = LineField(
        label=_("Nom de la campagne"),
        max_length=80,
        help_text=_(
            "Pour vous y retrouver : « Boulangerie, décembre ». Les ambassadeurs et les modérateurs qui l’impriment le lisent aussi."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    word = LineField(
        label=_("Une phrase à vous"),
        required=False,
        max_length=140,
        help_text=_("« Permanence à la médiathèque, le samedi matin. »"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ListForm(WordForm):
    """The list itself comes as a file, which the page asks for beside the form, or is typed here."""

    typed: forms.Field

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        sent = self.files.get("list")
        if not sent and not said.get("typed") and "typed" not in self.errors:
            self.add_error("typed", _("Choisissez un fichier, ou tapez au moins une adresse."))
        if sent and said.get("typed"):
            self.add_error(
                "typed",
                _(
                    "Un fichier ou des adresses tapées, pas les deux : videz ce champ, ou ne choisissez pas de fichier."
                ),
            )
        return said


class LettersForm(ListForm):
    typed = ParagraphField(
        label=_("Ou tapez les adresses"),
        required=False,
        max_length=20_000,
        help_text=_(
            "Une adresse par ligne : « Mme Martin, 3 rue des Tilleuls ». Ou toute une rue : « 1 à 45 rue des Tilleuls, impairs »."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )


class MailsForm(ListForm):
    typed = ParagraphField(
        label=_("Ou tapez les adresses"),
        required=False,
        max_length=20_000,
        help_text=_("Une adresse e-mail par ligne, avec ou sans le nom devant."),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    agreed = forms.BooleanField(
        label=_("Ces personnes ont donné leur adresse à la mairie pour recevoir de ses nouvelles."),
        error_messages={
            "required": _(
                "Sans leur accord, n’écrivez pas par e-mail : préparez plutôt des lettres ou une affiche."
            )
        },
    )
