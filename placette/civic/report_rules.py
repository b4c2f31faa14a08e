"""Who may report, follow, answer, open again. Pages, templates and programs ask these."""

from datetime import datetime

from placette.civic.actions.reports import may_reopen_at
from placette.civic.models import Report
from placette.people.standing import Standing


def may_report(standing: Standing, commune_code: str) -> bool:
    """Whose residence or work there is confirmed; and the town hall, for who telephones."""
    return commune_code in standing.verified or may_answer(standing, commune_code)


def may_answer(standing: Standing, commune_code: str) -> bool:
    return commune_code in standing.town_halls


def may_read_words(standing: Standing, report: Report) -> bool:
    """Every report is public without a name; the words of one that was hidden are for its author and the town hall."""
    mine = standing.person is not None and report.author_id == standing.person.pk
    return not report.is_hidden or mine or may_answer(standing, report.commune_id)


def may_follow(standing: Standing, report: Report) -> bool:
    """While something may still change."""
    return report.is_going and report.commune_id in standing.verified


def may_reopen(standing: Standing, report: Report, now: datetime, follows: bool) -> bool:
    """Its author, who follows it, and the town hall."""
    mine = standing.person is not None and report.author_id == standing.person.pk
    concerned = mine or (follows and report.commune_id in standing.verified)
    return may_reopen_at(report, now) and (concerned or may_answer(standing, report.commune_id))
