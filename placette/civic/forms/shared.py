"""What a community's officer types of an announcement for several communes."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic import venues
from placette.civic.forms.announcements import LaterField, TellingForm
from placette.civic.models import Announcement, SharedAnnouncement
from placette.civic.queries.shared import within_reach
from placette.people.models import Person
from placette.places.models import Commune, Community


class _Communes(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, commune: Commune) -> str:  # type: ignore[override]
        return commune.name


class _Commune(forms.ModelChoiceField):
    def label_from_instance(self, commune: Commune) -> str:  # type: ignore[override]
        return commune.name


class SharedForm(TellingForm):
    field_order = (
        "level",
        "title",
        "text",
        "place",
        "sure_of",
        "held_in",
        "starts_at",
        "ends_at",
        "communes",
        "publish_at",
    )
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

    held_in = _Commune(
        Commune.objects.none(),
        label=gettext_lazy("Où se passe l’événement ?"),
        required=False,
        empty_label=gettext_lazy("Dans chaque commune, ou ailleurs"),
        help_text=gettext_lazy("Les habitants des autres communes trouveront comment venir."),
    )
    publish_at = LaterField(
        label=gettext_lazy("Publier plus tard"),
        required=False,
        help_text=gettext_lazy("Vide : vous publiez vous-même, après avoir relu."),
    )

    def __init__(
        self,
        *args: Any,
        community: Community,
        author: Person,
        shared: SharedAnnouncement | None = None,
        there: Announcement | None = None,
        **kwargs: Any,
    ) -> None:
        """All its communes whose space can be written in are ticked at first. One that is `there` stays where it is; what
        is online has no moment left to choose.
        """
        reached = within_reach(community)
        if shared is None:
            kwargs.setdefault("initial", {"key": uuid.uuid4(), "communes": [each.pk for each in reached]})
        super().__init__(*args, **kwargs)
        self.reach, self.asker, self.there = venues.of_community(community), author, there
        self.fields["place"].asks("shared", f"?epci={community.siren}")  # type: ignore[attr-defined]
        self.fields["communes"].queryset = reached  # type: ignore[attr-defined]
        self.fields["held_in"].queryset = community.communes.order_by("name")  # type: ignore[attr-defined]
        if shared is None:
            return
        del self.fields["communes"], self.fields["key"]
        if shared.waits(timezone.now()):
            self.fields["publish_at"].required = True
            self.fields["publish_at"].help_text = ""
        else:
            del self.fields["publish_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen, lies_in = cleaned.get("held_in"), self.venue.commune
        if chosen and lies_in and chosen != lies_in:
            self.add_error(
                "held_in",
                _("Le point du lieu est à %(there)s, pas à %(chosen)s : corrigez l’un des deux.")
                % {"there": lies_in.name, "chosen": chosen.name},
            )
        return cleaned

    def said(self) -> dict[str, Any]:
        """As actions.shared takes them."""
        names = ("level", "title", "text", "place", "held_in", "starts_at", "ends_at", "publish_at")
        said = {name: self.cleaned_data[name] for name in names if name in self.fields} | self._point()
        return said | ({"held_in": self.venue.commune} if self.venue.commune else {})


def held(shared: SharedAnnouncement, copy: Announcement) -> dict[str, Any]:
    """What the form shows of one that is there: its copies all say the same."""
    names = ("level", "title", "text", "held_in", "starts_at", "ends_at")
    return {name: getattr(copy, name) for name in names} | {
        "place": venues.line_of(copy),
        "publish_at": shared.published_at,
    }
