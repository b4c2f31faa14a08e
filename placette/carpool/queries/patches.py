"""Which patches of the map may hold drives that pass two places.

Whoever drives from A to B within her reach stays within half of it from the middle of A and B: of each length of reach,
the middles of those that pass P and Q lie within half that length of both (on the flat map no farther than on the earth).
Drives stand in the table Passage by the length of their reach, doubling, then by the patch of the map where their middle
lies, four patches to a length; row by row from the south, so that one row of patches is one stretch of its index. The
trigger of migration 0021 numbers them.
"""

from math import floor, sqrt

from placette.carpool.geometry import Place, flat, straight

SHORTEST, LONGEST = 2, 10  # 4 km, and all beyond 512 km
FAR = 1 << 19  # patches from the middle to where numbers begin
ROUNDED = 1  # metres


def stretches(p: Place, q: Place) -> tuple[list[int], list[int]]:
    """Where each stretch of patches begins and where it ends: of each row, no more than the circles about P and Q hold."""
    (pe, pn), (qe, qn) = flat(p), flat(q)
    south, north = (pn, qn) if pn < qn else (qn, pn)
    direct = straight(p, q)
    starts, ends = [], []
    for size in range(SHORTEST, LONGEST):
        reach = 1_000 << size
        if reach < direct:
            continue
        half, patch = reach / 2 + ROUNDED, reach / 4
        for row in range(floor((north - half) / patch), floor((south + half) / patch) + 1):
            low, high = row * patch, (row + 1) * patch
            p_wide, q_wide = _wide(half, pn, low, high), _wide(half, qn, low, high)
            first = floor(max(pe - p_wide, qe - q_wide) / patch)
            last = floor(min(pe + p_wide, qe + q_wide) / patch)
            if first <= last:
                line = (size << 40 | (row + FAR) << 20) + FAR
                starts.append(line + first)
                ends.append(line + last)
    return [*starts, LONGEST << 40], [*ends, (LONGEST + 1) << 40]


def _wide(half: float, north: float, low: float, high: float) -> float:
    """How far to the east a circle reaches anywhere between two lines."""
    away = low - north if north < low else north - high if north > high else 0.0
    return sqrt(max(half * half - away * away, 0.0))
