"""The structured creditor reference that each neighbour gives with her transfer: ISO 11649, « RF » and two check digits."""

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10


def structured(campaign: int, number: int) -> str:
    """At most 25 signs, without spaces; unique, since `campaign` and `number` never come together twice."""
    own = f"{campaign:06d}{number:05d}"
    return f"RF{mod_97_10.calc_check_digits(own + 'RF')}{own}"


def is_reference(text: str) -> bool:
    return bool(iso11649.is_valid(text))


def in_fours(reference: str) -> str:
    """« RF18 0000 0100 001 », as one reads it out and types it."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))
