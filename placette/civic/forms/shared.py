"""What a community's officer types of an announcement for several communes."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic.models import SharedAnnouncement
from placette.civic.queries.shared import within_reach
from placette.core.forms import LineField, MomentField, ParagraphField
from placette.places.models import Commune, Community


class _Communes(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, commune: Commune) -> str:  # type: ignore[override]
        return commune.name


class SharedForm(forms.Form):
    communes = _Communes(
        Commune.objects.none(),
        label=gettext_lazy("Dans quelles communes ?"),
        error_messages={"required": gettext_lazy("Cochez au moins une commune.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        choices=[(level.value, level.label) for level in SharedAnnouncement.LEVELS],
        widget=forms.RadioSelect,
        initial=SharedAnnouncement.LEVELS[0],
        help_text=gettext_lazy(
            "Une information attend le résumé du soir ; une information importante part tout de suite par e-mail. "
            "Les alertes restent à chaque mairie."
        ),
    )
    title = LineField(
        label=gettext_lazy("Titre"),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez un titre en quelques mots.")},
    )
    text = ParagraphField(
        label=gettext_lazy("Votre message"),
        max_length=4000,
        help_text=gettext_lazy("L’essentiel d’abord : quoi, où, quand, et ce qu’il faut faire."),
        error_messages={"required": gettext_lazy("Écrivez ce que les habitants doivent savoir.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    place = LineField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    starts_at = MomentField(label=gettext_lazy("À partir de"), required=False)
    ends_at = MomentField(
        label=gettext_lazy("Jusqu’à"),
        required=False,
        help_text=gettext_lazy(
            "Ensuite, l’actualité quitte la place et reste dans les archives. Sans date : trois semaines."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        """All its communes whose space can be written in are ticked at first."""
        reached = within_reach(community)
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "communes": [each.pk for each in reached]})
        super().__init__(*args, **kwargs)
        self.fields["communes"].queryset = reached  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends < starts:
            self.add_error("ends_at", _("La fin vient avant le début : corrigez l’une des deux dates."))
        return cleaned

    def said(self) -> dict[str, Any]:
        names = ("level", "title", "text", "place", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}
