"""The terms of a proposal: what, when, until when, at what price."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.core.forms import EurosField, LineField, MomentField
from placette.core.moments import in_words
from placette.listings.kinds import KINDS, PRICE_REQUIRED
from placette.listings.models import Agreement, Listing
from placette.listings.moments import ready

LATER, DATED = "later", "date"  # besides the ready moments


class ProposalForm(forms.Form):
    template_name = "listings/agreements/terms.html"

    what = LineField(label=_("Quoi"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    moment = forms.ChoiceField(label=_("Quand"), required=False, widget=forms.RadioSelect)
    starts_at = MomentField(label=_("Jour et heure"), required=False)
    ends_at = MomentField(label=_("Jusqu’à"), required=False)
    price = EurosField(
        label=_("Prix en euros"),
        required=False,
        max_length=15,
        help_text=_("Vide : c’est gratuit."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": _("Dites à quel prix. Si c’est gratuit, écrivez 0.")},
    )
    note = LineField(
        label=_("Un mot de plus"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(
        self, *args: Any, listing: Listing | None = None, held: Agreement | None = None, **kwargs: Any
    ) -> None:
        """Terms about `listing`; against those of `held`, the proposal that they would replace."""
        moments = {each.key: each.label for each in ready(timezone.now())}
        kwargs.setdefault("initial", _offered(listing, held, moments) if listing else {"moment": LATER})
        super().__init__(*args, **kwargs)
        self.held = held
        self.names_a_price = listing is not None and listing.price_cents is not None
        if listing and KINDS[listing.kind].offer_price == PRICE_REQUIRED:
            self.fields["price"].required = True
            self.fields["price"].help_text = _("Si c’est gratuit, écrivez 0.")
        others = {LATER: _("À voir ensemble"), DATED: _("Choisir une date")}
        if (chosen := self.data.get("moment")) and chosen not in others:
            # It was ready when the form was shown, before midnight say.
            moments.setdefault(chosen, _moment_in_words(chosen))
        self.fields["moment"].choices = [*moments.items(), *others.items()]  # type: ignore[attr-defined]

    @property
    def shows_price(self) -> bool:
        """Before what may be added: where the annonce has one, or must."""
        return self.names_a_price or self.fields["price"].required

    @property
    def shows_more(self) -> bool:
        """Something stands in what may be added, or is wrong there."""
        names = ("ends_at", "note") if self.shows_price else ("ends_at", "price", "note")
        return any(self[name].value() or self[name].errors for name in names)

    def clean_moment(self) -> datetime | None:
        chosen = self.cleaned_data["moment"]
        return None if chosen in {LATER, DATED} else MomentField(required=False).clean(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("price", 0) is None and self.fields["price"].required:
            self.add_error("price", self.fields["price"].error_messages["required"])
        starts_at = cleaned["starts_at"] = self._start()
        if self._is_held("ends_at") and self._is_elsewhen(starts_at):
            cleaned["ends_at"] = None  # the end of another moment
        if starts_at and starts_at < timezone.now():
            self.add_error("starts_at", _("Ce moment est déjà passé. Choisissez-en un autre."))
        ends_at = cleaned.get("ends_at")
        if ends_at and not starts_at:
            self.add_error("starts_at", _("Dites aussi quand cela commence."))
        elif ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("La fin doit venir après le début."))
        return cleaned

    def _start(self) -> datetime | None:
        """The ready moment that she chose; what the fields below were filled with beforehand does not count then."""
        moment, typed = self.cleaned_data.get("moment"), self.cleaned_data.get("starts_at")
        is_later = self.data.get("moment") == LATER
        if is_later and self._is_held("starts_at"):
            return None
        if not is_later and (not moment or not typed or typed == moment or self._is_held("starts_at")):
            return moment or typed
        if not typed or (moment and moment == self._held("starts_at")):
            return typed
        self.add_error(
            "starts_at",
            _("Deux moments sont choisis. Effacez celui-ci, ou choisissez plus haut « Choisir une date »."),
        )
        return None

    def _is_elsewhen(self, starts_at: datetime | None) -> bool:
        """Has the start moved? Not by some hours typed on the same day: then the end that is there is meant."""
        held = self._held("starts_at")
        if starts_at is None or held is None:
            return starts_at != held
        if self.cleaned_data.get("moment"):
            return starts_at != held
        return timezone.localdate(starts_at) != timezone.localdate(held)

    def _is_held(self, name: str) -> bool:
        """Is it still what the proposal that this one answers says?"""
        value = self.cleaned_data.get(name)
        return value is not None and value == self._held(name)

    def _held(self, name: str) -> datetime | None:
        """As a native field keeps it."""
        at: datetime | None = getattr(self.held, name, None)
        return at.replace(second=0, microsecond=0) if at else None

    def in_words(self) -> str:
        """What was typed, line by line, for a page that cannot show the form again."""
        lines = [
            f"{field.label}\u00a0: {field.value()}"
            for field in self.visible_fields()
            if field.name != "moment" and field.value()
        ]
        moment = self["moment"].value()
        if moment and moment not in {LATER, DATED}:
            lines.insert(1, f"{self['moment'].label}\u00a0: {_moment_in_words(moment)}")
        return "\n".join(lines)

    def terms(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "what": data["what"],
            "starts_at": data["starts_at"],
            "ends_at": data["ends_at"],
            "price_cents": data["price"] or 0,
            "note": data["note"],
        }


def _offered(listing: Listing, held: Agreement | None, moments: dict[str, str]) -> dict[str, Any]:
    """What a form comes filled with: what the annonce says, or the other's proposal. A moment that has passed is left out."""
    if held is None:
        return {"what": listing.title, "price": listing.price_cents, "moment": LATER}
    filled = {"what": held.what, "note": held.note, "price": held.price_cents, "moment": LATER}
    if not held.price_cents and KINDS[listing.kind].offer_price != PRICE_REQUIRED:
        filled["price"] = None
    if held.starts_at and held.starts_at > timezone.now():
        key = timezone.localtime(held.starts_at).strftime("%Y-%m-%dT%H:%M")
        filled |= {"moment": key} if key in moments else {"moment": DATED, "starts_at": held.starts_at}
        filled["ends_at"] = held.ends_at
    return filled


def _moment_in_words(key: str) -> str:
    try:
        at = MomentField().clean(key)
    except ValidationError:
        return key
    return in_words(at, timezone.now()) if at else key
