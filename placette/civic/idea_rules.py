"""Who may propose, support, talk and answer. Pages and templates ask these."""

from placette.civic.models import Idea
from placette.people.models import Role
from placette.people.standing import Standing


def may_propose(standing: Standing, commune_code: str) -> bool:
    return commune_code in standing.verified


def may_read_ideas(standing: Standing, commune_code: str) -> bool:
    """Those who belong to the commune, who answers for the town hall, and who was elected there: authors are named."""
    elected = any(
        each.name == Role.Name.ELECTED and each.commune_id == commune_code for each in standing.roles
    )
    return elected or commune_code in standing.communes or may_answer_ideas(standing, commune_code)


def may_read_idea(standing: Standing, idea: Idea) -> bool:
    """One that was hidden is for its author and the town hall."""
    mine = standing.person is not None and idea.author_id == standing.person.pk
    if idea.is_hidden and not mine and not may_answer_ideas(standing, idea.commune_id):
        return False
    return may_read_ideas(standing, idea.commune_id)


def may_support(standing: Standing, idea: Idea) -> bool:
    """While the town hall has not decided."""
    return idea.is_going and not idea.is_hidden and idea.commune_id in standing.verified


def may_comment(standing: Standing, idea: Idea) -> bool:
    return not idea.is_hidden and idea.commune_id in standing.verified


def may_answer_ideas(standing: Standing, commune_code: str) -> bool:
    """Those who work there: one town hall, one voice."""
    return commune_code in standing.town_halls
