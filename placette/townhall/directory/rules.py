"""Who may say what there is in the commune."""

from placette.people.standing import Standing


def may_keep_directory(standing: Standing, commune_code: str) -> bool:
    """Import, export and remove associations and facilities: the officers of that town hall."""
    return commune_code in standing.town_halls
