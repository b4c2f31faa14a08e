"""What an officer types of an announcement."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.civic import venues
from placette.civic.models import Announcement
from placette.civic.queries.agenda import LONG_AGO
from placette.core.forms import LineField, MomentField, ParagraphField
from placette.people.models import PendingPhoto, Person
from placette.people.photo_fields import PhotosField
from placette.places.models import Commune, Quarter
from placette.places.spot_field import SpotField

Level = Announcement.Level
POINT_WRITTEN = 40  # letters, at most


class QuartersField(forms.ModelMultipleChoiceField):
    """None ticked: the whole commune. A commune without quarters shows no such question."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Quarter.objects.none(), required=False, **kwargs)

    def label_from_instance(self, quarter: Quarter) -> str:  # type: ignore[override]
        return quarter.name

    def of(self, commune: Commune) -> bool:
        """Offers those of the commune; whether there are any."""
        self.queryset = Quarter.objects.filter(commune=commune)
        return self.queryset.exists()


class LaterField(MomentField):
    """When it comes online by itself; nothing where somebody presses the button."""

    def clean(self, value: Any) -> datetime | None:
        at = super().clean(value)
        if at and at <= timezone.now():
            raise ValidationError(_("Ce moment est passé : choisissez-en un autre, ou laissez vide."))
        return at


class VenueField(SpotField):
    """A place in words, with its point where it was chosen; it is public."""

    decimals = venues.DECIMALS
    is_public = keeps_words = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=venues.LONGEST + POINT_WRITTEN, required=False, **kwargs)

    def asks(self, whose: str, query: str) -> None:
        """Of the desk `whose`, as its addresses are called."""
        self.map_name, self.place_name, self.suggest_name = (
            f"civic:{whose}_{what}" for what in ("map", "point", "places")
        )
        self.query = query


