"""Residents who send requests at once: HTTP/1.1 over kept connections, no page drawn."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = "x" * 32  # as in a form of the site: the same in its cookie and in its body


@dataclass
class Connection:
    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    page: bytes = b""  # what the last answer held

    async def post(self, path: str, session: str, **fields: object) -> tuple[int, float]:
        """Status, and seconds until the whole answer was there."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        return await self._ask("POST", path, session, body)

    async def get(self, path: str, session: str) -> tuple[int, float]:
        return await self._ask("GET", path, session, "")

    async def _ask(self, verb: str, path: str, session: str, body: str) -> tuple[int, float]:
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader
        head = (
            f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: sessionid={session}; csrftoken={TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        began = time.perf_counter()
        self.writer.write((head + body).encode())
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(lines[0].split()[1])
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        self.page = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.writer.close()
        return status, time.perf_counter() - began


async def together(port: int, count: int, act: Callable[[Connection, int], Awaitable[None]]) -> None:
    """`act` with a connection of its own, `count` times at once; the number says which."""
    connections = [Connection(port) for _ in range(count)]
    try:
        await asyncio.gather(*(act(each, number) for number, each in enumerate(connections)))
    finally:
        for each in connections:
            if each.writer:
                each.writer.close()


async def stream(port: int, path: str, session: str, hear: Callable[[str], None]) -> None:
    """Server-sent events until it is cancelled; `hear` gets each `data:` line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={session}\r\n\r\n".encode()
        )
        while line := await reader.readline():
            if line.startswith(b"data:"):
                hear(line.decode())
    finally:
        writer.close()
