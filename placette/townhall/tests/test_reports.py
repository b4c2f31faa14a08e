"""The monthly report: made once, for those for whom it is; and the same figures as open data."""

import csv
import io
from datetime import UTC, date, datetime

import pypdf
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.impact.models import Peers, Sheet
from placette.impact.periods import MONTH, Period
from placette.impact.publication import refresh
from placette.impact.sizes import class_of
from placette.notices.models import Notice
from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.places.models import Space
from placette.townhall import leaving, tasks
from placette.townhall.models import Report
from placette.townhall.reports import actions, open_data
from placette.townhall.reports.paper import report

from .test_dashboard import a_lively_october

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 1, 6, tzinfo=UTC)
OCTOBER = Period(MONTH, date(2026, 10, 1))


@pytest.fixture(autouse=True)
def on_the_first():
    with time_machine.travel(FIRST, tick=False):
        yield


@pytest.fixture
def fonsorbes(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    commune = commune_of()
    Space.objects.update(opened_at=datetime(2026, 9, 20, tzinfo=UTC))
    return commune


@pytest.fixture
def lively(fonsorbes):
    a_lively_october()
    refresh(FIRST)
    return fonsorbes


def works() -> None:
    """What the worker does in its morning."""
    for code, month in actions.due(timezone.localdate()):
        tasks.make_report(code, month.key)


def test_four_pages_say_what_may_be_shown(lively):
    paper = report(lively, OCTOBER, FIRST.date())

    pages = pypdf.PdfReader(io.BytesIO(paper)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) == 4
    assert "Fonsorbes en six chiffres" in said
    assert "Octobre 2026" in said
    assert "60 %" in said
    assert "70 €" in said.replace("\u202f", " ").replace("\xa0", " ")
    assert "La méthode : http" in said


def test_communes_of_its_size_make_it_no_longer(lively):
    middles = {
        "help": 41, "things": 52, "rides": 33, "purchases": 12, "joined": 43, "verified": 290, "cents": 87_600,
        "help.minutes": 900, "rides.metres": 512_000, "rides.co2_low": 61_000, "rides.co2_high": 73_000, "ties": 85,
        "reached": 120, "communes": 9,
    }  # fmt: skip
    Peers.objects.update_or_create(
        size=class_of(lively.population),
        span="month",
        starts_on=date(2026, 10, 1),
        defaults={"figures": middles},
    )

    pages = pypdf.PdfReader(io.BytesIO(report(lively, OCTOBER, FIRST.date()))).pages

    assert "Communes semblables : 43" in " ".join(page.extract_text() for page in pages).replace("\xa0", " ")
    assert len(pages) == 4


def test_the_worker_makes_it_once_and_tells_officers_and_elected(lively):
    officer, elected = officer_of(), person_of("Hélène")
    Role.objects.create(person=elected, name=Role.Name.ELECTED, commune=lively)
    person_of("Rose")

    works()
    works()

    made = Report.objects.get()
    told = Notice.objects.filter(kind="monthly_report")
    assert (made.month, default_storage.exists(made.file)) == (OCTOBER.starts_on, True)
    assert set(told.values_list("person", flat=True)) == {officer.pk, elected.pk}
    assert (
        actions.sentence(told[0].facts).replace("\xa0", " ")
        == "Le rapport du mois est prêt pour le conseil : Fonsorbes, octobre 2026."
    )


def test_a_worker_that_comes_back_makes_what_it_missed_and_nothing_of_before(fonsorbes):
    for number in (8, 9, 10, 11, 12):
        over = {} if number == 12 else {"is_over": 1}
        Sheet.objects.create(commune="31187", span=MONTH, starts_on=date(2026, number, 1), figures=over)
    with time_machine.travel(datetime(2026, 12, 9, tzinfo=UTC), tick=False):
        due = actions.due(timezone.localdate())

    assert [(code, month.key) for code, month in due] == [
        ("31187", "2026-09"), ("31187", "2026-10"), ("31187", "2026-11"),
    ]  # fmt: skip
    Space.objects.update(opened_at=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    assert [month.key for _code, month in actions.due(FIRST.date())] == ["2026-10"]
    Space.objects.update(opened_at=datetime(2026, 10, 31, 23, tzinfo=UTC))  # the first of November in Paris
    assert actions.due(FIRST.date()) == []


def test_no_report_of_a_month_that_is_not_counted_to_its_end_or_shows_nothing(lively):
    Sheet.objects.filter(span=MONTH, starts_on=OCTOBER.starts_on).update(
        figures={"cells": {"joined": [20, 1]}}
    )

    assert actions.make("31187", OCTOBER, FIRST.date()) is None
    assert actions.make("31187", OCTOBER.previous, FIRST.date()) is None
    assert Report.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_makes_it(lively):
    officer_of()

    made = at_once(lambda _: actions.make("31187", OCTOBER, FIRST.date()), range(2))

    assert sorted(map(bool, made)) == [False, True]
    assert (Report.objects.count(), Notice.objects.count()) == (1, 1)
    assert len(default_storage.listdir("reports")[1]) == 1


def kept(fonsorbes, paper: bytes = b"%PDF-kept") -> Report:
    file = default_storage.save("reports/kept.pdf", ContentFile(paper))
    return Report.objects.create(commune=fonsorbes, month=OCTOBER.starts_on, file=file)


def test_officers_and_elected_read_them_others_do_not(client, fonsorbes, django_assert_num_queries):
    kept(fonsorbes)
    elected = person_of("Hélène")
    Role.objects.create(person=elected, name=Role.Name.ELECTED, commune=fonsorbes)
    for reader, frame in ((officer_of(), FRAME), (elected, FRAME + 1)):
        client.force_login(reader)
        assert "octobre 2026" in client.get("/mairie/rapports/").content.decode()
        with django_assert_num_queries(frame + 2):
            client.get("/mairie/rapports/")
        answer = client.get("/mairie/rapports/2026-10.pdf")
        assert b"".join(answer.streaming_content) == b"%PDF-kept"
        assert "no-store" in answer["Cache-Control"]
        for wrong in ("2026-09", "2026", "xyz", "2026-10-05"):
            assert client.get(f"/mairie/rapports/{wrong}.pdf").status_code == 404
    for stranger in (
        person_of("Rose"),
        officer_of("31499"),
        person_of("Camille", lives_in=None, is_operator=True),
    ):
        client.force_login(stranger)
        for page in ("/mairie/rapports/", "/mairie/rapports/2026-10.pdf"):
            assert client.get(page, {"commune": "31187"}).status_code == 404


FRAME = 5  # session, person, memberships, roles, notices; of a resident also her messages


def test_what_may_be_shown_is_open_data_of_the_months_that_are_over(
    client, lively, django_assert_num_queries
):
    with django_assert_num_queries(3):  # commune, limit, sheets
        answer = client.get("/donnees/31187/chiffres.csv")

    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    said = {line["indicateur"]: line for line in lines if line["mois"] == "2026-10"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {line["mois"] for line in lines} == {"2026-10"}
    assert said["joined"]["valeur"] == "20"
    assert said["answered"]["valeur"] == "60"
    assert float(said["cents"]["valeur"]) == 70
    assert "purchases" not in said  # nobody bought: nothing is shown


def test_the_open_data_keep_their_schema(client, lively):
    schema = client.get("/donnees/chiffres.schema.json").json()
    lines = list(csv.reader(io.StringIO(open_data.as_csv(lively).decode())))

    fields = {field["name"]: field for field in schema["fields"]}
    assert lines[0] == list(fields)
    assert len(lines) > 5
    for line in lines[1:]:
        said = dict(zip(lines[0], line, strict=True))
        assert said["indicateur"] in fields["indicateur"]["constraints"]["enum"]
        assert float(said["valeur"]) >= 0
        assert said["au_moins"] in {"true", "false"}


def test_no_open_data_where_no_square_is_open(client):
    commune_of("31499", open=False)

    assert client.get("/donnees/31499/chiffres.csv").status_code == 404
    assert client.get("/donnees/xyz/chiffres.csv").status_code == 404


def test_programs_that_ask_all_the_time_are_slowed_down(client, fonsorbes, monkeypatch):
    monkeypatch.setattr("placette.townhall.open_answers.FILES_A_MINUTE", 1)

    assert [client.get("/donnees/31187/chiffres.csv").status_code for _ in range(2)] == [200, 429]


def test_they_go_along_when_the_town_hall_leaves_and_are_erased_then(fonsorbes):
    made = kept(fonsorbes)

    assert [(each.name, each.stored) for each in leaving.pictures(fonsorbes)] == [
        ("rapports/2026-10.pdf", made.file)
    ]
    leaving.erase("31187")

    assert not default_storage.exists(made.file)
    assert Report.objects.count() == 0


def test_they_move_with_a_commune_that_becomes_part_of_another(fonsorbes):
    made, merged = kept(fonsorbes), commune_of("31499")
    both = Report.objects.create(commune=merged, month=OCTOBER.previous.starts_on, file="")
    of_hers = Report.objects.create(
        commune=fonsorbes, month=OCTOBER.previous.starts_on, file="reports/none.pdf"
    )

    actions.move("31187", "31499")

    assert set(Report.objects.values_list("pk", "commune")) == {(made.pk, "31499"), (both.pk, "31499")}
    assert not Report.objects.filter(pk=of_hers.pk).exists()
