"""A report is made once, and those who want it are told once."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.impact.models import Sheet
from placette.impact.periods import MONTH, Period, period_of
from placette.notices.actions import notify
from placette.people.models import Role
from placette.people.standing import Standing
from placette.places.models import Space
from placette.townhall.dashboard.rules import communes_of
from placette.townhall.models import Report

from .paper import report

BACK = 3  # months of which a worker that was away makes the reports when it is back


def due(today: date) -> list[tuple[str, Period]]:
    """Communes and months that are counted to their end and have no report yet, though the square was open then; oldest
    first. Three queries.
    """
    months = [period_of(MONTH, today).previous]
    while len(months) < BACK:
        months.append(months[-1].previous)
    first = months[-1].starts_on
    made = set(Report.objects.filter(month__gte=first).values_list("commune", "month"))
    over = Sheet.objects.filter(span=MONTH, starts_on__gte=first, figures__has_key="is_over")
    counted = set(over.values_list("commune", "starts_on")) - made
    opened = Space.objects.filter(closed_at=None).order_by("pk").values_list("pk", "opened_at__date")
    return [
        (code, month)
        for code, day in opened
        for month in reversed(months)
        if day < month.ends_before and (code, month.starts_on) in counted
    ]


@transaction.atomic
def make(commune_code: str, month: Period, today: date) -> Report | None:
    """None where there is nothing to show, or where it is made already. Two workers at once make one."""
    locked = Space.objects.select_for_update(of=("self",), no_key=True).select_related("commune")
    space = locked.filter(pk=commune_code, closed_at=None).first()
    if space is None or Report.objects.filter(commune=commune_code, month=month.starts_on).exists():
        return None
    paper = report(space.commune, month, today)
    if paper is None:
        return None
    name = default_storage.save(
        f"reports/{commune_code}-{month.key}-{uuid.uuid4().hex}.pdf", ContentFile(paper)
    )
    try:
        with transaction.atomic():
            made = Report.objects.create(commune=space.commune, month=month.starts_on, file=name)
            notify(
                _readers(commune_code),
                "monthly_report",
                reverse("townhall:reports", query={"commune": commune_code}),
                f"monthly_report:{commune_code}:{month.key}",
                commune=space.commune.name,
                month=month.starts_on.isoformat(),
            )
    except BaseException:
        default_storage.delete(name)  # a file without its row would stay for ever
        raise
    return made


def erase(commune_code: str) -> None:
    """With the space of a commune; its export has them."""
    kept = Report.objects.filter(commune=commune_code)
    for file in kept.values_list("file", flat=True):
        default_storage.delete(file)
    kept.delete()


def move(gone: str, current: str) -> None:
    """To the commune that the other has become part of; of a month of which both have one, hers stays."""
    there = Report.objects.filter(commune=current).values("month")
    theirs = Report.objects.filter(commune=gone)
    theirs.exclude(month__in=there).update(commune=current)
    erase(gone)


def sentence(facts: dict[str, Any]) -> str:
    month = date_format(date.fromisoformat(facts["month"]), "F Y")
    return _("Le rapport du mois est prêt pour le conseil : %(commune)s, %(month)s.") % {
        "commune": facts["commune"],
        "month": month,
    }


def concerns(standing: Standing) -> bool:
    """Who may want it, or not, in her preferences."""
    return bool(communes_of(standing))


def _readers(commune_code: str) -> list[int]:
    held = Role.objects.filter(
        name__in=[Role.Name.OFFICER, Role.Name.ELECTED],
        commune=commune_code,
        until=None,
        person__is_active=True,
    )
    return sorted(set(held.values_list("person_id", flat=True)))
