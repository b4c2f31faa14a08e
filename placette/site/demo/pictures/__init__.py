"""The pictures of the demo, drawn by us with a few flat shapes. The same seed draws the same picture."""

from .portraits import portrait
from .things import thing

__all__ = ["portrait", "thing"]
