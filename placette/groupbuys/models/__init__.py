from .campaigns import Campaign, Cancellation, Closing, Extension, Organiser
from .pledges import Line, Pledge, Share, Waiting
from .products import Product, Tier
from .suppliers import Supplier

__all__ = [
    "Campaign", "Cancellation", "Closing", "Extension", "Line", "Organiser", "Pledge", "Product", "Share", "Supplier", "Tier", "Waiting",
]  # fmt: skip
