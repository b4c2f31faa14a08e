"""Orders are handed over on a telephone whose network is cut: ticked, kept, sent once when it is back."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from placette.site.demo import accounts

from .pages import PHONE, send, sign_in
from .running_site import until

pytestmark = pytest.mark.browser
COLLECTING = """
SELECT campaign.id FROM groupbuys_campaign campaign JOIN people_person person ON person.id = campaign.organiser_id
WHERE campaign.state = 'succeeded' AND person.email = %s ORDER BY campaign.id LIMIT 1
"""
TICKS = "SELECT count(*), count(undone_at) FROM groupbuys_handover WHERE share_id = %s"
IS_KEPT = """
async () => navigator.serviceWorker.controller !== null && await caches.has("placette-hand-overs")
    && (await (await caches.open("placette-hand-overs")).keys()).some((each) => each.url.endsWith(".js"))
"""


class Line(socketserver.ThreadingTCPServer):
    """Between a telephone and the site, and really cut: what Chromium calls offline now and then lets a request of a page
    that has just opened pass.
    """

    daemon_threads = True

    def __init__(self, site: int) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self.site, self.is_cut, self.ends = site, False, set[socket.socket]()

    def finish_request(self, request, client_address) -> None:
        """The telephone's end; it is closed by whoever called."""
        if self.is_cut:
            return
        with socket.create_connection(("127.0.0.1", self.site)) as far:
            self.ends |= {request, far}
            back = threading.Thread(target=_carry, args=(far, request), daemon=True)
            back.start()
            _carry(request, far)
            back.join()
            self.ends -= {request, far}

    def cut(self) -> None:
        self.is_cut = True
        for end in list(self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := one.recv(65_536):
            other.sendall(piece)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(site) -> Iterator[Line]:
    with Line(site.port) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        yield line
        line.cut()
        line.shutdown()


def test_a_tick_without_network_outlives_the_page_and_is_sent_once(site, visitor, line):
    ((campaign,),) = site.sql(COLLECTING, accounts.SECOND.email)
    page = visitor(PHONE)
    sign_in(page, accounts.SECOND)
    here = f"http://127.0.0.1:{line.server_address[1]}/achats/{campaign}/retrait/remise/"
    page.goto(here)
    until(lambda: page.evaluate(IS_KEPT))  # to wait_for_function every promise is true
    share = page.locator(".comer:has([data-tick])").first.get_attribute("id").removeprefix("part-")
    comer, waiting = page.locator(f"#part-{share}"), page.locator("[data-waiting]")

    line.cut()
    page.context.set_offline(True)
    comer.get_by_role("button").first.click()
    expect(comer).to_have_attribute("data-state", "waits")
    page.goto(here)
    expect(comer).to_have_attribute("data-state", "waits")
    expect(waiting).to_contain_text("En attente d’envoi : 1")
    assert site.sql(TICKS, share) == [(0, 0)]

    line.is_cut = False
    page.context.set_offline(False)
    # At once when the browser says that it is back; where it had not noticed the cut, at the next try, 20 s later.
    expect(comer).to_have_attribute("data-state", "handed", timeout=30_000)
    expect(waiting).to_be_hidden()
    page.reload()
    expect(comer.get_by_text("Remis", exact=True)).to_be_visible()
    assert site.sql(TICKS, share) == [(1, 0)]
    send(page, f"/achats/{campaign}/retrait/remise/{share}/annuler/")  # as others found it
    assert site.sql(TICKS, share) == [(1, 1)]
