"""« En passant par »: the places that a driver passes on her way."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from placette.carpool.forms.search import LONGEST, SHORTEST, TownField, end_of
from placette.carpool.geometry import place, straight
from placette.carpool.models.trips import STOPS
from placette.carpool.riding import End
from placette.people.standing import Standing

STOPS_TYPED = tuple(f"stop_{number}" for number in range(1, STOPS + 1))


def stop_field(number: int) -> TownField:
    labels = (_("Étape 1"), _("Étape 2"), _("Étape 3"), _("Étape 4"), _("Étape 5"))
    return TownField(label=labels[number - 1], required=False)


def stops_typed(
    form: forms.Form, standing: Standing, known: Mapping[str, End], kept: Mapping[str, End]
) -> list[End]:
    """In their order, with a sentence beside the field of one that cannot be. `kept`: those that nobody touched."""
    before = known.get("start")
    found: list[End] = []
    for name in STOPS_TYPED:
        if not (text := form.cleaned_data.get(name)):
            continue
        stop = kept.get(text) or end_of(form, name, standing, before.point if before else None)
        if stop is None:
            continue
        if before and _crow(before, stop) < SHORTEST:
            form.add_error(name, _("C’est au même endroit que juste avant : laissez ce champ vide."))
        elif before and _crow(before, stop) > LONGEST:
            form.add_error(name, _("C’est trop loin pour une voiture. Vérifiez ce lieu."))
        else:
            found.append(stop)
            before = stop
    if found and "end" in known and _crow(found[-1], known["end"]) < SHORTEST:
        form.add_error("end", _("C’est au même endroit que la dernière étape."))
    return found


def _crow(one: End, other: End) -> float:
    return straight(place(one.point), place(other.point))
