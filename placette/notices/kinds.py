"""The kinds of notice, as data. The rooms that have something to tell register theirs in their apps.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .models import Preference


@dataclass(frozen=True)
class Kind:
    name: str
    label: str | Promise  # in the preferences
    sentence: Callable[[dict[str, Any]], str]  # facts -> one sentence, in the language that is active
    icon: str = "bell"
    rhythm: str = Preference.Rhythm.AT_ONCE


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if kind.name in KINDS:
        raise ValueError(f"the notice {kind.name!r} is registered twice")
    KINDS[kind.name] = kind
