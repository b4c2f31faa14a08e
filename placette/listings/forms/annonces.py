"""What people type of an annonce."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.core.forms import EurosField, LineField, ParagraphField
from placette.listings.actions.annonces import MAX_PHOTOS
from placette.listings.kinds import CATEGORIES, KINDS, PRICE_NONE, PRICE_REQUIRED
from placette.listings.models import Listing
from placette.people.audience import Audience
from placette.people.models import PendingPhoto, Person
from placette.people.photo_fields import PhotosField


class KindSelect(forms.RadioSelect):
    """Marks with data-price the kinds that take one: the page hides the price elsewhere."""

    takes_price = True

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        kind = KINDS.get(str(value))
        if self.takes_price and kind and kind.offer_price != PRICE_NONE:
            option["attrs"]["data-price"] = kind.offer_price
        return option


class ListingForm(forms.Form):
    direction = forms.ChoiceField(
        label=_("Vous"), choices=Listing.Direction, widget=forms.RadioSelect, initial="offer"
    )
    kind = forms.ChoiceField(label=_("De quoi s’agit-il ?"), widget=KindSelect)
    title = LineField(
        label=_("Titre"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Donnez un titre en quelques mots.")},
    )
    category = forms.ChoiceField(label=_("Catégorie"))
    text = ParagraphField(
        label=_("Quelques précisions"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    price = EurosField(
        label=_("Prix en euros"),
        required=False,
        max_length=15,
        help_text=_("Seulement pour une vente ou un service."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    photos = PhotosField(
        use=PendingPhoto.Use.LISTING,
        at_most=MAX_PHOTOS,
        label=_("Photos"),
        help_text=_("Six au plus. Le lieu et l’appareil sont effacés des fichiers."),
    )
    audience = forms.ChoiceField(
        label=_("Qui la voit ?"), choices=Audience, widget=forms.RadioSelect, initial="around"
    )
    shown_to_town_hall = forms.BooleanField(label=_("La mairie peut la voir aussi"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, author: Person | None = None, listing: Listing | None = None, **kwargs: Any
    ) -> None:
        """Of a `listing` that is published the direction stays. Without an author the form takes no photo."""
        super().__init__(*args, **kwargs)
        self.listing = listing
        if listing:
            del self.fields["direction"]
            self.fields["kind"].widget.takes_price = listing.direction == Listing.Direction.OFFER  # type: ignore[attr-defined]
        if author:
            placed = {photo.name: photo.digest for photo in listing.photos.all()} if listing else {}
            self.fields["photos"].belongs_to(author, placed, placed)  # type: ignore[attr-defined]
        if listing is None or listing.direction == Listing.Direction.REQUEST:
            self.fields["audience"].help_text = _(
                "Sans réponse après 24 h, une demande s’élargit d’elle-même aux communes autour."
            )
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in KINDS.values()]  # type: ignore[attr-defined]
        self.fields["category"].choices = [
            ("", _("Choisir")),
            *((name, label) for name, (label, _icon) in CATEGORIES.items()),
        ]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind and "price" in cleaned:
            rule = kind.offer_price if self._direction() == Listing.Direction.OFFER else PRICE_NONE
            if rule == PRICE_REQUIRED and cleaned["price"] is None:
                self.add_error("price", _("Donnez un prix, même approximatif : on s’entendra ensuite."))
            if rule == PRICE_NONE:
                cleaned["price"] = None
        if kind and cleaned.get("category") and cleaned["category"] not in kind.categories:
            cleaned["category"] = "other" if "other" in kind.categories else kind.categories[0]
        return cleaned

    def _direction(self) -> str | None:
        return self.listing.direction if self.listing else self.cleaned_data.get("direction")

    def fields_of_listing(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "direction": self._direction(),
            "kind": data["kind"],
            "title": data["title"],
            "category": data["category"],
            "text": data["text"],
            "price_cents": data["price"],
            "audience": data["audience"],
            "shown_to_town_hall": data["shown_to_town_hall"],
        }


class AskForm(forms.Form):
    title = LineField(
        label=_("Je cherche"),
        max_length=120,
        error_messages={"required": _("Écrivez ce que vous cherchez, en une ligne.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_title(self) -> str:
        """As a title is printed, however quickly it was typed."""
        title: str = self.cleaned_data["title"].replace("'", "’")
        return title[:1].upper() + title[1:]


class AnswerForm(forms.Form):
    text = ParagraphField(
        label=_("Votre réponse"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots avant d’envoyer.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
