from .campaigns import Campaign, Cancellation, Closing, Extension, Organiser
from .interest import Interest
from .payments import Payment, PaymentTerms
from .pledges import Line, Pledge, Share, Waiting
from .products import Product, Tier
from .quotes import Comparison, Quote, QuoteTier, Vote
from .reports import Report
from .suppliers import Supplier

__all__ = [
    "Campaign", "Cancellation", "Closing", "Comparison", "Extension", "Interest", "Line", "Organiser",
    "Payment", "PaymentTerms", "Pledge", "Product", "Quote", "QuoteTier", "Report", "Share", "Supplier",
    "Tier", "Vote", "Waiting",
]  # fmt: skip
