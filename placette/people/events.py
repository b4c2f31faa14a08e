"""What other rooms want to hear of; they add themselves in their apps.py."""

from collections.abc import Callable

from .models import Membership

# Called in the transaction in which a membership is verified.
verified: list[Callable[[Membership], None]] = []
