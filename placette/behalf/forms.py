"""What is recorded of a resident without a screen, and said in her name."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField, ParagraphField
from placette.listings.forms.annonces import ListingForm
from placette.people.models import Consent, Person, Scope

from .actions.consents import ANOTHER


class CarryForm(forms.Form):
    """Who she is, how one knows that she lives here, and what she lets be done."""

    first_name = LineField(label=_("Son prénom"), max_length=60)
    last_name = LineField(
        label=_("Son nom"),
        max_length=60,
        help_text=_("Les voisins n’en lisent que l’initiale : « Odette M. »"),
    )
    seen = forms.BooleanField(
        label=_("J’ai vu un justificatif de domicile, ou la mairie connaît son adresse"),
        error_messages={"required": _("Vérifiez d’abord l’adresse : rien n’est copié ni gardé.")},
    )
    code = LineField(
        label=_("Le code de sa lettre"),
        max_length=20,
        help_text=_("La mairie l’envoie à l’adresse : il prouve que l’on habite ici."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Son accord porte sur"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        initial=list(Scope.values),
        error_messages={"required": _("Cochez au moins une chose.")},
    )
    how = forms.ChoiceField(label=_("L’accord est donné"), choices=Consent.How, widget=forms.RadioSelect)
    # The number of who is there already, or ANOTHER.
    which = forms.RegexField(
        rf"^(\d{{1,18}}|{ANOTHER})\Z",
        label=_("Est-ce la même personne ?"),
        required=False,
        help_text=_("Si c’est elle, son accord pour la mairie s’ajoute à ceux qu’elle a donnés."),
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, by_town_hall: bool, **kwargs: Any) -> None:
        """An officer has seen a proof; an ambassador has the code of her letter."""
        super().__init__(*args, **kwargs)
        del self.fields["code" if by_town_hall else "seen"]

    def asks_which(self, known: list[tuple[str, str]]) -> None:
        """`known`: those of this name, by their numbers. Nobody for an ambassador who meets her: he asks the town hall,
        which knows her, to note that she trusts him as well.
        """
        self.fields["which"].widget = forms.RadioSelect(
            choices=[*known, (ANOTHER, _("Non, elle porte le même nom"))]
        )
        if not known:
            self["which"].help_text = ""


class ConsentForm(forms.Form):
    """What she says anew; with `ambassadors`, also to whom."""

    to = forms.ModelChoiceField(
        label=_("L’accord est donné à"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("La mairie"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Son accord porte sur"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une chose.")},
    )
    how = forms.ChoiceField(label=_("L’accord est donné"), choices=Consent.How, widget=forms.RadioSelect)

    def __init__(self, *args: Any, ambassadors: QuerySet[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ambassadors is None:
            del self.fields["to"]
        else:
            self.fields["to"].queryset = ambassadors  # type: ignore[attr-defined]


class WrittenForHerForm(ListingForm):
    """An annonce as anybody writes it, without photos: those are hers to take."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["photos"]


class SaidForm(forms.Form):
    """A message, or an answer, as she says it."""

    text = ParagraphField(
        label=_("Sa réponse, avec ses mots"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class TakeOverForm(forms.Form):
    code = LineField(
        label=_("Votre code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Recopiez le code de votre feuille.")},
    )
