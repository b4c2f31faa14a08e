"""The worker: runs the jobs, and takes up again those of a worker that died in the middle."""

import asyncio
import contextlib
import logging
import os

HEARTBEAT = 5.0  # seconds between two signs of life
DEAD_AFTER = 15.0  # seconds without one
TRIES = 5  # a job that kills its worker so many times is given up: it would kill them all
log = logging.getLogger("placette.worker")

# In one statement, and skipping what another worker is taking up: a job is never given out twice.
TAKE_UP_AGAIN = """
WITH lost AS (
    SELECT job.id, job.attempts
    FROM procrastinate_jobs job
    WHERE job.status = 'doing'
      AND NOT EXISTS (
        SELECT FROM procrastinate_workers worker
        WHERE worker.id = job.worker_id
          AND worker.last_heartbeat > now() - make_interval(secs => %(dead_after)s)
      )
    FOR UPDATE SKIP LOCKED
)
UPDATE procrastinate_jobs job
SET status = (CASE WHEN lost.attempts < %(tries)s THEN 'todo' ELSE 'failed' END)::procrastinate_job_status,
    attempts = job.attempts + 1,
    scheduled_at = now(),
    abort_requested = false
FROM lost
WHERE job.id = lost.id
RETURNING job.id, job.task_name, job.status::text
"""


def work() -> None:
    """Until SIGTERM or SIGINT, or until PostgreSQL is lost: whoever watches starts it again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placette.core.settings")
    import django

    django.setup()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_work())


async def _work() -> None:
    from django.conf import settings
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as running:
        async with running.open_async():
            taking_up = asyncio.create_task(_take_up_for_ever(running))
            try:
                await running.run_worker_async(
                    concurrency=settings.CONFIGURATION.worker_threads,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=DEAD_AFTER,
                    shutdown_graceful_timeout=2,
                    delete_jobs="successful",
                )
            finally:
                taking_up.cancel()


async def _take_up_for_ever(running) -> None:  # noqa: ANN001
    while True:
        try:
            lost = await running.connector.execute_query_all_async(TAKE_UP_AGAIN, dead_after=DEAD_AFTER, tries=TRIES)
            for job in lost:
                log.warning("job %s (%s) was lost with its worker: %s", job["id"], job["task_name"], job["status"])
        except Exception as error:  # noqa: BLE001 - psycopg's and procrastinate's; the next look may succeed
            log.warning("lost jobs were not looked for: %s", type(error).__name__)
        await asyncio.sleep(HEARTBEAT)


if __name__ == "__main__":
    work()
