from .campaigns import Campaign, Closing, Extension, Organiser
from .payments import Payment, PaymentTerms
from .pledges import Line, Pledge, Share, Waiting
from .products import Product, Tier
from .suppliers import Supplier

__all__ = [
    "Campaign", "Closing", "Extension", "Line", "Organiser", "Payment", "PaymentTerms",
    "Pledge", "Product", "Share", "Supplier", "Tier", "Waiting",
]  # fmt: skip
