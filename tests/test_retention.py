"""What has had its time goes, what still counts stays."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from placette.core import tasks
from placette.people.tests.factories import person_of

pytestmark = pytest.mark.django_db


def test_what_counts_attempts_outlives_a_crowd():
    cache.set("attempts-at-an-account", 5, 300)
    for number in range(400):
        cache.set(f"attempts-from-{number}", 1, 300)

    assert cache.get("attempts-at-an-account") == 5


def test_sessions_and_counts_that_have_expired_are_erased():
    cache.clear()
    with time_machine.travel("2026-01-01T12:00Z"):
        Client().force_login(person_of("Paul"))
        cache.set("old", 1, 60)
    Client().force_login(person_of("Odile"))
    cache.set("fresh", 1, 60)

    tasks.forget_what_expired(0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM core_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:fresh"]
    assert Session.objects.count() == 1


def test_a_failed_mail_does_not_keep_its_address_for_ever(worker):
    jobs = """
        INSERT INTO procrastinate_jobs (task_name, queue_name, status, args) VALUES
            ('people.deliver', 'mail', 'failed', '{"to": "old@example.org"}'),
            ('people.deliver', 'mail', 'failed', '{"to": "new@example.org"}')
    """
    events = """
        INSERT INTO procrastinate_events (job_id, type, at)
        SELECT id, 'failed', CASE args->>'to' WHEN 'old@example.org' THEN now() - interval '8 days' ELSE now() END
        FROM procrastinate_jobs
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs"
        )  # of tests before this one: their table is not emptied
        cursor.execute(jobs)
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute(events)
    tasks.forget_failed_jobs.defer(timestamp=0)

    worker()

    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'to' FROM procrastinate_jobs WHERE status = 'failed'")
        assert cursor.fetchall() == [("new@example.org",)]
