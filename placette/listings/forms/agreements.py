"""The terms of a proposal: what, when, until when, at what price."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField
from placette.listings.moments import NoSuchHour, in_words, on_the_clock, ready

from .annonces import EurosField

FARTHEST = timedelta(days=400)


class MomentField(forms.CharField):
    """A native date and time, on the clocks that are current; gives an instant."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        """As a native field wants it."""
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        try:
            at = on_the_clock(datetime.fromisoformat(text).replace(tzinfo=None))
        except NoSuchHour:
            raise ValidationError(
                _("Cette heure n’existe pas : on passe à l’heure d’été. Choisissez une heure plus tard.")
            ) from None
        except (ValueError, OverflowError):
            raise ValidationError(_("Choisissez un jour et une heure.")) from None
        if at > timezone.now() + FARTHEST:
            raise ValidationError(_("C’est trop loin : un an au plus.")) from None
        return at


class ProposalForm(forms.Form):
    what = LineField(label=_("Quoi"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    moment = forms.ChoiceField(label=_("Quand"), required=False, widget=forms.RadioSelect)
    starts_at = MomentField(label=_("Ou un autre moment"), required=False)
    ends_at = MomentField(label=_("Jusqu’à"), required=False)
    price = EurosField(
        label=_("Prix en euros"),
        required=False,
        max_length=15,
        help_text=_("Vide : c’est gratuit."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    note = LineField(
        label=_("Un mot de plus"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moments = {each.key: each.label for each in ready(timezone.now())}
        if chosen := self.data.get("moment"):
            # It was ready when the form was shown, before midnight say.
            moments.setdefault(chosen, _moment_in_words(chosen))
        self.fields["moment"].choices = [*moments.items(), ("", _("Un autre moment, ou à voir"))]  # type: ignore[attr-defined]

    def clean_moment(self) -> datetime | None:
        return MomentField(required=False).clean(self.cleaned_data["moment"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_at = cleaned.get("starts_at") or cleaned.get("moment")
        if starts_at and starts_at < timezone.now():
            self.add_error("starts_at", _("Ce moment est déjà passé. Choisissez-en un autre."))
        ends_at = cleaned.get("ends_at")
        if ends_at and not starts_at:
            self.add_error("starts_at", _("Dites aussi quand cela commence."))
        elif ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("La fin doit venir après le début."))
        cleaned["starts_at"] = starts_at
        return cleaned

    def terms(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "what": data["what"],
            "starts_at": data["starts_at"],
            "ends_at": data["ends_at"],
            "price_cents": data["price"] or 0,
            "note": data["note"],
        }


def _moment_in_words(key: str) -> str:
    try:
        at = MomentField().clean(key)
    except ValidationError:
        return key
    return in_words(at, timezone.now()) if at else key
