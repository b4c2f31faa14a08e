"""The demo's mail server: keeps every mail as a file that /demo/courriels/ shows, and sends none on."""

import asyncio
import sys
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:6]}.eml"
        content = envelope.content or b""
        partial = self.folder / f".{name}"
        partial.write_bytes(content if isinstance(content, bytes) else content.encode())
        partial.rename(self.folder / name)
        return "250 kept"


async def serve(folder: Path, port: int) -> None:
    keeper = Keeper(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(keeper, enable_SMTPUTF8=True), host="127.0.0.1", port=port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
