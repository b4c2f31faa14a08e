"""Classes of communes by inhabitants, and how many households a commune has."""

# The fewest inhabitants of each class: those in which INSEE publishes communes.
CLASSES = (0, 500, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
# People in a household, ordinary housing, France: INSEE, recensement de la population 2021, 2.17; read November 2026.
# In tenths, since a commune’s own figure is another one: the result is an estimate and is called one.
TENTHS_OF_PEOPLE_A_HOUSEHOLD = 22


def class_of(population: int) -> int:
    return max(least for least in CLASSES if least <= population)


def households(population: int) -> int:
    """An estimate."""
    return population * 10 // TENTHS_OF_PEOPLE_A_HOUSEHOLD
