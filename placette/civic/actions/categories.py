"""The town hall says what may be reported in its streets."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from placette.civic import categories
from placette.civic.actions.refusals import Refused
from placette.civic.models import Category
from placette.people.models import Person
from placette.places.models import Commune
from placette.trust import trail

MOST = 30
LONGEST = 30  # of a code


@dataclass(frozen=True)
class Line:
    """`code`: of the one that is changed; empty for a new one."""

    code: str
    name: str
    hint: str = ""
    is_open: bool = True


@dataclass(frozen=True)
class Move:
    """One place up or down, from where it stands by then."""

    code: str
    up: bool


@transaction.atomic
def change(commune: Commune, by: Person, lines: Sequence[Line], move: Move | None = None) -> None:
    """From now on residents and applications choose among these, in this order. A code never changes, what is closed keeps
    its reports, and what a colleague has added or moved meanwhile stays.

    Raises Refused where nothing could be chosen any more, two had the same name, or they were more than MOST.
    """
    Commune.objects.select_for_update(no_key=True).get(pk=commune.pk)
    there = {each.code: each for each in categories.of(commune)}
    before = {each.code: _words(each) for each in there.values() if each.pk}
    for line in lines:
        each = there.get(line.code) or _added(commune, there, line.name)
        each.name, each.hint, each.is_open = line.name, line.hint, line.is_open
    _check(list(there.values()))
    if move:
        _put_in_order(there, move)
    changed = [each for each in there.values() if before.get(each.code) != _words(each)]
    for each in changed:
        each.changed_at = timezone.now()
        each.save()
    if changed:
        trail.record("categories.changed", by, commune=commune, lines=len(changed))


def _words(category: Category) -> tuple[str, str, bool, int]:
    return category.name, category.hint, category.is_open, category.position


def _put_in_order(there: dict[str, Category], move: Move) -> None:
    """Nothing where it is at the end already, or is no more."""
    order = list(there)
    at = order.index(move.code) if move.code in order else -1
    to = at - 1 if move.up else at + 1
    if at < 0 or not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, code in enumerate(order):
        there[code].position = position


def _added(commune: Commune, there: dict[str, Category], name: str) -> Category:
    """At the end, with a code of its name that nobody has."""
    stem = slugify(name)[:LONGEST].strip("-") or "rubrique"
    code, number = stem, 1
    while code in there:
        number += 1
        code = f"{stem[: LONGEST - 4]}-{number}"
    last = max((each.position for each in there.values()), default=-1)
    there[code] = Category(commune=commune, code=code, position=last + 1)
    return there[code]


def _check(all_of_them: Sequence[Category]) -> None:
    if not any(each.is_open for each in all_of_them):
        raise Refused(_("Gardez au moins une rubrique : sans elle, plus personne ne pourrait signaler."))
    if len({each.name.casefold() for each in all_of_them}) < len(all_of_them):
        raise Refused(_("Deux rubriques ont le même nom : changez l’un des deux."))
    if len(all_of_them) > MOST:
        raise Refused(_("Trente rubriques, c’est le maximum : réutilisez-en une que vous avez fermée."))