class TellingForm(forms.Form):
    """What every announcement says, whoever speaks; a form of its own says more of `level`, of the reach of who speaks and
    of `there`: what is online already.
    """

    there: Announcement | None = None
    reach: venues.Reach
    asker: Person
    venue = venues.Venue("")
    level = forms.ChoiceField()
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
    place = VenueField(
        label=gettext_lazy("Lieu"),
        help_text=gettext_lazy(
            "« La halle », une adresse… Avec un point sur la carte, ceux qui viennent de loin comme de près trouvent comment venir."
        ),
    )
    sure_of = forms.CharField(widget=forms.HiddenInput, required=False)
    starts_at = MomentField(
        label=gettext_lazy("À partir de"),
        required=False,
        help_text=gettext_lazy("Avec un lieu, c’est un événement : ce jour-là, il est dans l’agenda."),
    )
    ends_at = MomentField(
        label=gettext_lazy("Jusqu’à"),
        required=False,
        help_text=gettext_lazy(
            "Ensuite, l’actualité quitte la place et reste dans les archives. Sans date : trois semaines."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_place(self) -> str:
        """The words alone; `venue` has the point."""
        typed = self.cleaned_data["place"]
        try:
            self.venue = venues.read(typed, self.reach, self.there, self.asker)
        except venues.NoPlace as refusal:
            raise ValidationError(str(refusal)) from None
        if len(self.venue.words) > venues.LONGEST:
            raise ValidationError(
                _("Ce lieu est long : dites-le en 200 lettres, et le reste dans le message.")
            )
        if self.venue.is_stale and self.data.get("sure_of") != typed:
            self._ask_again(typed)
            raise ValidationError(
                _(
                    "Vous avez changé le nom du lieu : le point est-il toujours le bon ? Si oui, enregistrez encore une fois. "
                    "Sinon, touchez la carte, ou effacez les deux nombres."
                )
            )
        return self.venue.words

    def _ask_again(self, typed: str) -> None:
        """The form that is shown again says of which words she was asked."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["sure_of"] = typed
        self.data = data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends < starts:
            self.add_error("ends_at", _("La fin vient avant le début : corrigez l’une des deux dates."))
        elif starts and starts < timezone.now() - LONG_AGO and not self._said_so(starts):
            self.add_error("starts_at", _("C’était il y a plus de deux ans : vérifiez l’année."))
        return cleaned

    def _said_so(self, starts: datetime) -> bool:
        """Its field holds no seconds."""
        began = self.there.starts_at if self.there else None
        return began is not None and began.replace(second=0, microsecond=0) == starts

    def _point(self) -> dict[str, Any]:
        latitude, longitude = self.venue.point or (None, None)
        return {"latitude": latitude, "longitude": longitude}


class AnnouncementForm(TellingForm):
    level = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        choices=Level,
        widget=forms.RadioSelect,
        initial=Level.NORMAL,
        help_text=gettext_lazy(
            "Une information attend le résumé du soir ; une information importante part tout de suite par e-mail ; "
            "une alerte reste en haut de la place jusqu’à sa fin."
        ),
    )
    photos = PhotosField(use=PendingPhoto.Use.LISTING, at_most=1, label=gettext_lazy("Photo"))
    photo_says = LineField(
        label=gettext_lazy("Ce que montre la photo"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Lu à haute voix aux personnes qui ne la voient pas."),
    )
    quarters = QuartersField(
        label=gettext_lazy("Pour quels quartiers ?"),
        help_text=gettext_lazy("Rien de coché : toute la commune."),
    )
    residents_only = forms.BooleanField(
        label=gettext_lazy("Habitants seulement"),
        required=False,
        help_text=gettext_lazy("Sinon, tout le monde la lit sur la page de la commune, sans s’inscrire."),
    )
    publish_at = LaterField(
        label=gettext_lazy("Publier plus tard"),
        required=False,
        help_text=gettext_lazy("Vide : vous publiez vous-même, après avoir relu."),
    )

    def __init__(
        self,
        *args: Any,
        commune: Commune,
        author: Person,
        announcement: Announcement | None = None,
        takes_photo: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.there = commune, announcement
        self.reach, self.asker = venues.of_commune(commune), author
        self.fields["place"].asks("event", f"?commune={commune.pk}")  # type: ignore[attr-defined]
        if takes_photo:
            placed = [announcement.photo] if announcement and announcement.photo else []
            self.fields["photos"].belongs_to(author, placed)  # type: ignore[attr-defined]
        if not self.fields["quarters"].of(commune):  # type: ignore[attr-defined]
            del self.fields["quarters"]
        if announcement and announcement.published_at:
            del self.fields["publish_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ends = cleaned.get("ends_at")
        if cleaned.get("level") == Level.EMERGENCY and "ends_at" in cleaned:
            if not ends:
                self.add_error(
                    "ends_at",
                    _("Une alerte a une fin : dites jusqu’à quand, vous pourrez toujours la prolonger."),
                )
            elif ends <= timezone.now() and not self._is_over():
                self.add_error("ends_at", _("Cette fin est déjà passée : choisissez un moment à venir."))
        return cleaned

    def _is_over(self) -> bool:
        return self.there is not None and self.there.is_over(timezone.now())

    def said(self) -> dict[str, Any]:
        """As actions.announcements takes them: the fields of the announcement, and its quarters."""
        names = ("level", "title", "text", "place", "starts_at", "ends_at", "photo_says", "residents_only")
        said = {name: self.cleaned_data[name] for name in names} | self._point()
        lies_in = self.venue.commune
        said["held_in"] = lies_in if lies_in and lies_in != self.commune else None
        if "publish_at" in self.fields:
            said["publish_at"] = self.cleaned_data["publish_at"]
        return said | {"quarters": list(self.cleaned_data.get("quarters") or [])}


def held(announcement: Announcement) -> dict[str, Any]:
    """What the form shows of one that is there."""
    names = (
        "level", "title", "text", "starts_at", "ends_at", "photo_says", "residents_only", "publish_at",
    )  # fmt: skip
    return {name: getattr(announcement, name) for name in names} | {
        "place": venues.line_of(announcement),
        "quarters": [each.pk for each in announcement.quarters.all()],
    }
