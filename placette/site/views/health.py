"""For the machines that watch the site: is it well, and how busy is it? Nothing about anybody."""

import os
import secrets
import tomllib

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

VERSION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
WORKER_SILENT_AFTER = 60  # seconds
WORKER = "SELECT bool_or(last_heartbeat > now() - make_interval(secs => %s)) FROM procrastinate_workers"
JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status <> 'succeeded' GROUP BY status"


@never_cache
@require_safe
def healthz(_: HttpRequest) -> JsonResponse:
    """200 when the database answers and a worker gave a sign of life within a minute; 503 otherwise."""
    database, worker = _look()
    well = database and worker
    report = {
        "status": "ok" if well else "failing",
        "database": database,
        "worker": worker,
        "version": VERSION,
    }
    return JsonResponse(report, status=200 if well else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for who knows PLACETTE_METRICS_TOKEN. Where that is empty there is no such page."""
    expected = settings.CONFIGURATION.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not secrets.compare_digest(given.encode(), expected.encode()):
        raise Http404
    return HttpResponse(generate_latest(_registry()) + _jobs(), content_type=CONTENT_TYPE_LATEST)


def _look() -> tuple[bool, bool]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(WORKER, [WORKER_SILENT_AFTER])
            return True, bool(cursor.fetchone()[0])
    except DatabaseError:
        return False, False


def _registry() -> CollectorRegistry:
    """All web processes together where they share a folder (`placette up`, `serve`), else this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _jobs() -> bytes:
    registry = CollectorRegistry()
    gauge = Gauge("placette_jobs", "Jobs of the queue, by status.", ["status"], registry=registry)
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        counted = dict(cursor.fetchall())
    for status in ("todo", "doing", "failed"):
        gauge.labels(status).set(counted.get(status, 0))
    return generate_latest(registry)
