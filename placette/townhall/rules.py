"""Who may do what with a space."""

from placette.people.standing import Standing


def may_keep_space(standing: Standing, commune_code: str) -> bool:
    """Dress it, order its contract, take its export, leave: the officers of that town hall."""
    return commune_code in standing.town_halls


def may_operate(standing: Standing) -> bool:
    """See all communes with their states and figures, approve, sign, suspend: the operators. Conversations: nobody."""
    return standing.is_operator


def may_open(standing: Standing, commune_code: str) -> bool:
    """Ask for the space of a commune: whoever is no resident there, since a town hall's account is none (decision 9)."""
    return standing.is_authenticated and commune_code not in standing.communes
