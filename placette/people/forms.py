"""What people say of themselves."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField, ParagraphField
from placette.core.text import one_line
from placette.places.models import Quarter

from .actions.profile import MAX_OFFERINGS
from .models import Membership, PendingPhoto, Person
from .photo_fields import PhotosField


class NameForm(forms.ModelForm):
    first_name = LineField(
        label=_("Prénom"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
    )
    last_name = LineField(
        label=_("Nom"),
        max_length=60,
        required=False,
        help_text=_("Les voisins n’en lisent que l’initiale : « Jeanne M. »"),
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "dir": "auto"}),
    )
    about = ParagraphField(
        label=_("Quelques mots sur vous"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    offerings = forms.CharField(
        label=_("Ce que vous pourriez prêter ou faire"),
        required=False,
        max_length=1500,
        help_text=_(
            "Séparez par des virgules : une échelle, garder un chat, aider en informatique. Vous serez prévenu·e quand un voisin le cherche."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    photo = PhotosField(
        use=PendingPhoto.Use.PORTRAIT,
        at_most=1,
        label=_("Photo"),
        help_text=_("Un visage met en confiance. 15 Mo au plus."),
    )

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "about"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].belongs_to(self.instance)  # type: ignore[attr-defined]

    def clean_offerings(self) -> list[str]:
        texts = [one_line(text) for text in re.split(r"[,;\n]", self.cleaned_data["offerings"])]
        texts = list(dict.fromkeys(text for text in texts if text))
        if len(texts) > MAX_OFFERINGS:
            raise ValidationError(_("Vingt choses au plus : gardez les plus utiles."))
        if any(len(text) > 80 for text in texts):
            raise ValidationError(_("Chaque chose en 80 caractères au plus, séparées par des virgules."))
        return texts


class CommuneForm(forms.Form):
    """The commune comes from the search; here one says what one does there and in which quarter."""

    purpose = forms.ChoiceField(
        label=_("Dans cette commune"), choices=Membership.Purpose, widget=forms.RadioSelect
    )
    quarter = forms.ModelChoiceField(
        label=_("Quartier"),
        queryset=Quarter.objects.none(),
        required=False,
        empty_label=_("Je préfère ne pas le dire"),
    )

    def __init__(self, *args: object, commune_code: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        quarters = Quarter.objects.filter(commune=commune_code).order_by("name")
        self.fields["quarter"].queryset = quarters  # type: ignore[attr-defined]
        if not quarters.exists():
            del self.fields["quarter"]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code reçu par courrier"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SettingsForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["language", "shows_profile_to_town_hall"]
        labels = {
            "language": _("Langue des e-mails"),
            "shows_profile_to_town_hall": _("Montrer mon profil à la mairie"),
        }
