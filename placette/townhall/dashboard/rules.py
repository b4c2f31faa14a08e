"""Who may read the figures of a commune before they are public in its report."""

from placette.people.models import Role
from placette.people.standing import Standing


def may_see_figures(standing: Standing, commune_code: str) -> bool:
    """The officers and the elected of that commune; operators, who see aggregates of every commune and nothing else."""
    return standing.is_operator or commune_code in communes_of(standing)


def may_read_reports(standing: Standing, commune_code: str) -> bool:
    """The officers and the elected of that commune, for whose council they are made."""
    return commune_code in communes_of(standing)


def communes_of(standing: Standing) -> dict[str, str]:
    """Where she works for the town hall or was elected: names by code, in order."""
    held = {Role.Name.OFFICER, Role.Name.ELECTED}
    found = {
        role.commune.code: role.commune.name for role in standing.roles if role.commune and role.name in held
    }
    return dict(sorted(found.items()))
