"""The worker: runs the jobs, and takes up again those of a worker that died in the middle."""

import asyncio
import contextlib
import logging
import os
import signal

from procrastinate import App
from procrastinate.exceptions import ConnectorException

HEARTBEAT = 5.0  # seconds between two signs of life
DEAD_AFTER = 15.0  # seconds without one
GRACE = 2.0  # seconds for the running jobs when asked to stop
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
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_work())


async def _work() -> None:
    from django.conf import settings
    from procrastinate.contrib.django import app

    loop = asyncio.get_running_loop()
    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        async with running.open_async():
            looking = asyncio.create_task(_take_up_for_ever(running))
            working = asyncio.create_task(
                running.run_worker_async(
                    concurrency=settings.CONFIGURATION.worker_threads,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=DEAD_AFTER,
                    shutdown_graceful_timeout=GRACE,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, _stop, loop, working)
            try:
                await working
            finally:
                looking.cancel()


def _stop(loop: asyncio.AbstractEventLoop, working: asyncio.Task[None]) -> None:
    """Finish what runs, but not for ever: a job that is cut short is taken up again by the next worker."""
    working.cancel()
    loop.call_later(GRACE + 0.5, os._exit, 0)


async def _take_up_for_ever(running: App) -> None:
    silent = 0
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT):
                lost = await running.connector.execute_query_all_async(
                    TAKE_UP_AGAIN, dead_after=DEAD_AFTER, tries=TRIES
                )
            silent = 0
            for job in lost:
                log.warning(
                    "job %s (%s) was lost with its worker: %s", job["id"], job["task_name"], job["status"]
                )
        except (TimeoutError, ConnectorException) as error:
            silent += 1
            log.warning("PostgreSQL does not answer: %s", type(error).__name__)
            if silent >= 2:
                # procrastinate would wait for its pool without end; a new process finds PostgreSQL again.
                os._exit(1)
        await asyncio.sleep(HEARTBEAT if not silent else 1)


if __name__ == "__main__":
    work()
