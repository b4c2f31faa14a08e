"""The live streams: server-sent events for the open pages of signed-in people, under uvicorn.

The session is checked when a stream opens and every five minutes after. One connection a process listens to
PostgreSQL and hands each event to the streams of the people it names.
"""

import asyncio
import contextlib
import json
import logging
import os
from collections import defaultdict
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placette.core.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402
from django.contrib.auth import SESSION_KEY  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402

from placette.core.live import CHANNEL  # noqa: E402

PING = 25.0  # seconds between two comments that keep proxies from closing the stream
RECHECK = 300.0  # seconds between two looks at the session
WAITING = 50  # events kept for a slow reader before its stream is closed
log = logging.getLogger(__name__)
session_engine = import_module(settings.SESSION_ENGINE)

type Event = tuple[str, str]
type Stream = asyncio.Queue[Event | None]
streams: dict[int, set[Stream]] = defaultdict(set)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _stream(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    listener: asyncio.Task[None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            listener = asyncio.create_task(_listen())
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            if listener:
                listener.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _listen() -> None:
    """Forward what PostgreSQL announces; after a lost connection, try again and tell the pages to look."""
    pause = 0.5
    while True:
        try:
            # An address of its own, since LISTEN hears nothing through a pooler in transaction mode.
            async with await psycopg.AsyncConnection.connect(**connection.get_connection_params(), autocommit=True) as listening:
                await listening.execute(f"LISTEN {CHANNEL}")
                pause = 0.5
                async for notification in listening.notifies():
                    _hand_out(notification.payload)
        except (psycopg.Error, OSError) as error:
            log.warning("live updates wait for PostgreSQL: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(10.0, pause * 2)


def _hand_out(payload: str) -> None:
    told = json.loads(payload)
    event = told["event"], json.dumps(told["facts"])
    for person in told["to"]:
        for stream in list(streams.get(person, ())):
            if stream.qsize() >= WAITING:
                streams[person].discard(stream)
                stream.put_nowait(None)
            else:
                stream.put_nowait(event)


async def _stream(scope: dict[str, Any], receive: Any, send: Any) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    person = None
    if scope["method"] == "GET" and headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}:
        person = await asyncio.to_thread(_person, headers.get("cookie", ""))
    if person is None:
        # 204 tells EventSource not to come back.
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream; charset=utf-8"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ],
        }
    )
    mine: Stream = asyncio.Queue()
    streams[person].add(mine)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _write(send, mine, gone, person, headers.get("cookie", ""))
    finally:
        gone.cancel()
        streams[person].discard(mine)
        if not streams[person]:
            del streams[person]


async def _write(send: Any, mine: Stream, gone: asyncio.Task[None], person: int, cookie: str) -> None:
    clock = asyncio.get_running_loop().time
    checked = clock()
    await _send(send, "retry: 3000\nevent: hello\ndata: {}\n\n")
    while not gone.done():
        waiting = asyncio.create_task(mine.get())
        await asyncio.wait({waiting, gone}, timeout=PING, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            event = waiting.result()
            if event is None:
                break
            await _send(send, f"event: {event[0]}\ndata: {event[1]}\n\n")
        else:
            waiting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await waiting
            if not gone.done():
                await _send(send, ": ping\n\n")
        if clock() - checked > RECHECK:
            checked = clock()
            if await asyncio.to_thread(_person, cookie) != person:
                break
    if not gone.done():
        await send({"type": "http.response.body", "body": b""})


async def _send(send: Any, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _person(cookie: str) -> int | None:
    """The id of whoever this session belongs to; None where there is none or the database is away."""
    try:
        jar = SimpleCookie(cookie)
        key = jar[settings.SESSION_COOKIE_NAME].value
        session = session_engine.SessionStore(key)
        close_old_connections()
        found = session.get(SESSION_KEY)
        return int(found) if found else None
    except (KeyError, ValueError):
        return None
    except django.db.DatabaseError:
        return None
    finally:
        connection.close()
