import logging

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from psycopg import errors

from placette.core.configuration import MAX_BODY
from placette.core.middleware import DatabaseAway


def test_while_postgresql_is_away_people_read_that_it_takes_a_moment(caplog):
    caplog.set_level(logging.WARNING)
    away = DatabaseAway(lambda request: None)

    answer = away.process_exception(RequestFactory().get("/"), OperationalError("server at 10.0.0.7 closed"))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "quelques secondes" in answer.content.decode()
    assert "10.0.0.7" not in caplog.text
    assert away.process_exception(RequestFactory().get("/"), ValueError("ours")) is None


def told_by(cause: type[psycopg.Error]) -> HttpResponse | None:
    error = OperationalError("told by PostgreSQL")
    error.__cause__ = cause()
    return DatabaseAway(lambda request: None).process_exception(RequestFactory().get("/"), error)


@pytest.mark.parametrize(
    "cause",
    [psycopg.OperationalError, errors.AdminShutdown, errors.CannotConnectNow, errors.ConnectionFailure,
     errors.TooManyConnections],
)  # fmt: skip
def test_a_server_that_stops_starts_or_has_no_place_left_is_away(cause):
    assert told_by(cause).status_code == 503


@pytest.mark.parametrize("cause", [errors.DeadlockDetected, errors.QueryCanceled, errors.OutOfMemory])
def test_what_a_running_server_reports_is_an_error_of_ours(cause):
    assert told_by(cause) is None


def test_a_full_disk_is_said_to_the_operator(caplog):
    assert told_by(errors.DiskFull) is None

    assert "disk of PostgreSQL is full: free some space" in caplog.text


@pytest.mark.django_db
def test_a_statement_that_takes_too_long_is_not_taken_for_an_absence():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 10")
        with pytest.raises(OperationalError) as refused, transaction.atomic():
            cursor.execute("SELECT pg_sleep(9)")
        cursor.execute("SET LOCAL statement_timeout = 0")

    away = DatabaseAway(lambda request: None)
    assert away.process_exception(RequestFactory().get("/"), refused.value) is None


@pytest.mark.django_db
def test_a_request_that_is_too_large_is_refused_before_it_is_read(client):
    class Unread:
        def read(self, *_: object) -> bytes:
            raise AssertionError("read")

        readline = read

    body = {"CONTENT_LENGTH": str(MAX_BODY + 1), "wsgi.input": Unread()}
    answer = client.generic("POST", "/compte/login/", content_type="multipart/form-data; boundary=x", **body)

    assert answer.status_code == 413
    assert "100 Mo" in answer.content.decode()
