"""Pages that follow a topic: who may, how often they hear, and what it costs."""

import asyncio
import contextlib
from urllib.parse import urlencode

import pytest
from django.test import Client

from placette.core import live
from placette.people.tests.factories import person_of
from placette.site import live_app
from placette.site.live_topics import PAUSE, Topics

from .test_live_app import Page, run, until

pytestmark = pytest.mark.django_db(transaction=True)


def queue() -> asyncio.Queue:
    return asyncio.Queue(live_app.WAITING)


def heard(stream: asyncio.Queue) -> list[str | None]:
    events = []
    with contextlib.suppress(asyncio.QueueEmpty):
        while True:
            events.append(stream.get_nowait())
    return events


def test_of_a_thousand_announcements_in_a_moment_all_followers_hear_the_first_and_the_last():
    async def tell() -> None:
        topics, streams = Topics(), [queue() for _ in range(500)]
        for stream in streams:
            topics.follow(stream, ["campaign:1"])

        for number in range(1_000):
            topics.announce("campaign:1", "board", str(number))
        await asyncio.sleep(PAUSE * 1.5)
        topics.announce("campaign:1", "board", "later")

        assert {tuple(heard(stream)) for stream in streams} == {("0", "999")}
        await asyncio.sleep(PAUSE)
        assert {tuple(heard(stream)) for stream in streams} == {("later",)}

    asyncio.run(tell())


def test_what_happens_meanwhile_is_not_hidden_by_what_is_counted_meanwhile():
    async def tell() -> None:
        topics, stream = Topics(), queue()
        topics.follow(stream, ["campaign:1"])

        for event, text in [("board", "1"), ("interest", "2"), ("compared", "3"), ("interest", "4")]:
            topics.announce("campaign:1", event, text)
        await asyncio.sleep(PAUSE * 1.5)

        assert heard(stream) == ["1", "3", "4"]

    asyncio.run(tell())


def test_a_topic_that_nobody_follows_any_more_is_forgotten():
    async def tell() -> None:
        topics, stream = Topics(), queue()
        topics.follow(stream, ["campaign:1", "campaign:2"])
        topics.announce("campaign:1", "board", "a")
        topics.announce("campaign:1", "board", "b")
        topics.leave(stream)
        topics.leave(stream)
        await asyncio.sleep(PAUSE * 2.5)

        assert heard(stream) == ["a"]
        kept = (topics._followers, topics._followed, topics._waits, topics._resting)
        assert not any(kept)

    asyncio.run(tell())


def test_whoever_reads_too_slowly_is_sent_back_to_ask():
    async def tell() -> None:
        topics, slow, other = Topics(), asyncio.Queue(1), queue()
        for stream in (slow, other):
            topics.follow(stream, ["campaign:1"])
        slow.put_nowait("unread")

        topics.announce("campaign:1", "board", "a")

        assert heard(slow) == [None]
        assert heard(other) == ["a"]

    asyncio.run(tell())


def test_only_the_person_of_the_pass_hears_what_is_announced():
    jeanne, karim = person_of(), person_of("Karim")
    cookies = []
    for person in (jeanne, karim):
        client = Client()
        client.force_login(person)
        cookies.append(f"sessionid={client.cookies['sessionid'].value}")
    hers = live.pass_to("campaign:7", jeanne.pk)

    async def follow() -> None:
        pages = [Page(cookie, urlencode({"topic": hers})) for cookie in cookies]
        for page in pages:
            await until(page.has_heard("hello"))

        await asyncio.to_thread(announce)
        await until(pages[0].has_heard('"takers": 3'))
        await asyncio.to_thread(tell, karim.pk)
        await until(pages[1].has_heard("notices"))

        assert not pages[1].has_heard("campaign:7")()
        for page in pages:
            page.leaves.set()
            await page.task
        assert not live_app.topics._followed

    run(follow)


def announce() -> None:
    live.announce("campaign:7", "board", {"takers": 3})
    live.connection.close()


def tell(person: int) -> None:
    live.tell([person], "notices", count=1)
    live.connection.close()
