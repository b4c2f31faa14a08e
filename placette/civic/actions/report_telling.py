"""Who is told of a report: its followers at each change, the town hall when one comes."""

from django.urls import reverse

from placette.civic.models import Report, ReportStep
from placette.notices import actions as notices
from placette.people.models import Role

WORDS = 80


def arrived(report: Report) -> None:
    """Those who work for the town hall."""
    officers = Role.objects.filter(commune=report.commune_id, name=Role.Name.OFFICER, until__isnull=True)
    url = reverse("civic:desk_report", args=[report.pk])
    notices.notify(
        set(officers.values_list("person_id", flat=True)),
        "report_new",
        url,
        f"report:{report.pk}",
        text=_words(report),
    )


def changed(report: Report, step: ReportStep) -> None:
    """Whoever follows it, but not the one who has changed it."""
    people = set(report.following.exclude(person=step.by_id).values_list("person_id", flat=True))
    facts = {"state": report.state, "text": _words(report), "note": step.note[:200]}
    notices.notify(people, "report", report.get_absolute_url(), f"report:{report.pk}:{step.pk}", **facts)


def _words(report: Report) -> str:
    line = " ".join(report.text.split())
    return line if len(line) <= WORDS else line[:WORDS].rsplit(" ", 1)[0] + "…"
