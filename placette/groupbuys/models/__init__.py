from .afterwards import Rerun, Rhythm, Thanks
from .campaigns import AUDIENCES, GROUP, Campaign, Cancellation, Closing, Extension, Organiser
from .collecting import Helper, PickUp, Slot, Substitute
from .handing import HandedLine, HandOver, LeftOver
from .interest import Interest
from .invitations import Guest, Invitation
from .payments import Payment, PaymentTerms
from .pledges import Line, Pledge, PledgeDeed, Share, Waiting
from .products import Product, Tier
from .quotes import Comparison, Quote, QuoteTier, Vote
from .reports import Report
from .suppliers import Supplier

__all__ = [
    "AUDIENCES", "GROUP", "Campaign", "Cancellation", "Closing", "Comparison", "Extension", "Guest", "HandOver",
    "HandedLine", "Helper",
    "Interest", "Invitation", "LeftOver", "Line", "Organiser", "Payment", "PaymentTerms", "PickUp", "Pledge", "PledgeDeed", "Product",
    "Quote", "QuoteTier", "Report", "Rerun", "Rhythm", "Share", "Slot", "Substitute", "Supplier", "Thanks",
    "Tier", "Vote", "Waiting",
]  # fmt: skip
