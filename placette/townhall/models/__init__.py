"""How a town hall comes, what it signs, and what it is reminded of. The state itself is places.Space."""

from .contracts import Bracket, Contract, Grid, Quote
from .exports import Export
from .opening import Opening
from .reports import Report
from .steps import Reminder, Step

__all__ = ["Bracket", "Contract", "Export", "Grid", "Opening", "Quote", "Reminder", "Report", "Step"]
