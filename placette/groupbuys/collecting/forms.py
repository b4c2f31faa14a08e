"""What organisers and neighbours type about collecting."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.core.forms import LineField
from placette.core.moments import NoSuchHour, on_the_clock
from placette.groupbuys.amounts import plain, quantity
from placette.groupbuys.models import LeftOver, Slot

from .actions.left_overs import Settled
from .actions.slots import Planned
from .queries import Left

FARTHEST = timedelta(days=400)
MOST_PEOPLE, MOST_HANDS = 10_000, 100


class SlotForm(forms.Form):
    """On the clocks that are current: the campaign's."""

    day = forms.DateField(
        label=_("Jour"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Choisissez un jour.")},
    )
    begins = forms.TimeField(
        label=_("De"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": _("À partir de quelle heure ?"),
            "invalid": _("Une heure comme « 10:30 »."),
        },
    )
    ends = forms.TimeField(
        label=_("À"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Jusqu’à quelle heure ?"), "invalid": _("Une heure comme « 12:00 ».")},
    )
    place = LineField(
        label=_("Lieu"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Par exemple : le parking de la salle des fêtes."),
        error_messages={"required": _("Dites où l’on vient.")},
    )
    capacity = forms.IntegerField(
        label=_("Combien de personnes au plus"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": _("Combien de personnes peuvent venir ?"),
            "invalid": _("Un nombre entier, comme 12."),
            "min_value": _("Une personne au moins."),
            "max_value": _("Dix mille personnes au plus."),
        },
    )
    hands = forms.IntegerField(
        label=_("Combien de coups de main souhaités"),
        required=False,
        min_value=0,
        max_value=MOST_HANDS,
        help_text=_("Vide : personne."),
        error_messages={
            "invalid": _("Un nombre entier, comme 2."),
            "min_value": _("Un nombre entier, comme 2."),
            "max_value": _("Cent au plus."),
        },
    )

    def __init__(self, *args: Any, slot: Slot | None = None, place: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", _offered(slot, place))
        super().__init__(*args, **kwargs)
        self.slot = slot

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return known
        starts_at = self._moment("begins", known["day"], known["begins"])
        ends_at = self._moment("ends", known["day"], known["ends"])
        if self.errors or starts_at is None or ends_at is None:
            return known
        if ends_at <= starts_at:
            self.add_error("ends", _("La fin vient après le début : choisissez une heure plus tard."))
        elif starts_at <= timezone.now() and (self.slot is None or starts_at != self.slot.starts_at):
            self.add_error("day", _("Ce moment est passé : choisissez un jour à venir."))
        elif starts_at > timezone.now() + FARTHEST:
            self.add_error("day", _("C’est trop loin : un an au plus."))
        return known | {"starts_at": starts_at, "ends_at": ends_at}

    def planned(self) -> Planned:
        known = self.cleaned_data
        return Planned(
            known["starts_at"], known["ends_at"], known["place"], known["capacity"], known["hands"] or 0
        )

    def _moment(self, field: str, day: date, hour: time) -> datetime | None:
        """None, with an error, for the hour that the clocks leave out in spring."""
        try:
            return on_the_clock(datetime.combine(day, hour))
        except NoSuchHour:
            self.add_error(
                field,
                _("Cette heure n’existe pas : on passe à l’heure d’été. Choisissez une heure plus tard."),
            )
        except (ValueError, OverflowError):
            self.add_error("day", _("Choisissez un jour."))
        return None


def _offered(slot: Slot | None, place: str) -> dict[str, Any]:
    if slot is None:
        return {"place": place}
    starts, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    return {
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "place": slot.place,
        "capacity": slot.capacity,
        "hands": slot.hands or None,
    }


class SubstituteForm(forms.Form):
    name = LineField(
        label=_("Qui vient à votre place ?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_(
            "Son prénom suffit. Seules les personnes qui remettent les commandes le lisent. Vide : vous-même."
        ),
    )


class AmountField(forms.DecimalField):
    """So much of a product, as people type it: « 1,5 »."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        options.setdefault(
            "error_messages", {"invalid": _("Une quantité comme « 1,5 »."), "required": _("Combien ?")}
        )
        super().__init__(max_digits=12, decimal_places=3, min_value=Decimal(0), **options)

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        return super().to_python(
            str(value or "").replace(",", ".").replace("\u202f", "").replace("\u00a0", "")
        )


class LeftOverForm(forms.Form):
    """What becomes of a part of what is left of one product."""

    amount = AmountField(label=_("Quantité"))
    fate = forms.ChoiceField(label=_("Qu’en faites-vous ?"), choices=LeftOver.Fate, widget=forms.RadioSelect)
    to = forms.TypedChoiceField(label=_("À qui ?"), coerce=int, required=False, empty_value=None)

    def __init__(self, left: Left, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"p{left.product.pk}")
        kwargs.setdefault("initial", {"amount": plain(left.left)})
        super().__init__(*args, **kwargs)
        self.left = left
        unit = left.product.unit
        waiting = [
            (each.person_id, _who(each.person.display_name, each.quantity, unit)) for each in left.waiting
        ]
        self.fields["to"].choices = [("", _("Choisissez")), *waiting]  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["to"]
            self.fields["fate"].choices = [  # type: ignore[attr-defined]
                each for each in LeftOver.Fate.choices if each[0] != LeftOver.Fate.GIVEN
            ]

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or self.cleaned_data
        if known.get("fate") == LeftOver.Fate.GIVEN and not known.get("to") and not self.errors:
            self.add_error("to", ValidationError(_("Choisissez à qui.")))
        return known

    def settled(self) -> Settled:
        known = self.cleaned_data
        return Settled(self.left.product.pk, known["amount"], known["fate"], known.get("to"))


def _who(name: str, wanted: Decimal, unit: str) -> str:
    return f"{name} ({quantity(wanted, unit)})"


class ThanksForm(forms.Form):
    text = LineField(
        label=_("Avec vos mots"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Écrivez quelques mots, ou choisissez une phrase.")},
    )
