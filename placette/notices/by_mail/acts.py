"""The acts that a link can do, as data. The rooms register theirs in their apps.py, as they do with kinds of notice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from placette.people.models import Deed, Person
from placette.people.standing import Standing


class Refused(Exception):
    """Why it cannot be done now, in a sentence for whoever pressed."""


@dataclass(frozen=True)
class Asked:
    """What the page of a link says above its one button."""

    question: str
    words: Sequence[tuple[str, str]] = ()  # what others wrote that she answers: who, what
    over: str = ""  # why nothing is left to do: it is done, or something else was settled meanwhile
    to: Sequence[Person] = ()  # who is written to: for whom others read, the page says who does
    zone: tzinfo | None = None  # whose clocks its form goes by
    said: Sequence[Deed] = ()  # what was done for those who are written to, in the conversation that is meant


def no_form(standing: Standing, pk: int, data: QueryDict | None) -> forms.Form:
    return forms.Form(data)


@dataclass(frozen=True)
class Act:
    """`ask` finds nothing where it is none of hers; `do` asks the same rules as the pages, and says what is done now."""

    name: str  # « agreement.accept »: in the signed link
    button: str | Promise
    ask: Callable[[Standing, int], Asked | None]
    do: Callable[[Standing, int, forms.Form], str]
    form: Callable[[Standing, int, QueryDict | None], forms.Form] = no_form
    icon: str = "check"


ACTS: dict[str, Act] = {}


def register(*acts: Act) -> None:
    for act in acts:
        if act.name in ACTS:
            raise ValueError(f"the act {act.name!r} is registered twice")
        ACTS[act.name] = act
