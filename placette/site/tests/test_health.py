import pytest
from django.db import OperationalError, connection

from placette.people.tests.factories import officer_of

pytestmark = pytest.mark.django_db


def a_worker_lives(seconds_ago: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_is_well_when_the_database_answers_and_a_worker_lives(client):
    a_worker_lives()

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "worker": True, "version": "0.1.0"}
    assert "no-store" in answer["Cache-Control"]


def test_is_failing_when_no_worker_has_been_heard_of_for_a_minute(client):
    a_worker_lives(seconds_ago=61)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["worker"] is False


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Basic secret-of-the-operator"])
def test_metrics_do_not_exist_for_who_has_no_token(client, settings, given):
    token = "secret-of-the-operator"
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"metrics_token": token})

    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_metrics_are_closed_where_the_settings_name_no_token(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_count_answers_and_jobs(client, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"metrics_token": "secret-of-the-operator"}
    )
    client.get("/healthz")

    answer = client.get("/metrics", headers={"Authorization": "Bearer secret-of-the-operator"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'placette_requests_total{method="GET",status="5xx"}' in text
    assert "placette_request_seconds_bucket" in text
    assert 'placette_jobs{status="todo"} 0.0' in text


@pytest.mark.parametrize(
    ("method", "path"), [("post", "/je-cherche/"), ("get", "/place/"), ("get", "/mairie/")]
)
def test_what_a_middleware_asks_in_vain_is_an_absence_as_well(client, method, path):
    def gone(*_: object) -> None:
        raise OperationalError("server closed the connection")

    client.force_login(officer_of())
    client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        answer = getattr(client, method)(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "quelques secondes" in answer.content.decode()
