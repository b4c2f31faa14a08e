"""How a town hall comes, what it signs, and what it is reminded of. The state itself is places.Space."""

from .contracts import Bracket, Contract, Grid, Quote
from .directory import Association, Facility, Import
from .exports import Export
from .opening import Opening
from .reports import Report
from .steps import Reminder, Step

__all__ = [
    "Association",
    "Bracket",
    "Contract",
    "Export",
    "Facility",
    "Grid",
    "Import",
    "Opening",
    "Quote",
    "Reminder",
    "Report",
    "Step",
]
