"""The log tells operators what happened, and names nobody."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, connection, transaction

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
