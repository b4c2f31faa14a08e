"""Why something could not be done, in words for whoever asked; nothing has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from placette.groupbuys.goods import Goods
from placette.groupbuys.models import Campaign, Line, Product


@dataclass(frozen=True)
class Seen:
    """What the action has read within its lock: whoever is refused reads the same figures, and nothing is read again."""

    campaign: Campaign
    goods: Goods
    held: Mapping[int, Line]


class Refused(Exception):
    """The message is for whoever asked."""

    seen: Seen | None = None


class Closed(Refused):
    """The campaign is not open, or no longer."""


class Amiss(Refused):
    """A quantity off the step or the limits of its product."""

    def __init__(self, message: str, product: Product) -> None:
        super().__init__(message)
        self.product = product


class SoldOut(Refused):
    """Less than she wants is left; she may wait for what others give back."""

    def __init__(self, message: str, product: Product, left: Decimal) -> None:
        super().__init__(message)
        self.product, self.left = product, left


class PriceRose(Refused):
    """Meanwhile a unit costs more than she was shown: `cents` now. She may say yes to that."""

    def __init__(self, message: str, product: Product, cents: int) -> None:
        super().__init__(message)
        self.product, self.cents = product, cents
