"""A form shows what is wanted now: a price where a kind has one, a date where one is chosen."""

import pytest
from playwright.sync_api import expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, sign_in, talk

pytestmark = pytest.mark.browser


def test_a_price_is_asked_of_a_sale_and_not_of_a_loan(visitor) -> None:
    page = visitor(PHONE)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    price = page.locator("input[name=price]")
    expect(price).to_be_hidden()

    page.locator("input[name=kind][value=sale]").check()
    expect(price).to_be_visible()
    page.locator("input[name=kind][value=loan]").check()
    expect(price).to_be_hidden()
    page.locator("input[name=kind][value=service]").check()
    page.locator("input[name=direction][value=request]").check()
    expect(price).to_be_hidden()

    labels = page.locator(".choices:has([name=kind]) label").all()
    assert len({round(label.bounding_box()["height"]) for label in labels}) == 1


def test_a_proposal_asks_for_a_date_where_one_is_chosen(visitor) -> None:
    asking, page = visitor(DESKTOP), visitor(PHONE)
    sign_in(asking, accounts.RESIDENT)
    sign_in(page, accounts.SECOND)
    talk(asking, page)
    page.locator("summary", has_text="Proposer un accord").click()
    date = page.locator("input[name=starts_at]")
    expect(date).to_be_hidden()
    expect(page.locator("input[name=note]")).to_be_hidden()

    page.get_by_label("Choisir une date").check()
    expect(date).to_be_visible()
    date.fill("2020-01-01T10:00")
    page.locator("summary", has_text="Ajouter une durée").click()
    page.fill("input[name=note]", "Au portail vert")
    page.get_by_role("button", name="Proposer", exact=True).click()

    expect(page.get_by_text("Ce moment est déjà passé")).to_be_visible()
    expect(date).to_have_value("2020-01-01T10:00")
    expect(page.locator("input[name=note]")).to_be_visible()
