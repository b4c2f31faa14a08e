import logging

import pytest
from django.db import OperationalError
from django.test import RequestFactory

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
