"""What other rooms want to hear of; they add themselves in their apps.py."""

from collections.abc import Callable

# Called with the codes of a commune that has gone and of the one it is now part of, in the transaction of the load:
# moves what the room keeps for the first to the second. It may be called again, with nothing left to move.
merged: list[Callable[[str, str], None]] = []
# Called before, in the same transaction: locks what several of those write, in an order that all writers keep.
merging: list[Callable[[str, str], None]] = []
