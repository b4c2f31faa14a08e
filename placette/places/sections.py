"""What other rooms add to the page of a commune whose square is open; they add themselves in their apps.py."""

from collections.abc import Callable
from typing import Any

from .models import Commune

# Gives a template with what it wants as `facts`, or None where there is nothing to show. Everybody reads the page.
type Section = Callable[[Commune], tuple[str, dict[str, Any]] | None]
sections: list[Section] = []
