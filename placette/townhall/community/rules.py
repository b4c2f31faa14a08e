"""Who may see the communes of a community side by side, and invite the next one."""

from placette.people.standing import Standing


def may_see_community(standing: Standing, siren: str) -> bool:
    """Who works for that community or was elected there; operators, who see aggregates of every commune and nothing else."""
    return bool(siren) and (standing.is_operator or siren in standing.territories)
