"""The live streams: server-sent events for the open pages of signed-in people, under uvicorn.

Who opens a stream is looked up then, and again every five minutes. One connection a process listens to PostgreSQL
and hands each event to the streams of the people that it names. A page that may have missed one is told `hello`, with
the counters of that moment where it has just come; one that must give way is told `full`, and does not come back.
"""

import asyncio
import json
import logging
import os
from collections import defaultdict
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placette.core.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.db import DatabaseError, InterfaceError, connection  # noqa: E402
from django.http import HttpRequest, parse_cookie  # noqa: E402

from placette.core.context import counters  # noqa: E402
from placette.core.live import CHANNEL  # noqa: E402
from placette.site.live_topics import Topics, asked  # noqa: E402

PING = 25.0  # seconds between two comments that keep proxies from closing the stream
RECHECK = 300.0  # seconds between two looks at the session
WAITING = 50  # events kept for a slow reader, whose stream is then closed
STREAMS_EACH = 12  # browsers of one person, which share one among their tabs; the oldest gives way
QUIET = 30.0  # seconds of silence after which PostgreSQL is asked whether it is still there
ANSWERS_WITHIN = 10.0  # seconds
LONGEST_PAUSE = 5.0  # seconds between two tries to reach PostgreSQL
COME_BACK = "retry: 3000\n"  # milliseconds
SIGNED_OUT = "signed-out"  # told by whoever ends sessions: look at the session now
AWAY = (DatabaseError, InterfaceError)
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
log = logging.getLogger("placette.live")


def said(event: str, facts: dict[str, Any]) -> str:
    return f"event: {event}\ndata: {json.dumps(facts)}\n\n"


HELLO, FULL = said("hello", {}), said("full", {})
sessions = import_module(settings.SESSION_ENGINE)

type Stream = asyncio.Queue[str | None]
streams: dict[int, list[Stream]] = defaultdict(list)
topics = Topics()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live_and_die(receive: Any, send: Any) -> None:
    await receive()
    listener = asyncio.create_task(_listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listener.cancel()
    await send({"type": "lifespan.shutdown.complete"})


# --- From PostgreSQL to the streams -------------------------------------------------------------------------


async def _listen() -> None:
    pause = 0.2
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listening:
                await listening.execute(f"LISTEN {CHANNEL}")
                pause = 0.2
                _hand_out(list(streams), HELLO)
                while True:
                    async for notification in listening.notifies(timeout=QUIET):
                        _pass_on(notification.payload)
                    # A line cut in the middle says nothing by itself.
                    async with asyncio.timeout(ANSWERS_WITHIN):
                        await listening.execute("SELECT 1")
        except (psycopg.Error, OSError) as error:
            log.warning("live updates wait for PostgreSQL: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 2)


def _pass_on(payload: str) -> None:
    """Whatever somebody else says on our channel must not keep the next event from coming."""
    try:
        told = json.loads(payload)
        if "topic" in told:
            about = {"topic": told["topic"], "event": told["event"], "facts": told["facts"]}
            topics.announce(told["topic"], told["event"], said("topic", about))
        else:
            _hand_out(told["to"], said(told["event"], told["facts"]))
    except (ValueError, KeyError, TypeError) as error:
        log.warning("a live event cannot be read: %s", type(error).__name__)


def _parameters() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if name not in {"cursor_factory", "context"}}


def _hand_out(people: list[int], event: str) -> None:
    for person in people:
        for stream in list(streams.get(person, ())):
            _put(person, stream, event)


def _put(person: int, stream: Stream, event: str) -> None:
    if stream.full():
        # Its page comes back in three seconds, is told hello and looks for what it missed.
        _end(person, stream)
    else:
        stream.put_nowait(event)


def _end(person: int, stream: Stream, *last: str) -> None:
    """The stream closes after these words; what waited in it is dropped."""
    streams[person].remove(stream)
    topics.leave(stream)
    while not stream.empty():
        stream.get_nowait()
    for each in (*last, None):
        stream.put_nowait(each)


# --- One stream ---------------------------------------------------------------------------------------------


async def _answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    cookie = headers.get("cookie", "")
    if scope["path"] != "/live/" or scope["method"] != "GET" or not _is_ours(headers):
        await _close(send, 404)
        return
    try:
        person = await asyncio.to_thread(_person, cookie)
    except AWAY:
        # EventSource gives up for ever at any status but 200: a short stream makes it come back.
        await _open(send)
        await _write(send, COME_BACK + "\n", more=False)
        return
    if person is None:
        await _close(send, 204)
        return
    stream: Stream = asyncio.Queue(WAITING)
    streams[person].append(stream)
    if len(streams[person]) > STREAMS_EACH:
        _end(person, streams[person][0], FULL)
    topics.follow(stream, asked(scope.get("query_string", b""), person))
    writing = asyncio.create_task(_write_all(send, stream, person, cookie))
    leaving = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writing, leaving):
            task.cancel()
        topics.leave(stream)
        if stream in streams[person]:
            streams[person].remove(stream)
        if not streams[person]:
            del streams[person]


async def _write_all(send: Any, stream: Stream, person: int, cookie: str) -> None:
    clock = asyncio.get_running_loop().time
    checked = clock()
    await _open(send)
    await _write(send, COME_BACK + said("hello", await _counts(cookie)))
    while True:
        try:
            event = await asyncio.wait_for(stream.get(), PING)
        except TimeoutError:
            event = ": ping\n\n"
        if event and (event.startswith(f"event: {SIGNED_OUT}\n") or clock() - checked > RECHECK):
            checked = clock()
            if not await _is_still(person, cookie):
                event = None
        if event is None:
            await _write(send, "", more=False)
            return
        await _write(send, event)


async def _is_still(person: int, cookie: str) -> bool:
    try:
        return await asyncio.to_thread(_person, cookie) == person
    except AWAY:
        return True


async def _counts(cookie: str) -> dict[str, int]:
    """What the counters of the page show now: some events may have passed while it was away."""
    try:
        return await asyncio.to_thread(_count, cookie)
    except AWAY:
        return {}


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _is_ours(headers: dict[str, str]) -> bool:
    """A page of another site may not listen, even with our visitor's cookie."""
    origin = headers.get("origin")
    return not origin or urlsplit(origin).netloc == headers.get("host")


def _person(cookie: str) -> int | None:
    """The id of whoever this session belongs to, as every page would find it. Three queries at most."""
    try:
        return _visitor(cookie).user.pk
    finally:
        connection.close()


def _count(cookie: str) -> dict[str, int]:
    try:
        visitor = _visitor(cookie)
        return {name: counter(visitor) for name, counter in counters.items()}
    finally:
        connection.close()


def _visitor(cookie: str) -> HttpRequest:
    # Not by SimpleCookie: one odd cookie of another program on this host would hide ours.
    key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
    request = HttpRequest()
    request.session = sessions.SessionStore(key)
    request.user = get_user(request) if key else AnonymousUser()
    return request


async def _open(send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})


async def _close(send: Any, status: int) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]}
    )
    await _write(send, "", more=False)


async def _write(send: Any, text: str, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": more})
