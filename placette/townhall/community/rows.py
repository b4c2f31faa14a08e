"""The table of a community's communes as lines of a file: the same cells as its page."""

from django.utils.translation import gettext as _

from placette.townhall.dashboard.exports import Row

from .board import Beside, Board


def rows(board: Board) -> list[Row]:
    """A commune a line; empty where nothing may be shown."""
    heads = [str(each.definition.title) for each in board.communes[0].figures] if board.communes else []
    head = (_("Code INSEE"), _("Commune"), _("Place"), _("Liste d’attente"), _("Période"), *heads)
    return [head, *(_row(each, str(board.period)) for each in board.communes)]


def _row(beside: Beside, period: str) -> Row:
    state = str(beside.space.get_state_display()) if beside.space else ""
    figures = (each.in_a_table for each in beside.figures)
    return (beside.commune.code, beside.commune.name, state, str(beside.waiting), period, *figures)
