"""How a measure is said, and whether its bar is met."""


def percentiles(took: list[float]) -> tuple[float, float]:
    ordered = sorted(took)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def bar(what: str, seconds: float, within: float) -> bool:
    met = seconds <= within
    print(
        f"  {what} {seconds * 1000:.0f} ms of {within * 1000:.0f} ms: {seconds / within:.2f} {'met' if met else 'MISSED'}"
    )
    return met
