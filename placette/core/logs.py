"""One JSON line an event, with the request's id. Never an e-mail address, a message or a position."""

import re
from collections.abc import Iterator

import django.db
import psycopg
import structlog
from django.http import HttpRequest
from structlog.typing import EventDict, Processor

# The length is that of RFC 5321; it also keeps a long word without « @ » from being read again and again.
ADDRESS = re.compile(r"[^\s@\"'<>(),;:=\[\]]{1,64}@[^\s@\"'<>(),;:=\[\]]+\.\w+")
PLAIN = re.compile(
    r"(\d{1,6}-)?[a-z._-]{1,40}|\d{1,10}|"
)  # a word of an address, « 31187-fonsorbes », a number
OUTSIDE = re.compile(r"(https?://[^/\s]+/)\S+")  # the page that a browser says it comes from
QUOTED = re.compile(r"^(DETAIL|CONTEXT): .*", re.MULTILINE)
QUOTED_TO_THE_END = re.compile(r"\n(DETAIL|CONTEXT): .*", re.DOTALL)
DATA_EXCEPTION = "22"  # SQLSTATE: the sentence itself quotes the value


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
            _without_what_addresses_carry,
            _without_rows,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
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


def _without_what_addresses_carry(_logger: object, _method: str, event: EventDict) -> EventDict:
    """« Not Found: /garant/<str:token>/ »: what stands in a page's address may be a key to it."""
    request = getattr(event["_record"], "request", None)
    if isinstance(request, HttpRequest):
        written = request.path.encode("unicode_escape").decode("ascii")  # as Django writes it
        said = event["event"].replace(written, _route(request)) if written != "/" else event["event"]
        event["event"] = OUTSIDE.sub(r"\1…", said)
    return event


def _route(request: HttpRequest) -> str:
    """The address as urls.py has it; where it has none, the words that are no secret."""
    if request.resolver_match:
        return f"/{request.resolver_match.route}"
    return "/".join(part if PLAIN.fullmatch(part) else "…" for part in request.path.split("/"))


def _without_rows(logger: object, method: str, event: EventDict) -> EventDict:
    """What PostgreSQL says of a refused row quotes it: names, a message, the cell where somebody lives."""
    error = event.get("exc_info")
    chain = list(_chain(error[1])) if isinstance(error, tuple) and error[1] else []
    event = structlog.processors.format_exc_info(logger, method, event)
    for name, quoted in (("event", QUOTED_TO_THE_END), ("exception", QUOTED)):
        text = event.get(name)
        if isinstance(text, str):
            for one in filter(str, chain):
                text = text.replace(str(one), _sentence(one))
            event[name] = quoted.sub("", text)
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The errors of the database among an error, its causes and its parts."""
    while error is not None:
        if isinstance(error, BaseExceptionGroup):
            for part in error.exceptions:
                yield from _chain(part)
        if isinstance(error, psycopg.Error | django.db.Error):
            yield error
        error = error.__cause__ or error.__context__


def _sentence(error: BaseException) -> str:
    """One line without values: the name of a constraint, a table, a column."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(cause, psycopg.Error) or cause.sqlstate is None:
        return str(error)
    if cause.sqlstate.startswith(DATA_EXCEPTION):
        return f"{cause.sqlstate} {type(cause).__name__}"
    return cause.diag.message_primary or cause.sqlstate


def _without_addresses(_logger: object, _method: str, event: EventDict) -> EventDict:
    for name, value in event.items():
        if isinstance(value, str) and "@" in value:
            event[name] = ADDRESS.sub("(e-mail)", value)
    return event
