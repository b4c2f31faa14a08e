"""What a community's officer types of an announcement for several communes."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from placette.civic.forms.announcements import TellingForm
from placette.civic.models import SharedAnnouncement
from placette.civic.queries.shared import within_reach
from placette.places.models import Commune, Community


class _Communes(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, commune: Commune) -> str:  # type: ignore[override]
        return commune.name


class SharedForm(TellingForm):
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

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        """All its communes whose space can be written in are ticked at first."""
        reached = within_reach(community)
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "communes": [each.pk for each in reached]})
        super().__init__(*args, **kwargs)
        self.fields["communes"].queryset = reached  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        names = ("level", "title", "text", "place", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}
