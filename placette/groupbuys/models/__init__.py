from .afterwards import Rerun, Rhythm, Thanks
from .campaigns import Campaign, Closing, Extension, Organiser
from .collecting import Helper, PickUp, Slot, Substitute
from .handing import HandedLine, HandOver, LeftOver
from .pledges import Line, Pledge, Share, Waiting
from .products import Product, Tier
from .suppliers import Supplier

__all__ = [
    "Campaign", "Closing", "Extension", "HandOver", "HandedLine", "Helper", "LeftOver", "Line", "Organiser", "PickUp",
    "Pledge", "Product", "Rerun", "Rhythm", "Share", "Slot", "Substitute", "Supplier", "Thanks", "Tier", "Waiting",
]  # fmt: skip
