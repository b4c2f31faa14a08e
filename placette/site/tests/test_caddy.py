"""The proxy in front tells operators what went wrong, and whose page it was to nobody."""

import http.client
import socketserver
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from socket import socket

from placette.site.processes import caddy, commands


class CutShort(socketserver.StreamRequestHandler):
    """The answer of a process that dies while it speaks."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhalf")


def test_an_answer_that_is_cut_short_is_logged_without_its_address(tmp_path):
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        here = f"127.0.0.1:{probe.getsockname()[1]}"
    front, log, pages = tmp_path / "caddy.json", tmp_path / "log", tmp_path / "pages.sock"
    front.write_text(caddy.configuration(here, pages, pages, tmp_path, behind_a_proxy=False))
    with socketserver.ThreadingUnixStreamServer(str(pages), CutShort) as server, log.open("wb") as written:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        process = subprocess.Popen(commands.proxy(front), stderr=written, env={"HOME": str(tmp_path)})
        try:
            _ask_until_logged(f"http://{here}/garant/SECRET/", log)
        finally:
            process.terminate()
            process.wait(timeout=20)
            server.shutdown()

    assert "incomplete response" in log.read_text()
    assert "SECRET" not in log.read_text()


def _ask_until_logged(address: str, log: Path) -> None:
    deadline = time.monotonic() + 20
    while "incomplete response" not in log.read_text() and time.monotonic() < deadline:
        with suppress(urllib.error.URLError, http.client.HTTPException, OSError):
            asked = urllib.request.Request(address, headers={"User-Agent": "SECRET"})
            urllib.request.urlopen(asked, timeout=10).read()
        time.sleep(0.1)
