"""Orders are handed over on a telephone whose network is cut: ticked, kept, sent once when it is back."""

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


def test_a_tick_without_network_outlives_the_page_and_is_sent_once(site, visitor):
    ((campaign,),) = site.sql(COLLECTING, accounts.SECOND.email)
    page = visitor(PHONE)
    sign_in(page, accounts.SECOND)
    page.goto(f"/achats/{campaign}/retrait/remise/")
    until(lambda: page.evaluate(IS_KEPT))  # to wait_for_function every promise is true
    line = page.locator(".comer:has([data-tick])").first
    share = line.get_attribute("id").removeprefix("part-")
    line, waiting = page.locator(f"#part-{share}"), page.locator("[data-waiting]")

    page.context.set_offline(True)
    line.get_by_role("button").first.click()
    expect(line).to_have_attribute("data-state", "waits")
    page.goto(f"/achats/{campaign}/retrait/remise/")
    expect(line).to_have_attribute("data-state", "waits")
    expect(waiting).to_contain_text("En attente d’envoi : 1")
    assert site.sql(TICKS, share) == [(0, 0)]

    page.context.set_offline(False)
    expect(line).to_have_attribute("data-state", "handed")
    expect(waiting).to_be_hidden()
    page.reload()
    expect(line.get_by_text("Remis", exact=True)).to_be_visible()
    assert site.sql(TICKS, share) == [(1, 0)]
    send(page, f"/achats/{campaign}/retrait/remise/{share}/annuler/")  # as others found it
    assert site.sql(TICKS, share) == [(1, 1)]
