"""What a resident types of an idea, and what the town hall answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from placette.civic.actions.ideas import NEXT
from placette.civic.models import Idea
from placette.core.forms import LineField, ParagraphField
from placette.people.models import PendingPhoto, Person
from placette.people.photo_fields import PhotosField


class IdeaForm(forms.Form):
    title = LineField(
        label=gettext_lazy("Votre idée en quelques mots"),
        max_length=120,
        error_messages={"required": gettext_lazy("Résumez votre idée en quelques mots.")},
    )
    text = ParagraphField(
        label=gettext_lazy("Expliquez-la"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy("À qui elle servirait, et ce qu’il faudrait pour la réaliser."),
        error_messages={"required": gettext_lazy("Expliquez votre idée en une ou deux phrases.")},
    )
    place = LineField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    photos = PhotosField(use=PendingPhoto.Use.LISTING, at_most=1, label=gettext_lazy("Photo"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, author: Person | None = None, **kwargs: Any) -> None:
        """Without an author the form takes no photo."""
        super().__init__(*args, **kwargs)
        if author:
            self.fields["photos"].belongs_to(author)  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As actions.ideas takes it."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "place")}


class CommentForm(forms.Form):
    text = ParagraphField(
        label=gettext_lazy("Votre commentaire"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Écrivez d’abord votre commentaire.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class IdeaAnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Où en est cette idée ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez où en est cette idée.")},
    )
    note = ParagraphField(
        label=gettext_lazy("La réponse de la mairie"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Écrivez une réponse : ceux qui soutiennent l’idée la liront.")
        },
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [idea.state, *NEXT[idea.state]]
        self.fields["state"].choices = [(each, Idea.State(each).label) for each in states]  # type: ignore[attr-defined]
        self.fields["state"].initial = idea.state
