"""What is suggested to pay for a seat."""

CENTS_A_KILOMETRE = 10


def suggested_cents(road_metres: int) -> int:
    """0.10 € a kilometre and seat, in whole ten cents: what villages do (shared/CARPOOL.md, 5.3)."""
    return round(road_metres * CENTS_A_KILOMETRE / 10_000) * 10
