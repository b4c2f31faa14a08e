"""Retention, carried out: what has had its time is erased."""

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

# Long enough for an operator to look into it; the arguments of an account's mail are an address and its words.
FAILED_JOBS_STAY = 7 * 24  # hours


@app.periodic(cron="23 * * * *", periodic_id="core.forget_what_expired")
@app.task(name="core.forget_what_expired", queueing_lock="core.forget_what_expired")
def forget_what_expired(timestamp: int) -> None:
    """Sessions, and the entries of the cache: Django leaves both in their tables."""
    SessionStore.clear_expired()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_cache WHERE expires < now()")


@app.periodic(cron="41 3 * * *", periodic_id="core.forget_failed_jobs")
@app.task(name="core.forget_failed_jobs", pass_context=True, queueing_lock="core.forget_failed_jobs")
async def forget_failed_jobs(context: JobContext, timestamp: int) -> None:
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_JOBS_STAY, include_failed=True, include_cancelled=True, include_aborted=True
    )
