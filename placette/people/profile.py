"""What other rooms add to a public profile; they add themselves in their apps.py."""

from collections.abc import Callable
from typing import Any

from .models import Person
from .standing import Standing

# (who looks, whose profile) -> (template, context), or None where there is nothing to show.
type Section = Callable[[Standing, Person], tuple[str, dict[str, Any]] | None]
sections: list[Section] = []
