"""One JSON line an event, with the request's id. Never an e-mail address, a message or a position."""

import re

import structlog
from structlog.typing import EventDict, Processor

# The length is that of RFC 5321; it also keeps a long word without « @ » from being read again and again.
ADDRESS = re.compile(r"[^\s@\"'<>(),;:=\[\]]{1,64}@[^\s@\"'<>(),;:=\[\]]+\.\w+")


def formatter() -> structlog.stdlib.ProcessorFormatter:
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            _without_what_jobs_are_given,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _without_addresses,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _without_what_jobs_are_given(_logger: object, _method: str, event: EventDict) -> EventDict:
    """procrastinate writes a job with its arguments: for a mail of an account these are an address and a code."""
    job = getattr(event["_record"], "job", None)
    if isinstance(job, dict):
        named = f"{job['task_name']}[{job['id']}]"
        event["event"] = event["event"].replace(job["call_string"], named)
    return event


def _without_addresses(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What PostgreSQL says of a broken constraint quotes the row."""
    for name, value in event.items():
        if isinstance(value, str) and "@" in value:
            event[name] = ADDRESS.sub("(e-mail)", value)
    return event
