"""The live app itself, page by page, on the real database."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from placette.notices.actions import notify
from placette.people.models import Person
from placette.people.tests.factories import person_of
from placette.site import live_app

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30.0  # seconds


class Page:
    """A page that listens, as uvicorn serves it."""

    def __init__(self, cookie: str, query: str = "") -> None:
        self.heard: list[str] = []
        self.is_over = False
        self.reads = asyncio.Event()
        self.reads.set()
        self.leaves = asyncio.Event()
        headers = [(b"cookie", cookie.encode())]
        scope = {"type": "http", "method": "GET", "path": "/live/", "headers": headers}
        scope["query_string"] = query.encode()
        self.task = asyncio.create_task(live_app.application(scope, self.receive, self.send))

    async def receive(self) -> dict:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.body":
            await self.reads.wait()
            self.heard.append(message["body"].decode())
            self.is_over = not message.get("more_body")

    def has_heard(self, words: str) -> Callable[[], bool]:
        return lambda: any(words in each for each in self.heard)


class Line:
    """Between the listener and PostgreSQL: a line that can go dead without a word."""

    def __init__(self, folder, server: str) -> None:
        self.path, self.server = str(folder / ".s.PGSQL.5432"), server
        self.calls = 0
        self.dead: list[bool] = []
        self.carrying: set[asyncio.Task | None] = set()  # a loop holds its tasks by a weak hand only

    async def open(self) -> asyncio.Server:
        return await asyncio.start_unix_server(self.carry, self.path)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, self.calls = self.calls, self.calls + 1
        self.carrying.add(asyncio.current_task())
        self.dead.append(False)
        there, back = await asyncio.open_unix_connection(self.server)
        try:
            await asyncio.gather(self.pump(number, reader, back), self.pump(number, there, writer))
        finally:
            for each in (writer, back):
                each.close()
                with contextlib.suppress(OSError):
                    await each.wait_closed()

    async def pump(self, number: int, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if not self.dead[number]:
                sink.write(data)


async def until(question: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not question():
            await asyncio.sleep(0.02)


def run(test: Callable[[], Awaitable[None]], line: Line | None = None) -> None:
    """`test` beside a listener, with nothing left behind."""

    async def with_listener() -> None:
        server = await line.open() if line else None
        first: live_app.Stream = asyncio.Queue(live_app.WAITING)
        live_app.streams[0] = [first]
        listener = asyncio.create_task(live_app._listen())
        try:
            async with asyncio.timeout(PATIENCE):
                assert await first.get() == live_app.HELLO  # it listens
            del live_app.streams[0]
            await test()
        finally:
            if server:
                server.close()
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener
            # A line may still be taken up while the others end.
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                for task in others:
                    task.cancel()
                await asyncio.wait(others)

    asyncio.run(with_listener())
    assert dict(live_app.streams) == {}


@pytest.fixture
def jeanne() -> Person:
    return person_of()


@pytest.fixture
def cookie(client, jeanne) -> str:
    client.force_login(jeanne)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def say(payload: str) -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as speaking:
        speaking.execute("SELECT pg_notify('placette_live', %s)", [payload])


def told(person: Person, count: int) -> str:
    return json.dumps({"to": [person.pk], "event": "notices", "facts": {"count": count}})


def test_a_page_that_comes_is_told_what_its_counters_show(jeanne, cookie):
    notify([jeanne.pk], "verified", "/place/", "verified:1")

    async def test() -> None:
        page = Page(cookie)
        await until(page.has_heard('event: hello\ndata: {"messages": 0, "notices": 1}'))

    run(test)


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "{",
        "[]",
        "3",
        '{"to": [1]}',
        '{"to": 7, "event": "x", "facts": {}}',
        '{"to": [[]], "event": 1, "facts": {}}',
    ],
)
def test_an_odd_payload_is_passed_over(jeanne, cookie, odd):
    async def test() -> None:
        page = Page(cookie)
        await until(page.has_heard("event: hello"))
        await asyncio.to_thread(say, odd)
        await asyncio.to_thread(say, told(jeanne, 4))
        await until(page.has_heard('event: notices\ndata: {"count": 4}'))
        assert sum("hello" in each for each in page.heard) == 1, "the same listener went on"

    run(test)


def test_one_browser_too_many_sends_the_oldest_away_for_good(jeanne, cookie):
    async def test() -> None:
        pages = []
        for _ in range(live_app.STREAMS_EACH + 1):
            pages.append(Page(cookie))
            await until(pages[-1].has_heard("event: hello"))
        await until(lambda: pages[0].is_over)

        assert "event: full" in "".join(pages[0].heard[-2:])
        assert not any(page.is_over for page in pages[1:])
        await asyncio.to_thread(say, told(jeanne, 5))
        for page in pages[1:]:
            await until(page.has_heard('{"count": 5}'))

    run(test)


def test_a_reader_that_is_too_slow_is_let_go_to_come_back(jeanne, cookie):
    async def test() -> None:
        page = Page(cookie)
        await until(page.has_heard("event: hello"))
        page.reads.clear()
        for count in range(live_app.WAITING + 3):
            live_app._hand_out([jeanne.pk], live_app.said("notices", {"count": count}))
            await asyncio.sleep(0)
        page.reads.set()
        await until(lambda: page.is_over)

        assert not page.has_heard("event: full")()
        assert sum("notices" in each for each in page.heard) < live_app.WAITING

    run(test)


def test_a_session_that_has_ended_is_noticed(jeanne, cookie, client, monkeypatch):
    monkeypatch.setattr(live_app, "RECHECK", 0.0)
    monkeypatch.setattr(live_app, "PING", 0.1)

    async def test() -> None:
        page = Page(cookie)
        await until(page.has_heard(": ping"))
        assert not page.is_over
        await asyncio.to_thread(_sign_out, client)
        await until(lambda: page.is_over)

    run(test)


def _sign_out(client) -> None:
    client.session.flush()
    connection.close()


def test_a_line_that_is_cut_without_a_word_is_noticed(jeanne, cookie, monkeypatch, tmp_path):
    parameters = live_app._parameters()
    if not parameters["host"].startswith("/"):
        pytest.skip("the database is not behind a socket of this machine")
    line = Line(tmp_path, f"{parameters['host']}/.s.PGSQL.{parameters.get('port') or 5432}")
    monkeypatch.setattr(live_app, "_parameters", lambda: parameters | {"host": str(tmp_path), "port": 5432})
    monkeypatch.setattr(live_app, "QUIET", 0.2)
    monkeypatch.setattr(live_app, "ANSWERS_WITHIN", 0.2)

    async def test() -> None:
        page = Page(cookie)
        await until(page.has_heard("event: hello"))
        line.dead[:] = [True] * len(line.dead)
        await until(lambda: live_app.HELLO in page.heard)
        await asyncio.to_thread(say, told(jeanne, 6))
        await until(page.has_heard('{"count": 6}'))

    run(test, line)
