"""Reports and ideas for tests."""

from typing import Any

from placette.civic.actions import ideas, reports
from placette.civic.models import Idea, Report
from placette.people.models import Person
from placette.people.tests.factories import commune_of

HERE = (43.5331, 1.2293)  # the square of Fonsorbes


def report_of(author: Person | None, **fields: Any) -> Report:
    known = {
        "category": "voirie", "text": "Un trou devant l’école", "address": "1 rue de l’École",
        "latitude": HERE[0], "longitude": HERE[1],
    }  # fmt: skip
    sent = reports.send(fields.pop("commune", commune_of()), author, **(known | fields))
    return Report.objects.get(pk=sent.pk)


def idea_of(author: Person, **fields: Any) -> Idea:
    known = {"title": "Des bancs le long du canal", "text": "Pour souffler en chemin.", "place": "Le canal"}
    written = ideas.write(fields.pop("commune", commune_of()), author, **(known | fields))
    return Idea.objects.get(pk=written.pk)
