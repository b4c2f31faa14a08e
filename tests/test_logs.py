"""The log tells operators what happened, and names nobody."""

import json
import logging
import sys

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client

from placette.core.logs import formatter
from placette.people import tasks
from placette.people.models import Person
from placette.people.tests.factories import person_of

pytestmark = pytest.mark.django_db


def written(record: logging.LogRecord) -> dict[str, str]:
    return json.loads(formatter().format(record))


def record_of(message: str, *arguments: object, exc_info=None, **more: object) -> logging.LogRecord:
    record = logging.LogRecord("placette", logging.ERROR, __file__, 1, message, arguments, exc_info)
    record.__dict__.update(more)
    return record


def test_the_address_in_a_database_s_complaint_is_not_written():
    person_of(email="jeanne@example.org")
    try:
        with transaction.atomic():
            Person.objects.create(email="jeanne@example.org")
    except IntegrityError:
        line = written(record_of("Internal Server Error: %s", "/compte/signup/", exc_info=sys.exc_info()))

    assert "duplicate key" in line["exception"]
    assert "jeanne" not in json.dumps(line)


def test_the_row_that_postgresql_refuses_is_not_written():
    jeanne = person_of("Jeanne", "Martinez\nde Fonsorbes")
    try:
        with transaction.atomic():
            Person.objects.filter(pk=jeanne.pk).update(joined_at=None)
    except IntegrityError as error:
        line = written(record_of("not moved: %s", error, exc_info=sys.exc_info()))

    assert "violates not-null constraint" in line["exception"]
    assert "violates not-null constraint" in line["event"]
    assert "test_logs.py" in line["exception"]
    for word in ("DETAIL", "Jeanne", "Martinez", "Fonsorbes"):
        assert word not in json.dumps(line)


def test_a_row_quoted_without_its_error_is_not_written_either():
    line = written(
        record_of("gone wrong: %s", "refused\nDETAIL:  Failing row contains (12, Jeanne,\nMartinez).")
    )

    assert line["event"] == "gone wrong: refused"


def test_the_value_that_postgresql_cannot_read_is_not_written():
    message = "rendez-vous chez Jeanne"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [message])
    except DataError:
        line = written(record_of("not counted", exc_info=sys.exc_info()))

    assert "22P02 InvalidTextRepresentation" in line["exception"]
    assert message not in json.dumps(line)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/communes/suggest", "/communes/suggest"),
        ("/attente/SECRET-token/", "/attente/<str:token>/"),
        ("/nulle-part/31187-fonsorbes/12/", "/nulle-part/31187-fonsorbes/12/"),
        ("/nulle-part/SECRET-token/é/jeanne@example.org/", "/nulle-part/…/…/…/"),
        ("/nulle-part/0c7d5e8a9b/", "/nulle-part/…/"),
        ("/wp-login.php", "/wp-login.php"),
    ],
)
def test_the_address_of_a_page_is_written_without_the_keys_in_it(caplog, client, path, said):
    with caplog.at_level(logging.WARNING):
        client.delete(path)

    (record,) = [each for each in caplog.records if each.name == "django.request"]
    line = written(record)
    assert line["event"].endswith(f": {said}")
    assert "SECRET" not in json.dumps(line)


def test_the_page_that_a_form_comes_from_is_written_without_the_keys_in_it(caplog):
    elsewhere = "https://ailleurs.example/garant/SECRET/"
    with caplog.at_level(logging.WARNING):
        Client(enforce_csrf_checks=True).post(
            "/compte/login/", secure=True, headers={"Origin": "null", "Referer": elsewhere}
        )
        Client(enforce_csrf_checks=True).post("/compte/login/", secure=True, headers={"Referer": elsewhere})

    lines = [written(each) for each in caplog.records if each.name == "django.security.csrf"]
    assert len(lines) == 2
    assert "https://ailleurs.example/…" in json.dumps(lines, ensure_ascii=False)
    assert "SECRET" not in json.dumps(lines)


def test_what_is_no_address_stays():
    line = written(record_of("10 @ 3 € on %s", "/place/"))

    assert line["event"] == "10 @ 3 € on /place/"


def test_a_job_that_failed_is_named_without_what_it_was_given(caplog, worker):
    tasks.deliver.defer(to="jeanne@example.org", subject="Bonjour", body="AB12-CD34", html=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 8")  # its last try
    with caplog.at_level(logging.ERROR):
        worker()

    (record,) = [each for each in caplog.records if each.name.startswith("procrastinate.worker")]
    line = written(record)
    assert line["event"].startswith("Job people.deliver[")
    assert "Error" in line["event"]
    assert "jeanne" not in json.dumps(line)
    assert "AB12" not in json.dumps(line)
