"""A server that hangs up on a line that it kept open, at the moment when it is asked again."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from placette.core import asking

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class HangsUp(socketserver.StreamRequestHandler):
    """One answer a line; then it reads another question and is gone."""

    def handle(self) -> None:
        for answers in (True, False):
            if not self.rfile.readline():
                return
            self.server.questions += 1
            while self.rfile.readline().strip():
                pass
            if answers:
                self.wfile.write(ANSWER)


@pytest.fixture
def server() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), HangsUp) as started:
        started.daemon_threads = True
        started.questions = 0
        threading.Thread(target=started.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield started
        started.shutdown()


def test_what_only_reads_is_asked_once_more(server):
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    assert [asking.ask("GET", address, 5).status for _ in range(3)] == [200, 200, 200]
    assert server.questions == 5


def test_what_changes_something_is_never_sent_twice(server):
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    assert asking.ask("POST", address, 5).status == 200
    with pytest.raises(asking.NoAnswer, match=r"^ProtocolError$"):
        asking.ask("POST", address, 5)
    assert server.questions == 2
