"""Bodies that are too large for the running site, or that hide how large they are."""

import contextlib
import http.client
import socket

import pytest

from placette.core.configuration import MAX_BODY
from placette.site.processes.folders import Folders


class SocketConnection(http.client.HTTPConnection):
    """To a process itself, without the proxy."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.host)


@pytest.mark.parametrize("through", ["proxy", "pages"])
def test_a_body_that_is_too_large_is_refused_in_words(site, through):
    direct = SocketConnection(str(Folders(site.var).sockets / "pages.sock"), timeout=20)
    proxied = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    with contextlib.closing(direct if through == "pages" else proxied) as connection:
        connection.putrequest("POST", "/compte/login/", skip_host=True)
        connection.putheader("Host", "127.0.0.1")
        connection.putheader("Content-Length", "200000000")
        connection.putheader("Accept-Language", "en")
        connection.endheaders()
        with contextlib.suppress(BrokenPipeError):  # refused before it is sent
            connection.send(b"x" * 1_000_000)
        answer = connection.getresponse()

        assert answer.status == 413
        assert "<h1>Too heavy to send</h1>" in answer.read().decode()


def test_a_body_that_hides_its_length_is_not_read(site):
    """Browsers always say it. Who does not is answered before a byte of it, and told what is missing."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as connection:
        connection.putrequest("POST", "/compte/login/")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        answer = connection.getresponse()

        assert answer.status == 411
        assert "Content-Length" in answer.read().decode()


def test_a_body_that_hides_its_length_and_goes_on_is_cut_off(site):
    piece = b"x" * 1_000_000
    sent = 0

    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as connection:
        connection.putrequest("POST", "/compte/login/")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while sent < 2 * MAX_BODY:
                connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
                sent += len(piece)

    assert sent < MAX_BODY
