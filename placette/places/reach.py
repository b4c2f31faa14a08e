"""How far « around here » goes: the communes that touch."""

from .models import Adjacency


def around(code: str) -> dict[str, int]:
    """Metres between centres, by code of the communes that touch this one, nearest first.

    One query, by one_adjacency_a_pair.
    """
    return dict(
        Adjacency.objects.filter(commune=code).order_by("distance").values_list("neighbour_id", "distance")
    )
