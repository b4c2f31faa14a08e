"""Who follows which topic, and what is said of it: at most once in PAUSE, and then the last of each event.

A topic may change hundreds of times a second (a grouped purchase that goes well) and have hundreds of pages open: each
page draws each four times a second at most, and between two of them one text a topic and event is kept, however many
follow it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import parse_qs

from placette.core.live import topic_of

PAUSE = 0.25  # seconds between two events of a topic
EACH = 8  # topics of a stream: those of all tabs that share it

type Stream = asyncio.Queue[str | None]


def asked(query: bytes, person: int) -> list[str]:
    """The topics whose passes an address carries; of a pass that opens nothing nothing is said."""
    passes = parse_qs(query.decode("latin-1")).get("topic", [])[:EACH]
    return [topic for each in passes if (topic := topic_of(each, person))]


class Topics:
    def __init__(self) -> None:
        self._followers: dict[str, set[Stream]] = defaultdict(set)
        self._followed: dict[Stream, tuple[str, ...]] = {}
        # Of each event the last text, until its topic may speak again: one never hides another.
        self._waits: dict[str, dict[str, str]] = {}
        self._resting: set[str] = set()

    def follow(self, stream: Stream, topics: Iterable[str]) -> None:
        if followed := tuple(topics):
            self._followed[stream] = followed
        for topic in followed:
            self._followers[topic].add(stream)

    def leave(self, stream: Stream) -> None:
        for topic in self._followed.pop(stream, ()):
            self._followers[topic].discard(stream)
            if not self._followers[topic]:
                del self._followers[topic]

    def announce(self, topic: str, event: str, text: str) -> None:
        """At once where the topic has been quiet; else of each event the last that comes meanwhile, in that order."""
        if topic not in self._followers:
            return
        if topic in self._resting:
            waits = self._waits.setdefault(topic, {})
            waits.pop(event, None)
            waits[event] = text
        else:
            self._say(topic, [text])

    def _say(self, topic: str, texts: Iterable[str]) -> None:
        for text in texts:
            for stream in list(self._followers.get(topic, ())):
                if stream.full():
                    self._end(stream)
                else:
                    stream.put_nowait(text)
        self._resting.add(topic)
        asyncio.get_running_loop().call_later(PAUSE, self._rested, topic)

    def _rested(self, topic: str) -> None:
        self._resting.discard(topic)
        if waits := self._waits.pop(topic, None):
            self._say(topic, waits.values())

    def _end(self, stream: Stream) -> None:
        """Its page comes back in three seconds, is told hello and looks for what it missed."""
        self.leave(stream)
        while not stream.empty():
            stream.get_nowait()
        stream.put_nowait(None)
