"""What other rooms add to the pages on which somebody new confirms where she lives; they add themselves in their apps.py."""

from collections.abc import Callable
from typing import Any

from .standing import Standing

# -> (template, context), or None where there is nothing to show.
type Section = Callable[[Standing], tuple[str, dict[str, Any]] | None]
sections: list[Section] = []


def shown(standing: Standing) -> list[tuple[str, dict[str, Any]]]:
    return [found for section in sections if (found := section(standing))]
