import pytest
from django.db import connection
from django.test import RequestFactory

from placette.core import limits
from placette.core.tests.racing import at_once


@pytest.mark.django_db
def test_allows_so_many_and_no_more():
    answers = [limits.allow("letter:192.0.2.1", limit=3, seconds=60) for _ in range(5)]

    assert answers == [True, True, True, False, False]
    assert limits.allow("letter:192.0.2.2", limit=3, seconds=60)


@pytest.mark.django_db
def test_a_new_window_starts_when_the_old_one_has_passed():
    assert limits.allow("key", limit=1, seconds=0)
    assert limits.allow("key", limit=1, seconds=0)


@pytest.mark.django_db
def test_keeps_no_address_in_clear():
    limits.allow("waiting:192.0.2.1", limit=1, seconds=60)

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM core_limit")
        assert not [key for (key,) in cursor.fetchall() if "192.0.2.1" in key]


@pytest.mark.django_db(transaction=True)
def test_counts_exactly_when_asked_at_once():
    answers = at_once(lambda _: limits.allow("race", limit=10, seconds=60), range(40))

    assert answers.count(True) == 10
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_limit")


def test_believes_a_forwarded_address_only_behind_a_proxy(settings):
    request = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})

    assert limits.visitor(request) == "127.0.0.1"
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"proxies": 1})
    assert limits.visitor(request) == "198.51.100.7"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("nonsense", "nonsense"),
    ],
)
def test_one_household_is_one_visitor(address, counted):
    assert limits.visitor(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


@pytest.mark.django_db
def test_windows_that_have_passed_are_swept_now_and_then(monkeypatch):
    limits.allow("passed", limit=1, seconds=-60)
    monkeypatch.setattr(limits, "SWEEP", 1)
    limits.allow("running", limit=1, seconds=60)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE until < clock_timestamp()), count(*) > 0 FROM core_limit"
        )
        assert cursor.fetchone() == (0, True)
