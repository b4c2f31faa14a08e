"""What of a month is kept, what is drawn when it is asked for, and from when on it is open data."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from placette.impact.models import Sheet
from placette.impact.periods import MONTH, Period
from placette.listings.models import Quotation, Thanks
from placette.listings.tests.factories import agreement_in, answer_to, listing_of
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Commune
from placette.townhall.actions import exports
from placette.townhall.models import Export, Report
from placette.townhall.reports import actions, open_data
from placette.townhall.reports.paper import report

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 1, 6, tzinfo=UTC)
OCTOBER = Period(MONTH, date(2026, 10, 1))


@pytest.fixture
def fonsorbes() -> Commune:
    return commune_of()


def counted_to_its_end() -> None:
    Sheet.objects.create(
        commune="31187",
        span=MONTH,
        starts_on=OCTOBER.starts_on,
        figures={"is_over": 1, "cells": {"joined": [20, 1]}, "so_far": {"joined": 20}},
    )


def test_a_month_is_open_data_once_it_is_counted_to_its_end_by_the_clock_of_the_commune(fonsorbes):
    """On the first in Paris it is still the last day in Tahiti; and everywhere some hours pass until the next refresh."""
    november = Sheet.objects.create(
        commune="31187", span=MONTH, starts_on=date(2026, 11, 1), figures={"cells": {"joined": [9, 0]}}
    )
    with time_machine.travel(datetime(2026, 12, 1, 6, tzinfo=UTC), tick=False):
        assert "2026-11" not in open_data.as_csv(fonsorbes).decode()
        Sheet.objects.filter(pk=november.pk).update(figures=november.figures | {"is_over": 1})
        assert "2026-11,joined,9" in open_data.as_csv(fonsorbes).decode()


def test_what_residents_say_is_in_no_paper_that_is_kept(client, fonsorbes):
    author, officer = person_of("Rose"), officer_of()
    agreement = agreement_in(answer_to(listing_of(person_of("Odile")), author))
    said = Thanks.objects.create(
        agreement=agreement, author=author, to=person_of("Luc"), text="La haie est droite."
    )
    allowed = Quotation.objects.create(thanks=said)
    client.force_login(officer)

    page = client.get("/mairie/rapports/citations.pdf")
    assert "La haie est droite." in pypdf.PdfReader(io.BytesIO(page.content)).pages[0].extract_text()
    assert "no-store" in page["Cache-Control"]
    assert "Les mercis à citer" in client.get("/mairie/rapports/").content.decode()
    counted_to_its_end()
    kept_pages = pypdf.PdfReader(io.BytesIO(report(fonsorbes, OCTOBER, FIRST.date()))).pages
    assert not any("haie" in each.extract_text() for each in kept_pages)

    allowed.delete()  # she takes it back
    gone = client.get("/mairie/rapports/citations.pdf", follow=True).content.decode()
    assert "pas de merci à citer" in gone
    assert "Les mercis à citer" not in client.get("/mairie/rapports/").content.decode()


def test_a_paper_that_has_gone_from_the_storage_is_not_found(client, fonsorbes):
    Report.objects.create(commune=fonsorbes, month=OCTOBER.starts_on, file="reports/gone.pdf")
    client.force_login(officer_of())

    assert client.get("/mairie/rapports/2026-10.pdf").status_code == 404


def test_where_something_breaks_no_file_stays_without_its_row(fonsorbes, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    asked = Export.objects.create(commune=fonsorbes)
    for module in (exports, actions):
        monkeypatch.setattr(module, "notify", lambda *_told, **_facts: 1 / 0)
    counted_to_its_end()

    with pytest.raises(ZeroDivisionError):
        exports.make(asked.pk)
    with pytest.raises(ZeroDivisionError):
        actions.make("31187", OCTOBER, FIRST.date())

    assert [default_storage.listdir(folder)[1] for folder in ("exports", "reports")] == [[], []]
    assert not Report.objects.exists()


def test_an_export_that_has_gone_from_the_storage_is_not_found(client, fonsorbes):
    kept = Export.objects.create(
        commune=fonsorbes,
        file="exports/gone.zip",
        made_at=timezone.now(),
        until=timezone.now() + exports.KEPT,
    )

    client.force_login(officer_of())
    assert client.get(f"/mairie/espace/export/{exports.token(kept)}/").status_code == 404
