"""Why something could not be done, in words for whoever asked; nothing has changed."""

from decimal import Decimal

from placette.groupbuys.models import Product


class Refused(Exception):
    """The message is for whoever asked."""


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
